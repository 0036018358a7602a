import { join } from 'node:path';
import { importJWK, SignJWT } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { keptProfiles } from '../../../src-main/control/profiles.ts';
import { startWorld, type TestPorts, type TestWorld } from './running-world.ts';
import { dataFolder } from './support.ts';

const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout';
const APPS = ['care-desk', 'online-banking', 'pocket'] as const;
const running: TestWorld[] = [];
const folders: { remove: () => void }[] = [];

afterEach(async () => {
  for (const world of running.splice(0)) await world.stop();
  for (const folder of folders.splice(0)) folder.remove();
});

function folder(): string {
  const made = dataFolder();
  folders.push(made);
  return made.dir;
}

async function start(...parameters: Parameters<typeof startWorld>): Promise<TestWorld> {
  const world = await startWorld(...parameters);
  running.push(world);
  return world;
}

const accounts = (world: TestWorld, app: string) =>
  world.agent.callApi({ persona: 'alice', app, api: 'accounts', method: 'GET', path: '/accounts' });

const answers = (origin: string) =>
  fetch(origin).then(
    () => true,
    () => false,
  );

/** The browser's cookie of an application. */
async function cookie(world: TestWorld, name: string, persona = 'alice') {
  const { cookies } = await world.profiles.read(persona);
  return cookies.find((candidate) => candidate.name === name);
}

