import { Cookie, CookieJar } from 'tough-cookie';
import type { PersonaCookie, PersonaProfile } from '../../contract/worker.ts';

/** Where the cookies and the pages' storage of each persona are kept; see `control/profiles.ts`. */
export interface PersonaProfiles {
  read(persona: string): Promise<PersonaProfile>;
  replace(profile: PersonaProfile): Promise<void>;
}

const originOf = (host: string, path: string): string => `http://${host}${path}`;

/** A cookie jar (RFC 6265) that holds a profile's cookies. */
export async function jarOf(cookies: readonly PersonaCookie[]): Promise<CookieJar> {
  // `localhost` is no public suffix and no cookie domain of anybody else.
  const jar = new CookieJar(undefined, { rejectPublicSuffixes: false, looseMode: true });
  for (const { name, value, host, path, httpOnly, secure, sameSite } of cookies) {
    const cookie = new Cookie({
      key: name,
      value,
      path,
      httpOnly,
      secure,
      hostOnly: true,
      domain: host,
      ...(sameSite === 'unspecified' ? {} : { sameSite }),
    });
    await jar.setCookie(cookie, originOf(host, path), { ignoreError: true });
  }
  return jar;
}

/** The cookies of a jar, as a profile keeps them. */
export async function cookiesOf(jar: CookieJar): Promise<PersonaCookie[]> {
  const { cookies } = await jar.serialize();
  return cookies.map((cookie) => ({
    name: String(cookie.key),
    value: String(cookie.value ?? ''),
    host: String(cookie.domain),
    path: String(cookie.path ?? '/'),
    httpOnly: cookie.httpOnly === true,
    secure: cookie.secure === true,
    sameSite: sameSiteOf(cookie.sameSite),
  }));
}

function sameSiteOf(value: unknown): PersonaCookie['sameSite'] {
  return value === 'lax' || value === 'strict' || value === 'none' ? value : 'unspecified';
}

/** The session storage of one origin inside a profile; changes stay in the profile. */
export function sessionStorageOf(
  profile: PersonaProfile,
  origin: string,
): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const find = () => profile.storage.find((area) => area.origin === origin)?.session;
  return {
    getItem: (key) => find()?.[key] ?? null,
    setItem: (key, value) => {
      const known = find();
      if (known) known[key] = value;
      else profile.storage.push({ origin, local: {}, session: { [key]: value } });
    },
    removeItem: (key) => {
      const known = find();
      if (known) delete known[key];
    },
  };
}
