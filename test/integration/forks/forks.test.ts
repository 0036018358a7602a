import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { FORK_IDLE_MS, type ForkMethod, MOST_FORKS } from '../../../src-main/contract/fork-limits.ts';
import type { Json } from '../../../src-main/contract/json.ts';
import type { MethodInput, MethodOutput } from '../../../src-main/contract/methods.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { runningSandbox } from '../labs/running-lab.ts';

type Sandbox = Awaited<ReturnType<typeof runningSandbox>>;

const HOUR = 3600_000;
const forkFiles = ({ dataDir }: { dataDir: string }) => readdirSync(join(dataDir, 'forks'));
const READ = { persona: 'alice', api: 'accounts', method: 'GET', path: '/accounts/4711' } as const;

/** Speaks to a fork as the window does. */
function inside(sandbox: Sandbox, id: string) {
  return async <M extends ForkMethod>(method: M, params: MethodInput<M>): Promise<MethodOutput<M>> =>
    (await sandbox.call('forks.call', { id, method, params: params as Json })) as MethodOutput<M>;
}

const events = async (sandbox: Sandbox) => (await sandbox.call('events.list', { limit: 1 })).total;

/** Alice is signed in to Online Banking, which may list accounts only: her reading of one is denied. */
async function deniedCall(sandbox: Sandbox) {
  const requestedScopes = ['openid', 'profile', 'accounts:list'];
  await sandbox.call('apps.update', { clientId: 'online-banking', requestedScopes });
  await sandbox.play.signIn('alice');
  const {
    status,
    flow = '',
    span = '',
  } = await sandbox.call('requests.send', {
    ...READ,
    token: { kind: 'last', client: 'online-banking' },
  });
  expect(status).toBe(403);
  return { flow, span };
}

test('in a fork one signs in, configures, calls and jumps the clock; the live sandbox stays as it is', async () => {
  const sandbox = await runningSandbox();
  const denied = await deniedCall(sandbox);
  const [before, recorded, { offset }] = [
    await sandbox.digest(),
    await events(sandbox),
    await sandbox.call('clock.get', {}),
  ];
  const { id } = await sandbox.call('forks.open', {});
  const call = inside(sandbox, id);

  // The recorded call, as it was: denied for the same reason.
  const again = await sandbox.call('forks.replay', { id, ...denied });
  expect(again).toMatchObject({ ok: false, status: 403, what: 'GET /accounts/1.0/accounts/4711' });
  expect((await call('traces.flow', { flow: again.flow })).decisions.at(-1)?.outcome).toBe('denied');

  // With one more scope and a new sign-in: allowed.
  const requestedScopes = ['openid', 'profile', 'accounts:list', 'accounts:read'];
  await call('apps.update', { clientId: 'online-banking', requestedScopes });
  const signIn = { kind: 'sign-in', persona: 'alice', app: 'online-banking' } as const;
  expect(await sandbox.call('forks.act', { id, act: signIn })).toMatchObject({ ok: true });
  const act = { kind: 'call', app: 'online-banking', ...READ } as const;
  const allowed = await sandbox.call('forks.act', { id, act });
  expect(allowed).toMatchObject({ ok: true, status: 200 });

  // Both runs, with what the tokens of the fork claim.
  const compared = await sandbox.call('forks.compare', { id, live: denied.flow, flow: allowed.flow });
  expect(compared.live.decisions.at(-1)?.outcome).toBe('denied');
  expect(compared.fork.decisions.map(({ type }) => type)).toContain('gw.request.allowed');

  // The clock of the fork is its own: the token expires there, and there alone.
  const token = { kind: 'last', client: 'online-banking' } as const;
  expect((await call('requests.send', { ...READ, token })).status).toBe(200);
  await call('clock.advance', { ms: 6 * HOUR });
  expect((await call('requests.send', { ...READ, token })).status).toBe(401);

  expect(
    (await call('world.get', {})).applications.find(({ clientId }) => clientId === 'online-banking')
      ?.requestedScopes,
  ).toEqual(requestedScopes);
  expect(await sandbox.digest()).toBe(before);
  expect(await events(sandbox)).toBe(recorded);
  expect((await sandbox.call('clock.get', {})).offset).toBe(offset);
  await sandbox.call('forks.close', { id });
  expect(forkFiles(sandbox)).toEqual([]);
  await expect(call('clock.get', {})).rejects.toMatchObject({ code: 'fork.unknown' });
});