describe('the sessions of applications', () => {
  it('are not begun by whoever comes back without having gone', async () => {
    const world = await start(folder());
    const digest = world.core.store.digest();
    const answer = await fetch(`${world.apps['care-desk']}/callback?code=x&state=y`);
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([400, null]);
    expect(world.core.store.digest()).toBe(digest);
  });

  it('survive a restart of the sandbox', async () => {
    const dir = folder();
    const ports: TestPorts = {};
    const profiles = keptProfiles();
    const before = await start(dir, ports, profiles);
    for (const app of APPS) await before.agent.signIn({ persona: 'alice', app });
    await running.pop()?.stop();
    const after = await start(dir, ports, profiles);
    // This process keeps connections to the sandbox of before open until it notices that they are dead.
    const origins = [after.issuer, after.gatewayUrl, ...Object.values(after.apps)];
    for (const origin of origins) await expect.poll(() => answers(origin)).toBe(true);
    for (const app of APPS) expect(await accounts(after, app)).toMatchObject({ ok: true, status: 200 });
  });

  it('end by themselves when nobody uses them, and the log says so once', async () => {
    const world = await start(folder());
    await world.agent.signIn({ persona: 'alice', app: 'care-desk' });
    await world.core.scheduler.advance(7 * 3600_000);
    const ended = async () => {
      await world.core.recorder.committed();
      return world.core.log.list({ types: ['app.session.ended'], limit: 10 });
    };
    expect(await ended()).toEqual([]);
    await world.core.scheduler.advance(2 * 3600_000);
    expect(await ended()).toMatchObject([
      { node: 'app:care-desk', subject: 'alice', data: { client: 'care-desk', reason: 'expired' } },
    ]);
    await world.core.scheduler.advance(3600_000);
    expect(await ended()).toHaveLength(1);
    // The browser’s cookie opens nothing any more.
    const page = await fetch(world.apps['care-desk'], {
      headers: { cookie: `care_desk_sid=${(await cookie(world, 'care_desk_sid'))?.value}` },
    });
    expect(await page.text()).toContain('Sign in');
  });

  it('come back with a restore, and those begun since are gone', async () => {
    const dir = folder();
    const world = await start(dir);
    await world.agent.signIn({ persona: 'alice', app: 'care-desk' });
    const copy = join(dir, 'copy.db');
    world.core.store.copyTo(copy);
    const signedIn = await world.profiles.read('alice');
    await world.agent.signOut({ persona: 'alice', app: 'care-desk' });
    await world.agent.signIn({ persona: 'alice', app: 'pocket' });
    world.core.store.replaceWith(copy);
    expect(await accounts(world, 'pocket')).toMatchObject({ ok: false });
    await world.profiles.replace(signedIn);
    expect(await accounts(world, 'care-desk')).toMatchObject({ ok: true, status: 200 });
  });

  it('end after eight idle hours of virtual time', async () => {
    const world = await start(folder());
    await world.agent.signIn({ persona: 'alice', app: 'care-desk' });
    await world.core.scheduler.advance(2 * 3600_000);
    expect(await accounts(world, 'care-desk')).toMatchObject({ ok: true });
    await world.core.scheduler.advance(8 * 3600_000 + 1000);
    const late = await accounts(world, 'care-desk');
    expect(late).toMatchObject({ ok: false });
    expect(late.summary).toContain('Nobody is signed in');
  });

  it('are kept by a cookie that scripts cannot read and that carries no expiry', async () => {
    const world = await start(folder());
    const answer = await fetch(`${world.apps['care-desk']}/sign-in`, { redirect: 'manual' });
    const line = answer.headers.getSetCookie().join();
    expect(line).toMatch(/^care_desk_sid=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it('get a new key at sign-in, so that a key known before is worth nothing', async () => {
    const world = await start(folder());
    await world.agent.signIn({ persona: 'alice', app: 'care-desk', consent: 'deny' });
    const before = (await cookie(world, 'care_desk_sid'))?.value;
    await world.agent.signIn({ persona: 'alice', app: 'care-desk' });
    const after = (await cookie(world, 'care_desk_sid'))?.value;
    expect(before).toBeTruthy();
    expect(after).not.toBe(before);
    const page = await fetch(world.apps['care-desk'], { headers: { cookie: `care_desk_sid=${before}` } });
    expect(await page.text()).not.toContain('Alice Moreau');
  });

  it('are over when the provider refuses the refresh token', async () => {
    const world = await start(folder());
    await world.agent.signIn({ persona: 'alice', app: 'care-desk' });
    const issued = world.core.log.list({ limit: 50, types: ['idp.token.issued'] });
    const refresh = issued.findLast((event) => event.data.kind === 'refresh');
    await world.identity.revoke(String(refresh?.data.handle));
    await world.core.scheduler.advance(10 * 60_000);
    expect(await accounts(world, 'care-desk')).toMatchObject({ ok: false });
    const ended = world.core.log.list({ limit: 5, types: ['app.session.ended'] }).at(-1);
    expect(ended).toMatchObject({ subject: 'alice', data: { reason: 'refresh-refused' } });
  });
});

describe('back-channel logout', () => {
  it('ends the session of Care Desk when Alice signs out through another application', async () => {
    const world = await start(folder());
    await world.agent.signIn({ persona: 'alice', app: 'care-desk' });
    await world.agent.signIn({ persona: 'alice', app: 'online-banking' });
    await world.agent.signOut({ persona: 'alice', app: 'online-banking' });
    expect(await accounts(world, 'care-desk')).toMatchObject({ ok: false });
    const ended = world.core.log.list({ limit: 5, types: ['app.session.ended'] }).at(-1);
    expect(ended).toMatchObject({
      node: 'app:care-desk',
      subject: 'alice',
      data: { reason: 'backchannel-logout' },
    });
  });

  it.each([
    ['nothing', ''],
    ['no JWT', 'logout_token=garbage'],
    ['an unsigned token', `logout_token=${unsigned({ sub: 'alice' })}`],
  ])('refuses %s in the standard’s form and ends nothing', async (_name, body) => {
    const world = await start(folder());
    await world.agent.signIn({ persona: 'alice', app: 'care-desk' });
    const answer = await fetch(`${world.apps['care-desk']}/backchannel-logout`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: 'invalid_request' });
    expect(await accounts(world, 'care-desk')).toMatchObject({ ok: true });
  });

  const right = { sub: 'alice', jti: '1', events: { [LOGOUT]: {} } };

  it.each([
    ['a right token', right, 200],
    ['a token with a nonce, as ID tokens have', { ...right, nonce: 'n' }, 400],
    ['a token that is about no logout', { ...right, events: {} }, 400],
    ['a token about nobody', { ...right, sub: undefined }, 400],
    ['a token for another application', { ...right, aud: 'pocket' }, 400],
    ['a token of another issuer', { ...right, iss: 'http://localhost:1' }, 400],
  ])('answers %s', async (_name, claims, status) => {
    const world = await start(folder());
    await world.agent.signIn({ persona: 'alice', app: 'care-desk' });
    const answer = await fetch(`${world.apps['care-desk']}/backchannel-logout`, {
      method: 'POST',
      body: new URLSearchParams({ logout_token: await signed(world, claims) }),
    });
    expect(answer.status).toBe(status);
    expect((await accounts(world, 'care-desk')).ok).toBe(status === 400);
  });
});

/** A token that the provider's own key has signed. */
async function signed(world: TestWorld, claims: Record<string, unknown>): Promise<string> {
  const row = world.core.store
    .prepare<{ kid: string; alg: string; jwk: string }>(
      'SELECT kid, alg, jwk FROM signing_key ORDER BY position',
    )
    .get();
  const { kid, alg, jwk } = row!;
  const now = world.core.clock.seconds();
  const payload = { iss: world.issuer, aud: 'care-desk', iat: now, exp: now + 60, ...claims };
  return new SignJWT(payload)
    .setProtectedHeader({ alg, kid, typ: 'logout+jwt' })
    .sign(await importJWK(JSON.parse(jwk), alg));
}

function unsigned(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.`;
}
