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

const CALLS = {
  'care-desk': { api: 'cards', path: '/cards' },
  'online-banking': { api: 'payments', path: '/payments' },
  pocket: { api: 'cards', path: '/cards' },
} as const;

describe.each(['care-desk', 'online-banking', 'pocket'] as const)('%s', (app) => {
  it('signs Alice in, calls two APIs with one token each, and signs her out', async () => {
    const signedIn = await world.agent.signIn({ persona: 'alice', app });
    expect(signedIn).toMatchObject({ ok: true });
    const list = await world.agent.callApi({
      persona: 'alice',
      app,
      api: 'accounts',
      method: 'GET',
      path: '/accounts',
    });
    expect(list).toMatchObject({ ok: true, status: 200 });
    const other = await world.agent.callApi({ persona: 'alice', app, method: 'GET', ...CALLS[app] });
    expect(other).toMatchObject({ ok: true, status: 200 });
    const signedOut = await world.agent.signOut({ persona: 'alice', app });
    expect(signedOut).toMatchObject({ ok: true });
    const after = await world.agent.callApi({
      persona: 'alice',
      app,
      api: 'accounts',
      method: 'GET',
      path: '/accounts',
    });
    expect(after).toMatchObject({ ok: false });
    expect(after.status).toBeUndefined();
  });
});
