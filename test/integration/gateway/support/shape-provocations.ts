import type { Fixture } from './gateway-fixture.ts';
import type { Provocation, Provocations } from './provocations.ts';
import { refused, refusedRaw } from './refused.ts';

/** A raw GET of `target`; `lines` are further header lines. */
function raw(by: string, target: string, lines = '', start = 'GET', version = '1.1'): Provocation {
  return {
    by,
    send: ({ port }: Fixture) =>
      refusedRaw(port, `${start} ${target} HTTP/${version}\r\nHost: 127.0.0.1:${port}\r\n${lines}\r\n`),
  };
}

const ITEMS = '/notes/1.0/items';
const chunked = (coding: string) => `Transfer-Encoding: ${coding}\r\n`;

/** Refusals by the shape of the request and by where it goes. */
export const shapeProvocations: Provocations<
  | 'gw.request.framing'
  | 'gw.request.header-count'
  | 'gw.request.target-length'
  | 'gw.request.target'
  | 'gw.request.path-encoding'
  | 'gw.request.path-segments'
  | 'gw.request.body-size'
  | 'gw.cors.preflight'
  | 'gw.route.api'
  | 'gw.route.version'
  | 'gw.route.operation'
  | 'gw.route.method'
> = {
  'gw.request.framing': [
    raw('a second transfer coding', ITEMS, chunked('gzip, chunked'), 'POST'),
    raw('chunked in HTTP/1.0', ITEMS, chunked('chunked'), 'POST', '1.0'),
  ],
  'gw.request.header-count': [raw('a hundred and one headers', ITEMS, 'X: 1\r\n'.repeat(100))],
  'gw.request.target-length': [raw('a very long query', `${ITEMS}?q=${'a'.repeat(9000)}`)],
  'gw.request.target': [raw('a fragment', `${ITEMS}#part`), raw('OPTIONS *', '*', '', 'OPTIONS')],
  'gw.request.path-encoding': [
    raw('an escaped slash', '/notes/1.0/items%2fall'),
    raw('an escaped backslash', '/notes/1.0/items%5Call'),
    raw('a null byte', '/notes/1.0/items%00'),
    raw('a double escape', '/notes/1.0/items%252e'),
    raw('half an escape', '/notes/1.0/items%2'),
    raw('overlong UTF-8', '/notes/1.0/%C0%AE'),
    raw('a bracket', '/notes/1.0/items[0]'),
  ],
  'gw.request.path-segments': [
    raw('a dot segment', '/notes/1.0/items/../admin'),
    raw('an escaped dot segment', '/notes/1.0/%2e%2E/admin'),
    raw('a dot segment with a parameter', '/notes/1.0/..;/admin'),
    raw('an empty segment', '/notes//1.0/items'),
    raw('a double slash at the start', '//evil.example/notes'),
    raw('a backslash', '/notes/1.0\\items'),
  ],
  'gw.request.body-size': [
    {
      by: 'a declared length beyond the limit',
      options: { limits: { bodyBytes: 1000 } },
      send: ({ port }) =>
        refusedRaw(port, `POST ${ITEMS} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1001\r\n\r\n`),
    },
  ],
  'gw.cors.preflight': [
    {
      by: 'a page of a strange origin',
      send: ({ get, url }) =>
        refused(fetchPreflight(`${url}${ITEMS}`, 'https://evil.example').catch(() => get(ITEMS))),
    },
  ],
  'gw.route.api': [raw('an API that is not published', '/secrets/1.0/items'), raw('no path at all', '/')],
  'gw.route.version': [raw('an old version', '/notes/0.9/items'), raw('no version', '/notes')],
  'gw.route.operation': [
    raw('a path that the API does not have', '/notes/1.0/admin'),
    raw('a slash too many', '/notes/1.0/items/'),
    raw('a name that objects inherit', '/notes/1.0/__proto__'),
  ],
  'gw.route.method': [
    raw('DELETE', ITEMS, '', 'DELETE'),
    raw('TRACE', ITEMS, '', 'TRACE'),
    raw('OPTIONS without an origin', ITEMS, '', 'OPTIONS'),
  ],
};

/** What a browser asks before a call with a token. */
export function fetchPreflight(url: string, origin: string): Promise<Response> {
  return fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization',
    },
  });
}