test('a fork of a snapshot has the state of the snapshot, at the time that is asked for', async () => {
  const sandbox = await runningSandbox();
  const snapshot = await sandbox.call('snapshots.take', { name: 'before' });
  await deniedCall(sandbox);
  const at = snapshot.vtime + 48 * HOUR;
  const fork = await sandbox.call('forks.open', { snapshot: snapshot.id, at });
  expect(fork).toMatchObject({ name: 'before', snapshot: 'before', stories: 0 });
  expect(Math.abs(fork.now - at)).toBeLessThan(60_000);
  const call = inside(sandbox, fork.id);
  const scopesOf = ({ applications }: MethodOutput<'world.get'>) =>
    applications.find(({ clientId }) => clientId === 'online-banking')?.requestedScopes;
  expect(scopesOf(await call('world.get', {}))).toContain('accounts:read');
  expect(scopesOf(await sandbox.call('world.get', {}))).not.toContain('accounts:read');
  // What it issues is of its own time.
  const act = { kind: 'sign-in', persona: 'alice', app: 'online-banking' } as const;
  const { flow } = await sandbox.call('forks.act', { id: fork.id, act });
  const handle = (await call('traces.flow', { flow })).tokens.find(({ kind }) => kind === 'id')?.handle ?? '';
  const { claims } = await call('tokens.inspect', { token: handle });
  const issued = Number(claims?.find(({ name }) => name === 'iat')?.value) * 1000;
  expect(Math.abs(issued - at)).toBeLessThan(60_000);
});

test('a recorded sign-in is run again with the very same pages', async () => {
  const sandbox = await runningSandbox();
  const { flow = '' } = await sandbox.play.signIn('alice');
  const { id } = await sandbox.call('forks.open', {});
  const again = await sandbox.call('forks.replay', { id, flow });
  expect(again).toMatchObject({ ok: true, what: 'The sign-in of Alice Moreau to Online Banking' });
  const { fork } = await sandbox.call('forks.compare', { id, live: flow, flow: again.flow });
  expect(fork.decisions.map(({ type }) => type)).toContain('idp.token.issued');
});

test('a state found in a fork is kept as a snapshot, and becomes the live one when it is wanted', async () => {
  const sandbox = await runningSandbox();
  await deniedCall(sandbox);
  const { id } = await sandbox.call('forks.open', { name: 'With the scope' });
  const call = inside(sandbox, id);
  await call('apps.update', {
    clientId: 'online-banking',
    requestedScopes: ['openid', 'profile', 'accounts:list', 'accounts:read'],
  });
  await sandbox.call('forks.act', { id, act: { kind: 'sign-in', persona: 'alice', app: 'online-banking' } });
  // The application fetches its token for the API as it calls.
  await sandbox.call('forks.act', { id, act: { kind: 'call', app: 'online-banking', ...READ } });
  await call('clock.advance', { ms: 60_000 });
  const before = await sandbox.digest();
  const kept = await sandbox.call('forks.keep', { id, name: 'Mended' });
  expect(kept).toMatchObject({ name: 'Mended', automatic: false });
  expect(await sandbox.digest()).toBe(before);

  const { notes } = await sandbox.call('forks.adopt', { id });
  expect(notes.join(' ')).toContain('cookies in your own browser');
  expect(await sandbox.call('forks.list', {})).toEqual([]);
  expect(forkFiles(sandbox)).toEqual([]);
  expect(await sandbox.digest()).not.toBe(before);
  expect((await sandbox.call('clock.get', {})).offset).toBeGreaterThanOrEqual(60_000);
  // The token that the fork issued is good here, and can be looked at.
  const sent = await sandbox.call('requests.send', {
    ...READ,
    token: { kind: 'last', client: 'online-banking' },
  });
  expect(sent.status).toBe(200);
  const names = (await sandbox.call('snapshots.list', {})).map(({ name }) => name);
  expect(names).toContain('Before “With the scope” became the live state');
  // And what was can be had back.
  const [was] = (await sandbox.call('snapshots.list', {})).filter(({ name }) =>
    name.startsWith('Before “With'),
  );
  await sandbox.call('snapshots.restore', { id: was?.id ?? '' });
  expect((await sandbox.call('clock.get', {})).offset).toBeLessThan(60_000);
});

