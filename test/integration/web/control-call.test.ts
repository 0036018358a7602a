import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StreamClient, sendRaw, startWeb } from './web-fixture.ts';

let running: Awaited<ReturnType<typeof startWeb>>;
beforeAll(async () => {
  running = await startWeb();
});
afterAll(() => running.stop());

interface CallInit {
  headers?: Record<string, string>;
  body?: string;
  method?: string;
}

async function post(init: CallInit = {}) {
  const response = await fetch(running.web.control, {
    method: init.method ?? 'POST',
    headers: { 'content-type': 'application/json', 'x-gatehouse-secret': running.secret, ...init.headers },
    body:
      init.method === 'GET' ? undefined : (init.body ?? JSON.stringify({ method: 'clock.get', params: {} })),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

describe('a call by HTTP', () => {
  it('is answered with the result', async () => {
    const { status, body, headers } = await post();
    expect([status, body]).toEqual([200, { result: { now: 5, offset: 0, future: [] } }]);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('from a page of the user interface itself is answered', async () => {
    const origin = `http://127.0.0.1:${running.web.port}`;
    expect((await post({ headers: { origin, 'sec-fetch-site': 'same-origin' } })).status).toBe(200);
  });

  it("carries the sandbox's refusal as a problem document", async () => {
    const { status, body, headers } = await post({
      body: JSON.stringify({ method: 'clock.advance', params: { ms: 1 } }),
    });
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(status).toBe(400);
    expect(body).toMatchObject({
      type: 'urn:gatehouse:error:clock.out-of-range',
      status: 400,
      code: 'clock.out-of-range',
      next: 'Less.',
    });
  });
});

describe('refused before anything looks at its meaning', () => {
  it.each([
    ['no secret', { headers: { 'x-gatehouse-secret': '' } }, 401, 'request.secret-refused'],
    ['a wrong secret', { headers: { 'x-gatehouse-secret': 'A'.repeat(43) } }, 401, 'request.secret-refused'],
    [
      'a page of another site',
      { headers: { origin: 'https://evil.example' } },
      403,
      'request.origin-refused',
    ],
    ['a page of another port', { headers: { origin: 'http://127.0.0.1:1' } }, 403, 'request.origin-refused'],
    ['a page without an origin of its own', { headers: { origin: 'null' } }, 403, 'request.origin-refused'],
    [
      'a look-alike origin',
      { headers: { origin: 'http://127.0.0.1.evil.example' } },
      403,
      'request.origin-refused',
    ],
    [
      'a cross-site form post',
      { headers: { 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' } },
      403,
      'request.origin-refused',
    ],
    [
      'a body that is no JSON by its type',
      { headers: { 'content-type': 'text/plain' } },
      415,
      'request.type-refused',
    ],
    ['a body that is no JSON', { body: '{' }, 400, 'request.json-invalid'],
    ['a body of another shape', { body: '[1]' }, 400, 'input.invalid'],
    [
      'a body with more than a call',
      { body: '{"method":"clock.get","params":{},"as":"admin"}' },
      400,
      'input.invalid',
    ],
    [
      'parameters of another shape',
      { body: '{"method":"clock.advance","params":{"ms":"1"}}' },
      400,
      'input.invalid',
    ],
    ['an unknown method', { body: '{"method":"constructor","params":{}}' }, 404, 'method.unknown'],
    [
      'what a desktop alone can do',
      { body: '{"method":"browser.list","params":{}}' },
      501,
      'method.desktop-only',
    ],
    [
      'a body beyond 1 MiB',
      { body: `{"method":"clock.get","params":{},"x":"${'x'.repeat(1024 * 1024)}"}` },
      413,
      'request.too-long',
    ],
    ['a GET', { method: 'GET' }, 405, 'request.method-refused'],
    ['a CORS preflight', { method: 'OPTIONS' }, 405, 'request.method-refused'],
  ] as [string, CallInit, number, string][])('%s', async (_name, init, status, code) => {
    const answer = await post(init);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('a body beyond 1 MiB that does not announce its length', async () => {
    const chunk = `${(65536).toString(16)}\r\n${'x'.repeat(65536)}\r\n`;
    const head = `POST /api/call HTTP/1.1\r\nHost: 127.0.0.1:${running.web.port}\r\nContent-Type: application/json\r\nX-Gatehouse-Secret: ${running.secret}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    expect(await sendRaw(running.web.port, head + chunk.repeat(17))).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('names the methods that an address takes', async () => {
    expect((await post({ method: 'PUT' })).headers.get('allow')).toBe('POST');
  });
});

describe('the Host header', () => {
  const raw = (host: string, target = '/') =>
    sendRaw(running.web.port, `GET ${target} HTTP/1.1\r\n${host}Connection: close\r\n\r\n`);

  it.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    'localhost.evil.example:PORT',
    '0.0.0.0:PORT',
    '127.0.0.1:PORT@evil',
    '',
  ])('of a name that was pointed here from outside is refused: %s', async (host) => {
    const answer = await raw(`Host: ${host.replace('PORT', String(running.web.port))}\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 421 /);
    expect(answer).toContain('request.host-refused');
  });

  it.each(['127.0.0.1:PORT', 'localhost:PORT', 'LOCALHOST:PORT', '[::1]:PORT'])(
    'of this machine is served: %s',
    async (host) => {
      expect(await raw(`Host: ${host.replace('PORT', String(running.web.port))}\r\n`)).toMatch(
        /^HTTP\/1\.1 200 /,
      );
    },
  );

  it('twice, or not at all, is refused', async () => {
    const own = `Host: 127.0.0.1:${running.web.port}\r\n`;
    for (const lines of [`${own}Host: evil.example\r\n`, '']) {
      const answer = await raw(lines);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('request.host-refused');
    }
  });

  it('is checked for an absolute target as well', async () => {
    expect(await raw('Host: evil.example\r\n', 'http://127.0.0.1/')).toMatch(/^HTTP\/1\.1 421 /);
  });
});

describe('garbage', () => {
  it.each([
    [
      'bytes that are no HTTP',
      Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0xff, 0x0d, 0x0a, 0x0d, 0x0a]),
    ],
    ['an unknown version', 'GET / HTTP/9.9\r\n\r\n'],
    [
      'both lengths (request smuggling)',
      'POST /api/call HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
  ])('%s gets a 400 as a problem document', async (_name, bytes) => {
    const answer = await sendRaw(running.web.port, bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('application/problem+json');
  });

  it.each([
    ['an expectation that nobody meets', 'POST', 'Expect: more\r\nContent-Length: 1\r\n', 417],
    ['a tunnel', 'CONNECT', '', 405],
  ] as const)('%s is refused as a problem document', async (_name, method, lines, status) => {
    const host = `Host: 127.0.0.1:${running.web.port}\r\n`;
    const target = method === 'CONNECT' ? 'evil.example:443' : '/api/call';
    const answer = await sendRaw(running.web.port, `${method} ${target} HTTP/1.1\r\n${host}${lines}\r\n`);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(answer).toContain('application/problem+json');
  });

  it('a header without end gets a 431', async () => {
    const answer = await sendRaw(running.web.port, `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('a HEAD that cannot be read is answered by a head alone (RFC 9110 §9.3.2)', async () => {
    const answer = await sendRaw(running.web.port, `HEAD / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 (?:[^\r]+\r\n)+\r\n$/);
  });

  it('leaves the listener as it was', async () => {
    expect((await post()).status).toBe(200);
  });
});

it('every refusal is told to the log, without what the caller sent along', async () => {
  const other = await startWeb();
  const { port, control } = other.web;
  const call = (headers: Record<string, string>, body = '{}') =>
    fetch(`${control}?token=t0p`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  await call({});
  await call({ 'x-gatehouse-secret': other.secret, origin: 'https://evil.example' });
  await call({ 'x-gatehouse-secret': other.secret }, '{"password":"t0p');
  await sendRaw(port, 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
  await sendRaw(port, 'garbage\r\n\r\n');
  await sendRaw(
    port,
    `GET /..%2fneighbour.js HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`,
  );
  await fetch(`http://127.0.0.1:${port}/favicon.ico`);
  const client = new StreamClient(port);
  await client.hello({ secret: 't0p' });
  await client.closed;
  const reports = (await other.sandbox.supervisor.call('test.reports', {})) as {
    rule: string;
    path: string;
  }[];
  expect(reports.map(({ rule, path }) => [rule, path])).toEqual([
    ['request.secret-refused', '/api/call'],
    ['request.origin-refused', '/api/call'],
    ['request.json-invalid', '/api/call'],
    ['request.host-refused', '/'],
    ['request.malformed', ''],
    ['request.not-found', '/..%2fneighbour.js'],
    ['request.secret-refused', '/api/stream'],
  ]);
  expect(JSON.stringify(reports)).not.toContain('t0p');
  await other.stop();
});
