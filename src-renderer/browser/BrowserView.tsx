import { useSandbox } from '../store/sandbox.ts';
import { DesktopBrowser } from './DesktopBrowser.tsx';
import { OwnBrowser } from './OwnBrowser.tsx';

/** The persona browsers: views of this window on the desktop, tabs of the person's own browser elsewhere. */
export function BrowserView() {
  const host = useSandbox((state) => state.client?.host);
  return host === 'desktop' ? <DesktopBrowser /> : <OwnBrowser />;
}
