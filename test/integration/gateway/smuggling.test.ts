import { describe, expect, it } from 'vitest';
import { gatewayFixture } from './support/gateway-fixture.ts';
import { rawRequest } from './support/raw-request.ts';

const ITEMS = '/notes/1.0/items';
const HIDDEN = 'GET /notes/1.0/items/smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';

/** Messages whose end two servers could see differently, each with a second request inside. */
const SHAPES: Record<string, (head: string) => string> = {
  'Content-Length before Transfer-Encoding': (head) =>
    `${head}Content-Length: ${HIDDEN.length + 5}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'Transfer-Encoding before Content-Length': (head) =>
    `${head}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'two different lengths': (head) => `${head}Content-Length: 0\r\nContent-Length: 5\r\n\r\n${HIDDEN}`,
  'a list of lengths': (head) => `${head}Content-Length: 0, ${HIDDEN.length}\r\n\r\n${HIDDEN}`,
  'a length with a sign': (head) => `${head}Content-Length: +0\r\n\r\n${HIDDEN}`,
  'a space before the colon': (head) => `${head}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'a vertical tab in the coding': (head) => `${head}Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'an unknown coding': (head) => `${head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'chunked twice': (head) =>
    `${head}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'chunked and not last': (head) => `${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'a folded header': (head) => `${head}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'a chunk size with a sign': (head) => `${head}Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n${HIDDEN}`,
  'a bare line feed after the head': (head) => `${head.replaceAll('\r\n', '\n')}\n${HIDDEN}`,
  'a null byte in a header': (head) => `${head}X-A: a\0b\r\n\r\n${HIDDEN}`,
};

describe('request smuggling', () => {
  it.each(Object.keys(SHAPES))('%s: refused, and nothing reaches the backend', async (shape) => {
    const { port, token, upstream, core } = await gatewayFixture();
    const access = await token({ scope: 'notes:write notes:read' });
    const head = `POST ${ITEMS} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${access}\r\n`;
    const answer = await rawRequest(port, SHAPES[shape]!(head), () => false);
    expect(answer.match(/HTTP\/1\.1 (\d+)/g)?.[0]).toMatch(/ (400|401)$/);
    expect(answer).not.toContain('"ok":true');
    expect(upstream.requests.filter((request) => request.url.includes('smuggled'))).toEqual([]);
    expect(core.log.list({ limit: 50 }).some((event) => event.outcome === 'denied')).toBe(true);
  });

  it('the connection is closed after a message whose end is in doubt', async () => {
    const { port, token, upstream } = await gatewayFixture();
    const head = `POST ${ITEMS} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${await token()}\r\n`;
    const answer = await rawRequest(
      port,
      `${head}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
      () => false,
    );
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
    expect(answer).toMatch(/connection: close/i);
    expect(upstream.requests).toEqual([]);
  });
});
