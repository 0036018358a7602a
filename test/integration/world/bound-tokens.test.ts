import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EventType } from '../../../src-main/contract/event-types.ts';
import { Applications } from '../../../src-main/store/applications.ts';
import { startWorld, type TestWorld } from './running-world.ts';
import { dataFolder } from './support.ts';

/** Signet: an application whose tokens are bound to its key (RFC 9449), and what a copy of them is worth. */
let folder: { dir: string; remove: () => void };
let world: TestWorld;

beforeAll(async () => {
  folder = dataFolder();
  world = await startWorld(folder.dir);
});
afterAll(async () => {
  await world.stop();
  folder.remove();
});

const mallory = (path: string, fields: Record<string, string> = {}) =>
  world.agent.press({ persona: 'mallory', app: 'notebook', path, fields });
const signIn = (persona: string) => world.agent.signIn({ persona, app: 'signet' });
const readAccounts = (persona: string) =>
  world.agent.callApi({ persona, app: 'signet', api: 'accounts', method: 'GET', path: '/accounts' });

async function newest(type: EventType) {
  await world.core.recorder.committed();
  return world.core.log.list({ limit: 1, types: [type] })[0];
}
const ruleOf = (event: Awaited<ReturnType<typeof newest>>) =>
  event?.reasons.findLast(({ outcome }) => outcome === 'fail')?.rule;

it('signs in with a key, calls with a proof, and renews what has expired with another proof', async () => {
  expect(await signIn('bob')).toMatchObject({ ok: true });
  expect(await readAccounts('bob')).toMatchObject({ ok: true, status: 200 });
  const allowed = await newest('gw.request.allowed');
  expect(allowed).toMatchObject({ subject: 'bob', data: { client: 'signet' } });
  expect(allowed?.reasons.map(({ rule }) => rule)).toEqual(
    expect.arrayContaining(['gw.dpop.signature', 'gw.dpop.key', 'gw.dpop.replay']),
  );
  await world.core.scheduler.advance(10 * 60_000);
  expect(await readAccounts('bob')).toMatchObject({ ok: true, status: 200 });
});

it('tells what an API refuses, as other applications do', async () => {
  const applications = new Applications(world.core.store);
  const signet = applications.get('signet');
  if (!signet) throw new Error('Signet is not there');
  const requestedScopes = ['openid', 'profile', 'accounts:list'];
  applications.save({ ...signet, settings: { ...signet.settings, requestedScopes } });
  await signIn('alice');
  const call = { persona: 'alice', app: 'signet', api: 'accounts', method: 'GET', path: '/accounts/4711' };
  expect(await world.agent.callApi(call)).toMatchObject({ ok: false, status: 403 });
  applications.save(signet);
});

it('leaves a thief of its tokens outside, with and without a proof of her own', async () => {
  await signIn('bob');
  expect(await mallory('/copy', { persona: 'bob', app: 'signet' })).toMatchObject({ ok: true });
  expect(await newest('attacker.secret.taken')).toMatchObject({ subject: 'bob', data: { client: 'signet' } });

  expect(await mallory('/spend', { kind: 'refresh_token' })).toMatchObject({ ok: false, status: 400 });
  expect(ruleOf(await newest('idp.token.refused'))).toBe('idp.dpop.required');
  expect(await mallory('/spend', { kind: 'refresh_token', proof: 'own' })).toMatchObject({ ok: false });
  expect(ruleOf(await newest('idp.token.refused'))).toBe('idp.dpop.binding');

  const call = { api: 'accounts', method: 'GET', path: '/accounts' };
  expect(await mallory('/call', call)).toMatchObject({ ok: false, status: 401 });
  expect(ruleOf(await newest('gw.request.denied'))).toBe('gw.dpop.binding');
  expect(await mallory('/call', { ...call, proof: 'own' })).toMatchObject({ ok: false, status: 401 });
  expect(ruleOf(await newest('gw.request.denied'))).toBe('gw.dpop.key');

  // The thefts have cost Bob nothing.
  expect(await readAccounts('bob')).toMatchObject({ ok: true, status: 200 });
});

it('keeps its key to itself: no page of it and no event shows it', async () => {
  const secrets = world.core.store
    .prepare<{ payload: string }>("SELECT payload FROM app_session WHERE app = 'signet'")
    .all()
    .flatMap(({ payload }) => (JSON.parse(payload) as { key?: { d: string } }).key?.d ?? []);
  expect(secrets.length).toBeGreaterThan(0);
  const log = JSON.stringify(world.core.log.list({ after: 0, limit: 20_000 }));
  for (const secret of secrets) expect(log).not.toContain(secret);
});
