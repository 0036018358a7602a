import type { Session, WebContents } from 'electron';
import { APP_PAGE, isAppAddress, isAppPage } from './addresses.ts';

/** Keeps the window on its own page: no navigation, no redirect, no frame, no new window, no webview leads elsewhere. */
export function guardAppContents(contents: WebContents): void {
  const stay = (details: { url: string; preventDefault(): void }): void => {
    // A reload is a navigation to where one is; any other file of ours is no page.
    if (!isAppPage(details.url)) details.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  // Chromium asks nobody about a navigation to the empty page; it is undone.
  contents.on('did-navigate', (_event, url) => {
    if (url === 'about:blank') void contents.loadURL(APP_PAGE);
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  keepOffNetwork(contents);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Peer connections go past every filter of requests, so pages get none that could leave this machine. */
export function keepOffNetwork(contents: WebContents): void {
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

/** Lets the window's session reach its own files and nothing else: even a script that got in could not phone home. */
export function guardAppSession(session: Session): void {
  session.webRequest.onBeforeRequest((details, decide) => {
    decide({ cancel: !isOwnResource(details.url) });
  });
  session.on('will-download', (event, item) => {
    if (!isOwnResource(item.getURL())) event.preventDefault();
  });
  session.setSpellCheckerEnabled(false);
}

/** `blob:` and `data:` hold what the page itself has made; `devtools:` is the inspector's own page. */
function isOwnResource(address: string): boolean {
  return (
    isAppAddress(address) ||
    /^(data|devtools):/.test(address) ||
    (address.startsWith('blob:') && isAppAddress(address.slice(5)))
  );
}
