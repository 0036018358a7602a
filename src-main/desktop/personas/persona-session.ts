import { type Session, session } from 'electron';
import { refusalOf } from '../addresses.ts';
import { guardPermissions } from '../permissions.ts';
import { withLastingCookies } from './lasting-cookies.ts';
import type { TraceHeaders } from './trace-headers.ts';

/** Each persona has a partition of its own, so cookies and storage never mix. It lies in the data folder. */
const partitionOf = (persona: string): string => `persist:${folderOf(persona)}`;

/** The folder of a persona's partition, inside the folder of all partitions. */
export const folderOf = (persona: string): string => `persona-${persona}`;

/** What a persona's session tells its owner. */
export interface PersonaSessionEvents {
  /** A request was kept from leaving the sandbox. `page`: it would have become the tab's page. */
  refused(address: string, why: string, page: boolean): void;
}

/** The session of a persona's browser: the sandbox's addresses only, no permissions, no downloads, traced requests. */
export function openPersonaSession(
  persona: string,
  trace: TraceHeaders,
  events: PersonaSessionEvents,
): Session {
  const personaSession = session.fromPartition(partitionOf(persona));
  guardPermissions(personaSession);
  personaSession.setSpellCheckerEnabled(false);
  personaSession.webRequest.onBeforeRequest((details, decide) => {
    const inPage = /^(data|blob|devtools):/.test(details.url) && details.resourceType !== 'mainFrame';
    const refusal = inPage || isOwnPage(details.url) ? null : refusalOf(details.url.replace(/^ws:/, 'http:'));
    if (refusal) events.refused(details.url, refusal.why, details.resourceType === 'mainFrame');
    decide({ cancel: refusal !== null });
  });
  personaSession.webRequest.onBeforeSendHeaders((details, send) => {
    send({ requestHeaders: trace.apply(details, details.requestHeaders) });
  });
  personaSession.webRequest.onHeadersReceived((details, receive) => {
    const responseHeaders = withLastingCookies(details.responseHeaders ?? {});
    receive(responseHeaders ? { responseHeaders } : {});
  });
  personaSession.on('will-download', (event, item) => {
    event.preventDefault();
    events.refused(item.getURL(), 'A persona browser keeps no files.', false);
  });
  return personaSession;
}

/** Pages that only the main process can load into a tab: the empty one, and those that say what went wrong. */
const isOwnPage = (address: string): boolean =>
  address === 'about:blank' || /^(data:text\/html|devtools:)/.test(address);
