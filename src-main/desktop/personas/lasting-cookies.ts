/** A year: longer than anybody leaves a persona signed in. */
const LASTING_SECONDS = 365 * 24 * 3600;

/**
 * Makes the session cookies of a response last, so that a persona's browser, like one that reopens its last session,
 * is still signed in when the app starts again: Electron forgets cookies without an end when it quits. The sandbox
 * decides by its own clock when a session ends; a cookie that already has an end, such as a deletion, stays as it is.
 *
 * Answers undefined when nothing had to change.
 */
export function withLastingCookies(headers: Record<string, string[]>): Record<string, string[]> | undefined {
  const name = Object.keys(headers).find((key) => key.toLowerCase() === 'set-cookie');
  const cookies = name === undefined ? [] : (headers[name] ?? []);
  if (name === undefined || cookies.every(hasEnd)) return undefined;
  return {
    ...headers,
    [name]: cookies.map((cookie) => (hasEnd(cookie) ? cookie : `${cookie}; Max-Age=${LASTING_SECONDS}`)),
  };
}

const hasEnd = (cookie: string): boolean => /;\s*(expires|max-age)\s*=/i.test(cookie);
