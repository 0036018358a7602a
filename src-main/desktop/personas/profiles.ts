import { isDeepStrictEqual } from 'node:util';
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

/**
 * Puts a persona's browser back to a profile and opens the page that was open. Only what differs is touched: a restore
 * has to be quick, and clearing a whole partition is not.
 */
export async function replaceProfile(
  profile: PersonaProfile,
  session: Session,
  tab: PersonaTab | undefined,
): Promise<void> {
  await replaceCookies(profile.cookies, session);
  if (!tab) return;
  await session.clearStorageData({ storages: ['indexdb', 'serviceworkers', 'cachestorage', 'filesystem'] });
  await replaceStorage(profile.storage, session, tab);
  const url = profile.url !== undefined && refusalOf(profile.url) === null ? profile.url : 'about:blank';
  // Going back would show pages of a time that has not happened.
  tab.contents.once('did-navigate', () => tab.contents.navigationHistory.clear());
  tab.load(url);
}

async function replaceCookies(wanted: readonly PersonaCookie[], session: Session): Promise<void> {
  const present = (await session.cookies.get({})).map(toPersonaCookie);
  const kept = wanted.filter(({ host }) => HOSTS.includes(host));
  const gone = present.filter((cookie) => !kept.some((other) => isSameCookie(cookie, other)));
  await Promise.all(gone.map((cookie) => session.cookies.remove(addressOf(cookie), cookie.name)));
  await Promise.all(kept.map((cookie) => session.cookies.set(fromPersonaCookie(cookie))));
}

/** A cookie is the same when its name, host and path are (RFC 6265 §5.3). */
const isSameCookie = (one: PersonaCookie, other: PersonaCookie): boolean =>
  one.name === other.name && one.host === other.host && one.path === other.path;

/** Puts back what pages of each origin have stored in a tab. */
export async function replaceStorage(
  storage: PersonaProfile['storage'],
  session: Session,
  tab: PersonaTab,
): Promise<void> {
  const wanted = new Map<string, Stored>(
    storage
      .filter(({ origin }) => refusalOf(origin) === null)
      .map(({ origin, local, session: ofTab }) => [origin, { local, session: ofTab }]),
  );
  const present = await tab.storage.read();
  const differing = [...new Set([...wanted.keys(), ...present.keys()])].filter(
    (origin) => !isDeepStrictEqual(wanted.get(origin) ?? NOTHING, present.get(origin) ?? NOTHING),
  );
  if (differing.length > 0) await writeStorage(differing, wanted, session, tab);
  tab.storage.reset(wanted);
}

const NOTHING: Stored = { local: {}, session: {} };

/**
 * Storage belongs to origins and, for sessionStorage, to the tab: it can be written only by a page of that origin in
 * that tab. So for a moment the session answers every request itself, with an empty page; nothing leaves it.
 */
async function writeStorage(
  origins: readonly string[],
  wanted: ReadonlyMap<string, Stored>,
  session: Session,
  tab: PersonaTab,
): Promise<void> {
  session.protocol.handle(
    'http',
    () => new Response('<!doctype html><title></title>', { headers: { 'content-type': 'text/html' } }),
  );
  try {
    for (const origin of origins) {
      await tab.contents.loadURL(`${origin}/`);
      await tab.contents.mainFrame.executeJavaScript(writeScript(wanted.get(origin) ?? NOTHING));
    }
  } finally {
    session.protocol.unhandle('http');
  }
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
    url: addressOf(cookie),
    name: cookie.name,
    value: cookie.value,
    path: cookie.path,
    httpOnly: cookie.httpOnly,
    secure: cookie.secure,
    sameSite: cookie.sameSite === 'none' ? 'no_restriction' : cookie.sameSite,
    expirationDate: (Date.now() + LASTING_MS) / 1000,
  };
}

/** Cookies know no ports (RFC 6265 §8.5); without a domain attribute it stays a cookie of this host alone. */
const addressOf = (cookie: PersonaCookie): string =>
  `${cookie.secure ? 'https' : 'http'}://${cookie.host}${cookie.path}`;
