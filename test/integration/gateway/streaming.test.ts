import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { gatewayFixture } from './support/gateway-fixture.ts';
import { rawRequest } from './support/raw-request.ts';

const MEBIBYTES = 8;
const ITEMS = '/notes/1.0/items';

function digest(stream: AsyncIterable<Uint8Array>): Promise<{ bytes: number; hash: string }> {
  return (async () => {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of stream) {
      hash.update(chunk);
      bytes += chunk.length;
    }
    return { bytes, hash: hash.digest('hex') };
  })();
}

describe('bodies', () => {
  it('stream to the backend and back, unchanged and of any size', async () => {
    const { url, token, upstream } = await gatewayFixture();
    upstream.answer = (request, response) => request.pipe(response);
    const chunks = Array.from({ length: MEBIBYTES * 4 }, () => randomBytes(256 * 1024));
    const sent = await digest(Readable.from(chunks));
    const access = await token({ scope: 'notes:write' });
    for (const length of [undefined, sent.bytes]) {
      const call = httpRequest(`${url}${ITEMS}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${access}`,
          ...(length === undefined ? {} : { 'content-length': length }),
        },
      });
      const answered = once(call, 'response') as Promise<[IncomingMessage]>;
      Readable.from(chunks).pipe(call);
      const [response] = await answered;
      expect(response.statusCode).toBe(200);
      expect(await digest(response)).toEqual(sent);
    }
  });

  it('reach the client while the backend still writes', async () => {
    const { bearer, token, upstream } = await gatewayFixture();
    let finish: () => void = () => undefined;
    upstream.answer = (_request, response) => {
      response.write('first');
      finish = () => response.end(' second');
    };
    const response = await bearer(await token());
    const reader = response.body!.getReader();
    expect(Buffer.from((await reader.read()).value!).toString()).toBe('first');
    finish();
    expect(Buffer.from((await reader.read()).value!).toString()).toBe(' second');
  });

  it('are taken from the backend no faster than the client reads', async () => {
    const { port, token, upstream } = await gatewayFixture();
    const chunk = Buffer.alloc(256 * 1024);
    const total = 64 * 1024 * 1024;
    let written = 0;
    upstream.answer = (_request, response) => {
      const push = () => {
        while (written < total) {
          written += chunk.length;
          if (!response.write(chunk)) return response.once('drain', push);
        }
        return response.end();
      };
      push();
    };
    const socket = connect(port, '127.0.0.1');
    const credential = `Authorization: Bearer ${await token()}`;
    socket.write(`GET ${ITEMS} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${credential}\r\n\r\n`);
    let received = 0;
    let furthest = 0;
    for await (const part of socket) {
      received += (part as Buffer).length;
      furthest = Math.max(furthest, written - received);
      // Others have several turns for each turn of this reader.
      for (let turn = 0; turn < 5; turn += 1) await setImmediate();
    }
    expect(received).toBeGreaterThan(total);
    expect(furthest).toBeLessThan(total / 4);
  });

  it('that no longer interest the client are no longer asked for', async () => {
    const { bearer, token, upstream, core } = await gatewayFixture();
    let gone: () => void = () => undefined;
    const aborted = new Promise<void>((resolve) => {
      gone = resolve;
    });
    upstream.answer = (_request, response) => {
      response.on('close', gone);
      response.write('the beginning');
    };
    const abort = new AbortController();
    const response = await bearer(await token(), ITEMS, { signal: abort.signal });
    await response.body!.getReader().read();
    abort.abort();
    await aborted;
    expect(core.log.list({ limit: 50 }).map((event) => event.type)).not.toContain('gw.upstream.failed');
  });

  it('that are under way when the state is put back end with the connection', async () => {
    const { bearer, token, upstream, core } = await gatewayFixture();
    let gone: () => void = () => undefined;
    const aborted = new Promise<void>((resolve) => {
      gone = resolve;
    });
    upstream.answer = (_request, response) => {
      response.on('close', gone);
      response.write('the beginning');
    };
    const response = await bearer(await token());
    const body = response.text();
    const refused = expect(body).rejects.toThrow();
    expect(await core.inFlight.exclusively(0, () => 'restored')).toMatchObject({ aborted: 1 });
    await refused;
    await aborted;
  });

  it('beyond the limit are cut off while they arrive, and the client is told', async () => {
    const { port, token, last, decisions } = await gatewayFixture({ limits: { bodyBytes: 1000 } });
    const access = await token({ scope: 'notes:write' });
    const chunk = `3e9\r\n${'a'.repeat(1001)}\r\n0\r\n\r\n`;
    const answer = await rawRequest(
      port,
      `POST ${ITEMS} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${access}\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(decisions().map((event) => event.type)).toEqual(['gw.request.allowed', 'gw.request.broken-off']);
    expect(last()).toMatchObject({
      outcome: 'denied',
      data: { rule: 'gw.request.body-size', decidedAt: decisions()[0]?.seq },
    });
    expect(last().reasons.map((reason) => reason.rule)).toEqual(['gw.request.body-size']);
  });
});

describe('answers', () => {
  it('lose what is meant for one connection only, and what the backend may not set here', async () => {
    const { bearer, token, upstream } = await gatewayFixture();
    upstream.answer = (_request, response) => {
      response.writeHead(200, {
        connection: 'x-private, keep-alive',
        'x-private': 'secret',
        'set-cookie': 'a=b',
        'access-control-allow-origin': '*',
        'x-kept': 'yes',
        trailer: 'x-late',
      });
      response.addTrailers({ 'x-late': 'trailer' });
      response.end('body');
    };
    const { headers } = await bearer(await token());
    for (const name of ['x-private', 'set-cookie', 'access-control-allow-origin', 'trailer', 'x-late']) {
      expect(headers.get(name)).toBeNull();
    }
    expect(headers.get('x-kept')).toBe('yes');
    expect(headers.get('via')).toBe('1.1 gatehouse');
  });

  it('to HEAD and those without a body have none', async () => {
    const { bearer, token, upstream } = await gatewayFixture();
    upstream.answer = (request, response) => {
      if (request.method === 'HEAD') response.writeHead(200, { 'content-length': '4711' }).end();
      else response.writeHead(204).end();
    };
    const access = await token();
    const head = await bearer(access, ITEMS, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '4711', '']);
    expect((await bearer(access)).status).toBe(204);
  });

  it('keep the status and the words of a backend that refuses', async () => {
    const { bearer, token, upstream, last } = await gatewayFixture();
    upstream.answer = (_request, response) => response.writeHead(418).end('teapot');
    const response = await bearer(await token());
    expect([response.status, await response.text()]).toEqual([418, 'teapot']);
    expect(last().type).toBe('gw.request.allowed');
  });
});

describe('requests', () => {
  it('lose what is meant for one connection only', async () => {
    const { port, token, upstream } = await gatewayFixture();
    const access = await token();
    const lines = [
      `Authorization: Bearer ${access}`,
      'Connection: close, X-Private',
      'X-Private: secret',
      'Keep-Alive: timeout=5',
      'TE: trailers',
      'Upgrade: websocket',
      'Proxy-Authorization: Basic eDp5',
    ].join('\r\n');
    await rawRequest(port, `GET ${ITEMS} HTTP/1.1\r\nHost: 127.0.0.1\r\n${lines}\r\n\r\n`);
    const names = Object.keys(upstream.requests[0]?.headers ?? {});
    for (const name of ['x-private', 'te', 'upgrade', 'proxy-authorization', 'authorization']) {
      expect(names).not.toContain(name);
    }
  });

  it('that wait for 100 Continue are told to go on', async () => {
    const { url, token, upstream } = await gatewayFixture();
    upstream.answer = (request, response) => request.pipe(response);
    const call = httpRequest(`${url}${ITEMS}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await token({ scope: 'notes:write' })}`, expect: '100-continue' },
    });
    call.flushHeaders();
    await once(call, 'continue');
    const answered = once(call, 'response') as Promise<[IncomingMessage]>;
    call.end('the body');
    const [response] = await answered;
    expect((await response.toArray()).join('')).toBe('the body');
    expect(upstream.requests[0]?.headers.expect).toBeUndefined();
  });

  it('go to the backend over connections that are kept', async () => {
    const { bearer, token, upstream } = await gatewayFixture();
    const ports = new Set<number | undefined>();
    upstream.answer = (request, response) => {
      ports.add(request.socket.remotePort);
      response.end();
    };
    const access = await token();
    for (let n = 0; n < 10; n += 1) await (await bearer(access)).text();
    expect(ports.size).toBe(1);
  });
});
