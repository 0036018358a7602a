import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Core } from '../../../src-main/events/core.ts';
import { createObservedServer } from '../../../src-main/events/observed-server.ts';
import { testCore } from '../../support/core.ts';

async function serve(
  core: Core,
  handler: Parameters<typeof createObservedServer>[0]['handler'],
  node = 'idp',
) {
  const server = createObservedServer({ core, node, handler, hosts: ['localhost', '127.0.0.1'] });
  const port = await server.listen(0);
  onTestFinished(() => server.close());
  return `http://127.0.0.1:${port}`;
}

describe('an observed server', () => {
  it('records the request, the decision and the answer in this order, as one span of one story', async () => {
    const core = testCore();
    const url = await serve(core, (_request, response) => {
      core.recorder.record({ type: 'idp.signin.succeeded', outcome: 'allowed', subject: 'alice' });
      response.end('hello');
    });
    await (await fetch(`${url}/login`)).text();

    const events = core.log.list({ limit: 10 });
    expect(events.map((event) => event.type)).toEqual([
      'http.request',
      'idp.signin.succeeded',
      'http.response',
    ]);
    expect(new Set(events.map((event) => event.span)).size).toBe(1);
    expect(new Set(events.map((event) => event.flow)).size).toBe(1);
    expect(events[2]?.data).toMatchObject({ status: 200, body: { text: 'hello', size: 5, cut: false } });
  });

  it('lets nobody have the whole answer before its events are on disk, however the body is written', async () => {
    const core = testCore();
    const url = await serve(core, (_request, response) => {
      response.setHeader('content-length', '10');
      response.write('hello');
      response.write(new Uint8Array(Buffer.from('world')));
      // As with a body that is piped through: the end follows its last byte a moment later.
      setTimeout(() => response.end(), 500);
    });
    const response = await fetch(url);
    expect(await response.text()).toBe('helloworld');
    expect(core.log.list({ limit: 10, types: ['http.response'] })).toHaveLength(1);
  });

  it('keeps secrets out of the log and gives the same secret the same handle', async () => {
    const core = testCore();
    const url = await serve(core, (request, response) => {
      request.resume().on('end', () => {
        response.setHeader('set-cookie', 'sid=canary-cookie; Path=/');
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ access_token: 'canary-access', refresh_token: 'canary-refresh' }));
      });
    });
    await fetch(`${url}/token?code=canary-code`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('desk:canary-secret')}` },
      body: new URLSearchParams({
        password: 'canary-password',
        code: 'canary-code',
        code_verifier: 'canary-verifier',
      }),
    });
    await fetch(url, { headers: { authorization: 'Bearer canary-access' } });

    const events = core.log.list({ limit: 10 });
    expect(JSON.stringify(events)).not.toContain('canary');
    const handles = JSON.stringify(events).match(/‹access_token:[0-9a-f]{16}›/g) ?? [];
    expect(handles).toHaveLength(3);
    expect(new Set(handles).size).toBe(1);
    expect(core.vault.reveal(handles[0] ?? '')).toEqual({ kind: 'access_token', value: 'canary-access' });
  });

  it('never keeps a password, not even behind its handle', async () => {
    const core = testCore();
    const handle = core.vault.handle('password', 'canary-password');
    core.recorder.record({ type: 'idp.signin.failed', outcome: 'denied', data: { handle } });
    await core.recorder.committed();
    expect(core.vault.reveal(handle)).toEqual({ kind: 'password', value: null });
  });

  it('joins what carries the same code into one story and says by what', async () => {
    const core = testCore();
    const url = await serve(core, (request, response) => {
      if (request.url?.startsWith('/auth')) response.setHeader('location', '/cb?code=one-time-code');
      request.resume().on('end', () => response.end());
    });
    await fetch(`${url}/auth?client_id=x`, { redirect: 'manual' });
    await fetch(`${url}/token`, { method: 'POST', body: new URLSearchParams({ code: 'one-time-code' }) });

    const requests = core.log.list({ limit: 20, types: ['http.request'] });
    const joined = core.log.list({ limit: 20, types: ['flow.joined'] });
    expect(new Set(requests.map((event) => core.correlator.root(event.flow ?? ''))).size).toBe(1);
    expect(joined[0]?.data).toMatchObject({ by: 'code' });
  });

  it('carries the trace and the actor across a call between parts', async () => {
    const core = testCore({
      personaOf: (tracestate) => (tracestate === 'gatehouse=alice' ? 'alice' : undefined),
    });
    const inner = await serve(core, (_request, response) => response.end('inner'), 'idp');
    const outer = await serve(
      core,
      async (_request, response) => {
        response.end(await (await core.dispatcher.fetchAs('app:desk')(inner)).text());
      },
      'app:desk',
    );
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const headers = { traceparent: `00-${trace}-b7ad6b7169203331-01`, tracestate: 'gatehouse=alice' };
    await (await fetch(outer, { headers })).text();

    const requests = core.log.list({ limit: 10, types: ['http.request'] });
    expect(requests.map((event) => [event.trace, event.actor, event.data.from, event.data.to])).toEqual([
      [trace, 'persona:alice', 'browser:alice', 'app:desk'],
      [trace, 'persona:alice', 'app:desk', 'idp'],
    ]);
  });

  it('refuses a Host that is not its own, so that DNS rebinding finds nothing', async () => {
    const core = testCore();
    let reached = false;
    const url = await serve(core, (_request, response) => {
      reached = true;
      response.end();
    });
    const answer = await raw(url, 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
    expect(answer).toContain('HTTP/1.1 421');
    expect(reached).toBe(false);
    expect(core.log.list({ limit: 5, types: ['http.refused'] })[0]?.reasons[0]?.rule).toBe('http.host');
  });

  it.each([
    ['no Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'http.host'],
    [
      'two Hosts',
      'GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\nConnection: close\r\n\r\n',
      400,
      'http.host',
    ],
    [
      'an address of another server in the request line',
      'GET http://evil.example/session/end HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
      421,
      'http.host',
    ],
    [
      'an expectation that nobody meets',
      'POST / HTTP/1.1\r\nHost: localhost\r\nExpect: more\r\nContent-Length: 1\r\n\r\nx',
      417,
      'http.expectation',
    ],
    ['a tunnel', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n', 405, 'http.method'],
  ] as const)(
    '%s: answered with a problem document, recorded, never handled',
    async (_what, message, status, rule) => {
      const core = testCore();
      let reached = false;
      const url = await serve(core, (_request, response) => {
        reached = true;
        response.end();
      });
      const answer = await raw(url, message);
      expect(answer).toContain(`HTTP/1.1 ${status} `);
      expect(answer).toMatch(/content-type: application\/problem\+json/i);
      expect(reached).toBe(false);
      const refused = core.log.list({ limit: 5, types: ['http.refused'] });
      expect(refused.map((event) => event.reasons[0]?.rule)).toEqual([rule]);
    },
  );

  it('answers garbage with a problem document and goes on', async () => {
    const core = testCore();
    const url = await serve(core, (_request, response) => response.end('fine'));
    expect(await raw(url, '\0\0garbage\r\n\r\n')).toContain('HTTP/1.1 400');
    expect(await (await fetch(url)).text()).toBe('fine');
    expect(core.log.list({ limit: 5, types: ['http.refused'] })).toHaveLength(1);
  });

  it('marks a body that is longer than what is kept', async () => {
    const core = testCore();
    const url = await serve(core, (_request, response) => {
      response.setHeader('content-type', 'text/plain');
      response.write('x'.repeat(70_000));
      response.end('y'.repeat(30_000));
    });
    expect((await (await fetch(url)).text()).length).toBe(100_000);
    expect(core.log.list({ limit: 5, types: ['http.response'] })[0]?.data.body).toMatchObject({
      size: 100_000,
      cut: true,
    });
  });

  it('tells of a call by one of its own parts which hop the part was answering', async () => {
    const core = testCore();
    const keys = await serve(core, (_request, response) => response.end('{}'));
    const url = await serve(
      core,
      async (_request, response) => {
        await (await core.dispatcher.fetchAs('gateway')(`${keys}/jwks`)).text();
        response.end();
      },
      'gateway',
    );
    await Promise.all([fetch(`${url}/one`), fetch(`${url}/two`)]);

    const requests = core.log.list({ limit: 10, types: ['http.request'] });
    const outer = requests.filter((event) => event.node === 'gateway');
    const inner = requests.filter((event) => event.node === 'idp').map((event) => event.data.within);
    expect(outer).toHaveLength(2);
    expect(new Set(inner)).toEqual(new Set(outer.map((event) => event.span)));
    expect(outer.every(({ data }) => !('within' in data))).toBe(true);
  });
});

function raw(url: string, message: string): Promise<string> {
  const { port } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(message));
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}
