import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type TestWorld } from './running-world.ts';
import { dataFolder } from './support.ts';

const folder = dataFolder();
let world: TestWorld;

beforeAll(async () => {
  world = await startWorld(folder.dir);
});

afterAll(async () => {
  await world.stop();
  folder.remove();
});

const APPS = ['care-desk', 'online-banking', 'pocket'] as const;
/** An API beside the accounts, for which a second access token is needed. */
const SECOND_API = {
  'care-desk': { api: 'cards', path: '/cards' },
  'online-banking': { api: 'payments', path: '/payments' },
  pocket: { api: 'cards', path: '/cards' },
} as const;

const get = (persona: string, app: string, path: string, api = 'accounts') =>
  world.agent.callApi({ persona, app, api, method: 'GET', path });

describe.each(APPS)('%s', (app) => {
  it('signs Alice in, calls two APIs with a token for each, and signs her out', async () => {
    const signedIn = await world.agent.signIn({ persona: 'alice', app });
    expect(signedIn).toMatchObject({ ok: true });
    expect(await get('alice', app, '/accounts')).toMatchObject({ ok: true, status: 200 });
    const { api, path } = SECOND_API[app];
    expect(await get('alice', app, path, api)).toMatchObject({ ok: true, status: 200 });
    expect(await world.agent.signOut({ persona: 'alice', app })).toMatchObject({ ok: true });
    const after = await get('alice', app, '/accounts');
    expect(after.ok).toBe(false);
    expect(after.status).toBeUndefined();
  });

  it('makes one story of the sign-in and the calls that follow, with what the application itself saw', async () => {
    const signedIn = await world.agent.signIn({ persona: 'bob', app });
    const called = await get('bob', app, '/accounts/5120');
    expect(called.flow).toBe(signedIn.flow);
    const events = world.core.log.list({ limit: 500, flows: world.core.correlator.members(signedIn.flow) });
    const told = events.filter((event) => event.node === `app:${app}` && event.type.startsWith('app.'));
    expect(told.map(({ type, subject, data }) => ({ type, subject, client: data.client }))).toEqual([
      { type: 'app.session.started', subject: 'bob', client: app },
      { type: 'app.api.called', subject: 'bob', client: app },
    ]);
    expect(told.every((event) => event.actor === 'persona:bob')).toBe(true);
    for (const type of ['idp.code.consumed', 'gw.request.allowed', 'api.request.allowed']) {
      expect(events.map((event) => event.type)).toContain(type);
    }
    await world.agent.signOut({ persona: 'bob', app });
  });

  it('asks for what it was configured to ask for, from the next sign-in on', async () => {
    world.requestedScopes(app, ['openid', 'profile', 'accounts:list']);
    await world.agent.signIn({ persona: 'alice', app });
    expect(await get('alice', app, '/accounts')).toMatchObject({ ok: true });
    const denied = await get('alice', app, '/accounts/4711');
    expect(denied).toMatchObject({ ok: false, status: 403 });
    expect(denied.summary).toContain('insufficient_scope');
    const told = world.core.log.list({ limit: 50, types: ['app.api.called'] }).at(-1);
    expect(told).toMatchObject({
      outcome: 'denied',
      data: { error: 'insufficient_scope', needs: 'accounts:read' },
    });

    world.requestedScopes(app, ['openid', 'profile', 'accounts:list', 'accounts:read']);
    expect(await get('alice', app, '/accounts/4711')).toMatchObject({ status: 403 });
    await world.agent.signIn({ persona: 'alice', app });
    expect(await get('alice', app, '/accounts/4711')).toMatchObject({ ok: true, status: 200 });
    await world.agent.signOut({ persona: 'alice', app });
  });

  it('says so when Mallory does not know the password', async () => {
    const refused = await world.agent.signIn({
      persona: 'mallory',
      app,
      username: 'alice',
      password: 'guess',
    });
    expect(refused.ok).toBe(false);
    expect(refused.summary).toMatch(/did not let Mallory Finch in/);
    expect(await get('mallory', app, '/accounts')).toMatchObject({ ok: false });
  });

  it('gets no token when Mallory refuses her consent, and takes no harm', async () => {
    const refused = await world.agent.signIn({ persona: 'mallory', app, consent: 'deny' });
    expect(refused.ok).toBe(false);
    const told = world.core.log.list({ limit: 50, types: ['app.signin.failed'] }).at(-1);
    expect(told).toMatchObject({ node: `app:${app}`, data: { client: app, error: 'access_denied' } });
    expect(await world.agent.signIn({ persona: 'mallory', app })).toMatchObject({ ok: true });
    await world.agent.signOut({ persona: 'mallory', app });
  });

  it('refreshes an access token that has expired, again and again, without asking the person', async () => {
    await world.agent.signIn({ persona: 'alice', app });
    for (let round = 0; round < 2; round++) {
      await world.core.scheduler.advance(10 * 60_000);
      expect(await get('alice', app, '/accounts')).toMatchObject({ ok: true, status: 200 });
    }
    const rotated = world.core.log.list({ limit: 50, types: ['idp.refresh.rotated'] }).at(-1);
    expect(rotated?.data.client).toBe(app);
    await world.agent.signOut({ persona: 'alice', app });
  });
});

describe('people at the same application', () => {
  it('keeps their sessions apart, and shows the help desk more than a customer', async () => {
    await world.agent.signIn({ persona: 'alice', app: 'care-desk' });
    await world.agent.signIn({ persona: 'dave', app: 'care-desk' });
    expect(await get('dave', 'care-desk', '/accounts/5120')).toMatchObject({ ok: true });
    expect(await get('alice', 'care-desk', '/accounts/5120')).toMatchObject({ ok: false, status: 404 });
  });

  it('signs a person in to a second application without a password, and keeps it when the first is left', async () => {
    await world.agent.signIn({ persona: 'carol', app: 'care-desk' });
    const wrong = { persona: 'carol', app: 'online-banking', password: 'never asked for' };
    expect(await world.agent.signIn(wrong)).toMatchObject({ ok: true });
  });
});

describe('the agent', () => {
  it.each([
    ['a persona that does not exist', { persona: 'eve', app: 'care-desk' }],
    ['an application without pages', { persona: 'alice', app: 'statement-job' }],
  ])('refuses %s', async (_name, input) => {
    expect(() => world.agent.signIn(input)).toThrow(/There is no/);
  });

  it('does not have an application make a call that is none of its operations', async () => {
    await world.agent.signIn({ persona: 'alice', app: 'care-desk' });
    const seq = world.core.log.last;
    const made = await get('alice', 'care-desk', '/../../payments/1.0/payments');
    expect(made).toMatchObject({ ok: false });
    const calls = world.core.log.list({ limit: 100, types: ['http.request'] });
    expect(calls.filter((event) => event.seq > seq && event.node === 'gateway')).toEqual([]);
  });
});
