/** The window's own scheme and host: its files come from no server. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'gatehouse';
export const APP_PAGE = `${APP_SCHEME}://${APP_HOST}/index.html`;

/** True for an address of the window itself. Compares parts, never prefixes: `app://gatehouse.evil` is another host. */
export function isAppAddress(address: string): boolean {
  const url = parse(address);
  return (
    url !== null &&
    url.protocol === `${APP_SCHEME}:` &&
    url.host === APP_HOST &&
    url.username === '' &&
    url.password === ''
  );
}

/** True for the one page of the window, whatever its query and fragment. */
export function isAppPage(address: string): boolean {
  return isAppAddress(address) && parse(address)?.pathname === new URL(APP_PAGE).pathname;
}

/** Why a persona browser may not go to an address; the text is for the person. */
export interface Refusal {
  /** Stable name of the rule. */
  rule: 'address.malformed' | 'address.scheme' | 'address.not-loopback' | 'address.credentials';
  why: string;
}

const LOOPBACK_NAMES: readonly string[] = ['localhost', '127.0.0.1'];

/**
 * Where a persona browser may go: plain http on this machine, at any port, since a native application may open a
 * listener of its own for the answer (RFC 8252 §7.3). Everything else is refused. Answers null when it is allowed.
 */
export function refusalOf(address: string): Refusal | null {
  const url = parse(address);
  if (url === null) return { rule: 'address.malformed', why: 'It is not an address.' };
  if (url.protocol !== 'http:') {
    return {
      rule: 'address.scheme',
      why: `A persona's browser speaks plain http with the sandbox; this address starts with "${url.protocol}".`,
    };
  }
  if (!LOOPBACK_NAMES.includes(url.hostname)) {
    return {
      rule: 'address.not-loopback',
      why: `The sandbox is offline: its pages live on localhost and 127.0.0.1 alone, and "${url.hostname}" is another host.`,
    };
  }
  if (url.username !== '' || url.password !== '') {
    return {
      rule: 'address.credentials',
      why: 'It carries a user name or password, which only serves to mislead the eye.',
    };
  }
  return null;
}

function parse(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
