import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StreamClient, startWeb } from './web-fixture.ts';

let running: Awaited<ReturnType<typeof startWeb>>;
const clients: StreamClient[] = [];
beforeEach(async () => {
  running = await startWeb();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.terminate();
  await running.stop();
});

function connect(options: ConstructorParameters<typeof StreamClient>[1] = {}): StreamClient {
  const client = new StreamClient(running.web.port, options);
  clients.push(client);
  return client;
}
const emit = (count: number) => running.sandbox.supervisor.call('test.emit', { count });
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 });
const upTo = (last: number, first = 1): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('a client with the secret', () => {
  it('hears how the sandbox is, and calls it', async () => {
    const client = connect();
    await client.hello({ secret: running.secret });
    await expect
      .poll(() => client.heard[0])
      .toEqual({ kind: 'stream', message: { kind: 'status', status: { status: 'ready' } } });
    client.call(1, 'clock.get');
    client.call(2, 'clock.advance', { ms: 1 });
    client.call(3, 'clock.advance', { ms: 'x' });
    client.call(4, 'browser.list');
    await expect
      .poll(() => client.reply(4))
      .toMatchObject({ reply: { error: { code: 'method.desktop-only' } } });
    await expect
      .poll(() => client.reply(1))
      .toEqual({ kind: 'reply', reply: { id: 1, result: { now: 5, offset: 0, future: [] } } });
    await expect
      .poll(() => client.reply(2))
      .toMatchObject({ reply: { id: 2, error: { code: 'clock.out-of-range' } } });
    await expect
      .poll(() => client.reply(3))
      .toMatchObject({ reply: { id: 3, error: { code: 'input.invalid' } } });
  });

  it('that comes back hears every event once, in order', async () => {
    const first = connect();
    await first.hello({ secret: running.secret, after: 0 });
    await emit(3);
    await eventually(() => first.seqs).toEqual([1, 2, 3]);
    first.socket.terminate();
    await first.closed;
    await emit(900);
    const second = connect();
    await second.hello({ secret: running.secret, after: 3 });
    await emit(2);
    await eventually(() => second.seqs.at(-1)).toBe(905);
    expect(second.seqs).toEqual(upTo(905, 4));
  });

  it('hears that the worker died and is back, with the events that it left behind', async () => {
    const client = connect();
    await client.hello({ secret: running.secret, after: 0 });
    await emit(1);
    await running.sandbox.supervisor.call('test.commit-and-die', { count: 2 }).catch(() => undefined);
    await eventually(() => client.seqs).toEqual([1, 2, 3]);
    const statuses = client.heard.flatMap((message) =>
      message.kind === 'stream' && message.message.kind === 'status' ? [message.message.status] : [],
    );
    expect(statuses).toEqual([
      { status: 'ready' },
      { status: 'restarting', reason: 'its thread ended with code 7' },
      { status: 'ready' },
    ]);
  });

  it('is told when it has too many calls under way', async () => {
    const client = connect();
    await client.hello({ secret: running.secret });
    await running.sandbox.supervisor.call('test.deafen', {});
    for (let id = 1; id <= 65; id += 1) client.call(id, 'clock.get');
    await eventually(() => client.reply(65)).toMatchObject({ reply: { error: { code: 'call.too-many' } } });
  });
});

describe('turned away', () => {
  it.each([
    ['a wrong secret', { secret: 'x' }, 4401],
    ['no secret', { after: 1 }, 4400],
    ['no JSON', 'hello', 4400],
    ['a call before the hello', { id: 1, method: 'clock.get', params: {} }, 4400],
    ['more than 1 MiB', 'x'.repeat(1024 * 1024 + 1), 1009],
  ])('%s', async (_name, hello, code) => {
    const client = connect();
    await client.hello(hello);
    expect(await client.closed).toBe(code);
    expect(client.heard).toEqual([]);
  });

  it.each([
    ['a page of another site', { headers: { origin: 'https://evil.example' } }, 403],
    ['a page of another port', { headers: { origin: 'http://127.0.0.1:1' } }, 403],
    ['a name that was pointed here (DNS rebinding)', { headers: { host: 'evil.example' } }, 421],
    ['another path', { path: '/api/other' }, 404],
  ])('%s, before the handshake', async (_name, options, status) => {
    const client = connect(options);
    expect(await client.closed).toBe(-1);
    expect(client.refusal).toBe(status);
  });

  it('a binary message', async () => {
    const client = connect();
    await client.opened;
    client.socket.send(Buffer.from(JSON.stringify({ secret: running.secret })));
    expect(await client.closed).toBe(4400);
  });

  it('a message that is no call, later', async () => {
    const client = connect();
    await client.hello({ secret: running.secret });
    client.socket.send('{"id":"x"}');
    expect(await client.closed).toBe(4400);
  });
});

it('a long log reaches a client that reads slowly, whole', async () => {
  // More than may wait for a client: 44 MB in three pages.
  await running.sandbox.supervisor.call('test.emit', { count: 1100, bytes: 40_000 });
  const client = connect();
  await client.opened;
  client.socket.pause();
  await client.hello({ secret: running.secret, after: 0 });
  // The worker answers in turn: while these are answered, each page has had its time.
  for (let time = 0; time < 10; time += 1) await emit(1);
  client.socket.resume();
  await eventually(() => client.seqs.at(-1)).toBe(1110);
  expect(client.seqs).toEqual(upTo(1110));
});