test('why a call in a fork was refused is found on forks of that fork', async () => {
  const sandbox = await runningSandbox();
  const denied = await deniedCall(sandbox);
  const { id } = await sandbox.call('forks.open', {});
  const { flow } = await sandbox.call('forks.replay', { id, ...denied });
  const call = inside(sandbox, id);
  const hop = (await call('traces.flow', { flow })).hops.find(({ to }) => to === 'gateway');
  const found = await call('fixes.find', { flow, span: hop?.span ?? '' });
  expect(found.fixes.map((fix) => fix.id)).toEqual(['ask-scope', 'ask-all-scopes']);
  expect(forkFiles(sandbox)).toHaveLength(1);
});

test('forks are few: one more than that is refused, and names those that are open', async () => {
  const sandbox = await runningSandbox();
  const opened = [];
  for (let number = 0; number < MOST_FORKS; number += 1) opened.push(await sandbox.call('forks.open', {}));
  expect(opened.map(({ name }) => name)).toEqual(['What if', 'What if 2', 'What if 3']);
  await expect(sandbox.call('forks.open', {})).rejects.toMatchObject({
    code: 'fork.too-many',
    why: expect.stringContaining('“What if 2”'),
  });
  await sandbox.call('forks.close', { id: opened[1]?.id ?? '' });
  expect((await sandbox.call('forks.open', {})).name).toBe('What if 2');
  expect(forkFiles(sandbox)).toHaveLength(MOST_FORKS);
  await sandbox.stop();
  expect(forkFiles(sandbox)).toEqual([]);
});

test('a fork that nobody uses any more is closed, one that is used stays', async () => {
  const sandbox = await runningSandbox();
  const { id } = await sandbox.call('forks.open', {});
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    await inside(sandbox, id)('clock.get', {});
    vi.advanceTimersByTime(FORK_IDLE_MS - 1000);
    await inside(sandbox, id)('clock.get', {});
    vi.advanceTimersByTime(FORK_IDLE_MS - 1000);
    expect(await sandbox.call('forks.list', {})).toHaveLength(1);
    vi.advanceTimersByTime(2000);
    expect(await sandbox.call('forks.list', {})).toEqual([]);
  } finally {
    vi.useRealTimers();
  }
  await vi.waitFor(() => expect(forkFiles(sandbox)).toEqual([]));
});

test('what a killed process left of its forks is removed at the next start', async () => {
  const dataDir = tempDir();
  mkdirSync(join(dataDir, 'forks', 'left-behind'), { recursive: true });
  writeFileSync(join(dataDir, 'forks', 'left-behind', 'state.db'), 'holds every secret of the world');
  const sandbox = await runningSandbox({ dataDir });
  expect(readdirSync(dataDir)).not.toContain('forks');
  expect(await sandbox.call('forks.list', {})).toEqual([]);
});

test('what has no meaning in a fork is refused there by its name', async () => {
  const sandbox = await runningSandbox();
  const { id } = await sandbox.call('forks.open', {});
  const wrong = sandbox.call('forks.call', { id, method: 'labs.list' as ForkMethod, params: {} });
  await expect(wrong).rejects.toThrow(/Invalid option/);
});
