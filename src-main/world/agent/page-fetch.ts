import type { Browser } from './browser.ts';

/** Headers of a request that need no permission beforehand (Fetch Standard, CORS-safelisted). */
const SAFE_REQUEST = new Set(['accept', 'accept-language', 'content-language']);
const SAFE_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];
/** Headers of an answer that a script may read without permission. */
const SAFE_RESPONSE = new Set([
  'cache-control',
  'content-language',
  'content-length',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
]);

/**
 * `fetch` as the script of a page at `origin` has it: to another origin it goes by the rules of CORS (Fetch Standard
 * §3.3), with the question beforehand where one is needed, so that a page's code meets here what it meets in a window.
 */
export function pageFetch(browser: Browser, origin: string): typeof fetch {
  return async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input);
    if (new URL(url).origin === origin) {
      const headers = new Headers(init.headers);
      if (init.method !== undefined && init.method !== 'GET') headers.set('origin', origin);
      return browser.request(url, { ...init, headers });
    }
    const headers = new Headers(init.headers);
    // Libraries name themselves where they see no browser around them; in a window they would not.
    headers.delete('user-agent');
    headers.set('origin', origin);
    await preflight(browser, url, origin, init.method ?? 'GET', headers);
    const response = await browser.request(url, { ...init, headers });
    assertAllowed(response, origin);
    return readable(response);
  };
}

async function preflight(
  browser: Browser,
  url: string,
  origin: string,
  method: string,
  headers: Headers,
): Promise<void> {
  const asked = [...headers.keys()].filter(
    (name) => name !== 'origin' && !isSafe(name, headers.get(name) ?? ''),
  );
  if (asked.length === 0 && ['GET', 'HEAD', 'POST'].includes(method)) return;
  const response = await browser.request(url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      ...(asked.length > 0 ? { 'access-control-request-headers': asked.sort().join(',') } : {}),
    },
  });
  assertAllowed(response, origin);
  const allowed = list(response, 'access-control-allow-headers');
  const missing = asked.find((name) => !allowed.has(name));
  if (!response.ok || missing !== undefined)
    throw refused(`the answer to the preflight does not allow ${missing}`);
  const methods = list(response, 'access-control-allow-methods');
  if (!['get', 'head', 'post'].includes(method.toLowerCase()) && !methods.has(method.toLowerCase())) {
    throw refused(`the answer to the preflight does not allow ${method}`);
  }
}

function isSafe(name: string, value: string): boolean {
  if (name === 'content-type') return SAFE_TYPES.some((type) => value.toLowerCase().startsWith(type));
  return SAFE_REQUEST.has(name);
}

function assertAllowed(response: Response, origin: string): void {
  const allowed = response.headers.get('access-control-allow-origin');
  if (allowed !== '*' && allowed !== origin)
    throw refused(`the answer does not allow pages of ${origin} to read it`);
}

/** The answer with those headers alone that a script may see. */
function readable(response: Response): Response {
  const exposed = list(response, 'access-control-expose-headers');
  const headers = new Headers(
    [...response.headers].filter(
      ([name]) => SAFE_RESPONSE.has(name) || exposed.has(name) || exposed.has('*'),
    ),
  );
  const { status, statusText } = response;
  const seen = new Response([204, 304].includes(status) ? null : response.body, {
    status,
    statusText,
    headers,
  });
  // The library that reads it compares its address with what it asked for.
  Object.defineProperty(seen, 'url', { value: response.url });
  return seen;
}

function list(response: Response, header: string): Set<string> {
  const value = response.headers.get(header) ?? '';
  return new Set(value.split(',').map((item) => item.trim().toLowerCase()));
}

const refused = (why: string): TypeError => new TypeError(`Failed to fetch: ${why} (CORS).`);
