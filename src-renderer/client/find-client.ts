import type { BridgedClient } from '../../src-main/contract/client.ts';
import { type ConnectedClient, fromDesktop } from './connected-client.ts';
import { takeRunSecret } from './run-secret.ts';
import { WebClient } from './web-client.ts';

declare global {
  interface Window {
    /** Put there by the preload script of the desktop window. */
    gatehouse?: BridgedClient;
  }
}

/** The way to the sandbox from where this page runs; nothing when the page was opened without the run's secret. */
export function findClient(page: Window): ConnectedClient | undefined {
  if (page.gatehouse) return fromDesktop(page.gatehouse);
  const secret = takeRunSecret(page);
  // The address of a later run, opened in the same tab, differs in the fragment alone: the page would stay.
  page.addEventListener('hashchange', () => {
    if (page.location.hash.includes('secret=') && takeRunSecret(page)) page.location.reload();
  });
  if (!secret) return undefined;
  const scheme = page.location.protocol === 'https:' ? 'wss' : 'ws';
  return new WebClient(`${scheme}://${page.location.host}/api/stream`, secret);
}
