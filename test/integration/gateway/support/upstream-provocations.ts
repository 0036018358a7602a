import { request } from 'node:http';
import { onTestFinished } from 'vitest';
import type { Fixture } from './gateway-fixture.ts';
import type { Provocation, Provocations, Refused } from './provocations.ts';
import { refused } from './refused.ts';
import { rawUpstream } from './upstream.ts';

const ITEMS = '/notes/1.0/items';

/** A backend that writes these bytes and, unless told to stay, closes. */
function backendSays(by: string, bytes: string): Provocation {
  let base = '';
  return {
    by,
    options: { upstreamOf: () => base },
    send: async ({ bearer, token }) => {
      const upstream = await rawUpstream((socket) => socket.end(bytes));
      onTestFinished(upstream.close);
      base = upstream.url;
      return refused(bearer(await token()));
    },
  };
}

/** A POST whose body is written by hand. */
function post(
  fixture: Fixture,
  token: string,
  write: (send: (part: string) => void, end: () => void) => void,
) {
  return new Promise<Refused>((resolve, reject) => {
    const call = request(`${fixture.url}${ITEMS}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    call.on('error', reject);
    call.on('response', (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += String(chunk);
      });
      response.on('end', () => {
        const headers = new Headers(response.headers as Record<string, string>);
        resolve({ status: response.statusCode ?? 0, headers, problem: JSON.parse(body) });
        call.destroy();
      });
    });
    write(
      (part) => call.write(part),
      () => call.end(),
    );
  });
}

/** Refusals after the request was let through: the backend, or the rest of the client's body. */
export const upstreamProvocations: Provocations<
  | 'gw.request.body-time'
  | 'gw.upstream.known'
  | 'gw.upstream.reachable'
  | 'gw.upstream.in-time'
  | 'gw.upstream.well-formed'
  | 'gw.upstream.complete'
> = {
  'gw.request.body-time': [
    {
      by: 'a body that stops in the middle',
      options: { timeoutMs: 200 },
      send: async (fixture) => {
        fixture.upstream.answer = (incoming, response) => {
          incoming.resume();
          incoming.on('end', () => response.end());
        };
        const token = await fixture.token({ scope: 'notes:write' });
        return post(fixture, token, (send) => send('the first part, and no more'));
      },
    },
  ],
  'gw.upstream.known': [
    {
      by: 'an API without a backend',
      options: { upstreamOf: () => undefined },
      send: async ({ bearer, token }) => refused(bearer(await token())),
    },
  ],
  'gw.upstream.reachable': [
    {
      by: 'a backend that is down',
      options: { upstreamOf: () => 'http://127.0.0.1:1' },
      send: async ({ bearer, token }) => refused(bearer(await token())),
    },
    {
      by: 'a backend that is down, with a body to send',
      options: { upstreamOf: () => 'http://127.0.0.1:1' },
      send: async (fixture) => {
        const token = await fixture.token({ scope: 'notes:write' });
        return post(fixture, token, (send, end) => {
          send('a body');
          end();
        });
      },
    },
    backendSays('a backend that closes without an answer', ''),
  ],
  'gw.upstream.in-time': [
    {
      by: 'a backend that never answers',
      options: { timeoutMs: 200 },
      send: async ({ bearer, token, upstream }) => {
        upstream.answer = (incoming) => incoming.resume();
        return refused(bearer(await token()));
      },
    },
  ],
  'gw.upstream.well-formed': [
    backendSays('a backend that speaks another protocol', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'),
    backendSays('a broken header line', 'HTTP/1.1 200 OK\r\nBad Header Line\r\n\r\n'),
    backendSays(
      'two lengths in an answer',
      'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde',
    ),
    backendSays('a status that HTTP does not have', 'HTTP/1.1 000 Nothing\r\nContent-Length: 0\r\n\r\n'),
  ],
  'gw.upstream.complete': [
    {
      by: 'a backend that breaks off',
      send: async ({ bearer, token, upstream }) => {
        upstream.answer = (_incoming, response) => {
          response.writeHead(200, { 'content-length': '1000' });
          // Broken off once the beginning has left, so that there is an answer to break off.
          response.write('the beginning', () => setImmediate(() => response.socket?.destroy()));
        };
        const response = await bearer(await token());
        const error: unknown = await response.text().catch((failure: unknown) => failure);
        if (!(error instanceof TypeError)) throw new Error('the answer was not cut');
        return { status: response.status, headers: response.headers, problem: {} };
      },
    },
  ],
};
