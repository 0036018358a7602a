import { afterEach, describe, expect, it } from 'vitest';
import type { EventType } from '../../../src-main/contract/event-types.ts';
import { Applications } from '../../../src-main/store/applications.ts';
import type { ApplicationSettings } from '../../../src-main/store/records.ts';
import { startWorld, type TestWorld } from './running-world.ts';
import { dataFolder } from './support.ts';

const MINUTE = 60_000;
const running: TestWorld[] = [];
const folders: { remove: () => void }[] = [];

afterEach(async () => {
  for (const world of running.splice(0)) await world.stop();
  for (const folder of folders.splice(0)) folder.remove();
});

async function start(): Promise<TestWorld> {
  const folder = dataFolder();
  folders.push(folder);
  const world = await startWorld(folder.dir);
  running.push(world);
  return world;
}

function change(world: TestWorld, clientId: string, settings: Partial<ApplicationSettings>): void {
  const applications = new Applications(world.core.store);
  const application = applications.get(clientId);
  if (!application) throw new Error(`no application ${clientId}`);
  applications.save({ ...application, settings: { ...application.settings, ...settings } });
}

const mallory = (world: TestWorld, path: string, fields: Record<string, string> = {}) =>
  world.agent.press({ persona: 'mallory', app: 'notebook', path, fields });
const readAccounts = (world: TestWorld, persona: string, app: string) =>
  world.agent.callApi({ persona, app, api: 'accounts', method: 'GET', path: '/accounts' });

async function events(world: TestWorld, type: EventType) {
  await world.core.recorder.committed();
  return world.core.log.list({ limit: 100, types: [type] });
}

const ruleOf = (event: { reasons: { rule: string; outcome: string }[] } | undefined) =>
  event?.reasons.findLast(({ outcome }) => outcome === 'fail')?.rule;

describe('a code that another app on the phone catches', () => {
  it('opens the accounts without PKCE', async () => {
    const world = await start();
    change(world, 'pocket', { pkce: false });
    await mallory(world, '/torch', { persona: 'bob', installed: 'yes' });
    expect(await world.agent.signIn({ persona: 'bob', app: 'pocket' })).toMatchObject({ ok: false });
    expect(await events(world, 'app.session.started')).toEqual([]);
    expect(await mallory(world, '/spend')).toMatchObject({ ok: true, status: 200 });
    expect(await readAccounts(world, 'mallory', 'notebook')).toMatchObject({ ok: true, status: 200 });
    const [allowed] = await events(world, 'gw.request.allowed');
    expect(allowed).toMatchObject({ actor: 'persona:mallory', subject: 'bob', data: { client: 'pocket' } });
    const [taken] = await events(world, 'attacker.secret.taken');
    expect(taken).toMatchObject({ subject: 'bob', data: { kind: 'code', client: 'pocket' } });
    // The catch, the theft and its use are one story.
    expect(world.core.correlator.root(taken?.flow ?? '')).toBe(
      world.core.correlator.root(allowed?.flow ?? ''),
    );
  });

  it('is worth nothing with PKCE, and tells why', async () => {
    const world = await start();
    await mallory(world, '/torch', { persona: 'bob', installed: 'yes' });
    await world.agent.signIn({ persona: 'bob', app: 'pocket' });
    expect(await mallory(world, '/spend')).toMatchObject({ ok: false, status: 400 });
    const [refused] = await events(world, 'idp.token.refused');
    expect(ruleOf(refused)).toBe('idp.pkce.match');
    expect(await readAccounts(world, 'mallory', 'notebook')).toMatchObject({ ok: false });
  });

  it('cannot be had by leaving the challenge out: the provider insists on one', async () => {
    const world = await start();
    const url = `${world.issuer}/auth?client_id=pocket&response_type=code&scope=openid&redirect_uri=http://127.0.0.1:1/callback`;
    await fetch(url, { redirect: 'manual' });
    expect(ruleOf((await events(world, 'idp.authorization.denied'))[0])).toBe('idp.pkce.required');
  });

  it('is not caught once Torch is gone, nor on another phone', async () => {
    const world = await start();
    await mallory(world, '/torch', { persona: 'bob', installed: 'yes' });
    expect(await world.agent.signIn({ persona: 'alice', app: 'pocket' })).toMatchObject({ ok: true });
    await mallory(world, '/torch', { persona: 'bob', installed: 'no' });
    expect(await world.agent.signIn({ persona: 'bob', app: 'pocket' })).toMatchObject({ ok: true });
    expect(await events(world, 'attacker.secret.taken')).toEqual([]);
  });
});

