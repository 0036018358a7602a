import { ForkActs } from '../forks/ForkActs.tsx';
import { useForkMode } from '../forks/index.ts';
import { useSandbox } from '../store/sandbox.ts';
import { DesktopBrowser } from './DesktopBrowser.tsx';
import { OwnBrowser } from './OwnBrowser.tsx';

/** The persona browsers: views of this window on the desktop, tabs of the person's own browser elsewhere. */
export function BrowserView() {
  const host = useSandbox((state) => state.client?.host);
  const inFork = useForkMode((state) => state.fork !== undefined);
  if (inFork) return <ForkActs />;
  return host === 'desktop' ? <DesktopBrowser /> : <OwnBrowser />;
}
