import type { CookiesSetDetails, Session } from 'electron';
import type { PersonaCookie, PersonaProfile } from '../../contract/worker.ts';
import { refusalOf } from '../addresses.ts';
import type { Stored } from './page-storage.ts';
import type { PersonaTab } from './persona-tab.ts';

const HOSTS: readonly string[] = ['localhost', '127.0.0.1'];
const LASTING_MS = 365 * 24 * 3600 * 1000;

/** Reads all that a persona's browser keeps. `tab` is absent while it has not been opened in this run. */
export async function readProfile(
  persona: string,
  session: Session,
  tab: PersonaTab | undefined,
): Promise<PersonaProfile> {
  const cookies = await session.cookies.get({});
  const stored = (await tab?.storage.read()) ?? new Map<string, Stored>();
  const url = tab?.state.url;
  return {
    persona,
    cookies: cookies.filter((cookie) => HOSTS.includes(cookie.domain ?? '')).map(toPersonaCookie),
    storage: [...stored]
      .filter(([, entries]) => hasEntries(entries))
      .map(([origin, entries]) => ({ origin, ...entries })),
    ...(url !== undefined && refusalOf(url) === null ? { url } : {}),
  };
}

/** Puts a persona's browser back to a profile and opens the page that was open. */
export async function replaceProfile(
  profile: PersonaProfile,
  session: Session,
  tab: PersonaTab | undefined,
): Promise<void> {
  await session.clearStorageData();
  await Promise.all(
    profile.cookies
      .filter((cookie) => HOSTS.includes(cookie.host))
      .map((cookie) => session.cookies.set(fromPersonaCookie(cookie))),
  );
  if (!tab) return;
  await writeStorage(profile, session, tab);
  const url = profile.url !== undefined && refusalOf(profile.url) === null ? profile.url : 'about:blank';
  tab.load(url);
  tab.contents.once('did-navigate', () => tab.contents.navigationHistory.clear());
}

/**
 * Storage belongs to origins and, for sessionStorage, to the tab: it can be written only by a page of that origin in
 * that tab. So for a moment the session answers every request itself, with an empty page; nothing leaves it.
 */
async function writeStorage(profile: PersonaProfile, session: Session, tab: PersonaTab): Promise<void> {
  const wanted = new Map<string, Stored>(
    profile.storage
      .filter(({ origin }) => refusalOf(origin) === null)
      .map(({ origin, local, session: ofTab }) => [origin, { local, session: ofTab }]),
  );
  const origins = new Set([...wanted.keys(), ...tab.storage.origins]);
  if (origins.size === 0) return;
  session.protocol.handle(
    'http',
    () => new Response('<!doctype html><title></title>', { headers: { 'content-type': 'text/html' } }),
  );
  try {
    for (const origin of origins) {
      await tab.contents.loadURL(`${origin}/`);
      await tab.contents.mainFrame.executeJavaScript(
        writeScript(wanted.get(origin) ?? { local: {}, session: {} }),
      );
    }
  } finally {
    session.protocol.unhandle('http');
  }
  tab.storage.reset(wanted);
}

function writeScript(stored: Stored): string {
  // JSON inside a JSON string: no value can become code.
  const data = JSON.stringify(JSON.stringify([Object.entries(stored.local), Object.entries(stored.session)]));
  return `(() => {
    const [local, session] = JSON.parse(${data});
    for (const [store, entries] of [[localStorage, local], [sessionStorage, session]]) {
      store.clear();
      for (const [key, value] of entries) store.setItem(key, value);
    }
  })()`;
}

const hasEntries = (stored: Stored): boolean =>
  Object.keys(stored.local).length + Object.keys(stored.session).length > 0;

function toPersonaCookie(cookie: Electron.Cookie): PersonaCookie {
  return {
    name: cookie.name,
    value: cookie.value,
    host: cookie.domain ?? '',
    path: cookie.path ?? '/',
    httpOnly: cookie.httpOnly ?? false,
    secure: cookie.secure ?? false,
    sameSite: cookie.sameSite === 'no_restriction' ? 'none' : cookie.sameSite,
  };
}

function fromPersonaCookie(cookie: PersonaCookie): CookiesSetDetails {
  return {
    // Cookies know no ports (RFC 6265 §8.5). No domain attribute: it stays a cookie of this host alone.
    url: `${cookie.secure ? 'https' : 'http'}://${cookie.host}${cookie.path}`,
    name: cookie.name,
    value: cookie.value,
    path: cookie.path,
    httpOnly: cookie.httpOnly,
    secure: cookie.secure,
    sameSite: cookie.sameSite === 'none' ? 'no_restriction' : cookie.sameSite,
    expirationDate: (Date.now() + LASTING_MS) / 1000,
  };
}