describe('a refresh token copied from the phone', () => {
  async function copied(rotateRefreshTokens: boolean): Promise<TestWorld> {
    const world = await start();
    change(world, 'pocket', { rotateRefreshTokens });
    await world.agent.signIn({ persona: 'bob', app: 'pocket' });
    await mallory(world, '/copy', { persona: 'bob' });
    await world.core.scheduler.advance(10 * MINUTE);
    return world;
  }

  it('serves two people side by side without rotation', async () => {
    const world = await copied(false);
    for (let round = 0; round < 2; round++) {
      expect(await mallory(world, '/spend')).toMatchObject({ ok: true });
      expect(await readAccounts(world, 'mallory', 'notebook')).toMatchObject({ ok: true });
      expect(await readAccounts(world, 'bob', 'pocket')).toMatchObject({ ok: true });
      await world.core.scheduler.advance(10 * MINUTE);
    }
    expect(await events(world, 'idp.refresh.reused')).toEqual([]);
  });

  it('ends for both at its second use with rotation', async () => {
    const world = await copied(true);
    expect(await mallory(world, '/spend')).toMatchObject({ ok: true });
    expect(await readAccounts(world, 'bob', 'pocket')).toMatchObject({ ok: false });
    expect(await events(world, 'idp.refresh.reused')).toMatchObject([{ subject: 'bob' }]);
    expect(await readAccounts(world, 'mallory', 'notebook')).toMatchObject({ ok: false, status: 401 });
    expect(await mallory(world, '/spend')).toMatchObject({ ok: false, status: 400 });
  });
});

describe('a device', () => {
  const poll = (world: TestWorld, persona: string) =>
    world.agent.press({ persona, app: 'tv', path: '/poll' });

  it('is connected by whoever approves its code', async () => {
    const world = await start();
    await world.agent.startDevice({ persona: 'alice', app: 'tv' });
    expect(await poll(world, 'alice')).toMatchObject({ summary: expect.stringContaining('“Not yet”') });
    await world.agent.approveDevice({ persona: 'alice', app: 'tv', decision: 'allow' });
    expect(await poll(world, 'alice')).toMatchObject({ ok: true });
    expect(await readAccounts(world, 'alice', 'tv')).toMatchObject({ ok: true, status: 200 });
  });

  it('shows the accounts of the one who was talked into approving it', async () => {
    const world = await start();
    await world.agent.startDevice({ persona: 'mallory', app: 'tv' });
    await mallory(world, '/send', { persona: 'alice' });
    await world.agent.approveDevice({ persona: 'alice', app: 'mail', decision: 'allow' });
    await poll(world, 'mallory');
    expect(await readAccounts(world, 'mallory', 'tv')).toMatchObject({ ok: true });
    expect(await events(world, 'gw.request.allowed')).toMatchObject([
      { actor: 'persona:mallory', subject: 'alice', data: { client: 'tv' } },
    ]);
  });

  it('hears of a refusal, and of a code that came too late', async () => {
    const world = await start();
    await world.agent.startDevice({ persona: 'mallory', app: 'tv' });
    await mallory(world, '/send', { persona: 'alice' });
    await world.agent.approveDevice({ persona: 'alice', app: 'mail', decision: 'deny' });
    expect(await poll(world, 'mallory')).toMatchObject({ ok: false });
    await world.agent.startDevice({ persona: 'mallory', app: 'tv' });
    await mallory(world, '/send', { persona: 'alice' });
    await world.core.scheduler.advance(11 * MINUTE);
    expect(
      await world.agent.approveDevice({ persona: 'alice', app: 'mail', decision: 'allow' }),
    ).toMatchObject({
      ok: false,
    });
    expect(await poll(world, 'mallory')).toMatchObject({ ok: false });
    const rules = (await events(world, 'idp.token.refused')).map(ruleOf);
    expect(rules).toEqual(['idp.device.allowed', 'idp.device.unexpired']);
  });
});

describe('Mallory’s notebook', () => {
  it('opens in her browser alone', async () => {
    const world = await start();
    const bob = await world.agent.press({ persona: 'bob', app: 'notebook', path: '/copy' });
    expect(bob).toMatchObject({ ok: false, summary: expect.stringContaining('“Not yours”') });
    expect((await fetch(world.apps.notebook)).status).toBe(403);
  });

  it('says what is missing when there is nothing to use', async () => {
    const world = await start();
    expect(await mallory(world, '/spend')).toMatchObject({
      ok: false,
      summary: 'Mallory’s notebook says “Nothing was sent”.',
    });
    expect(await mallory(world, '/send', { persona: 'alice' })).toMatchObject({ ok: false });
  });
});
