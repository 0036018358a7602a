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

describe.each(APPS)('the pages of %s', (app) => {
  it('allow no inline script, no frame and nothing from elsewhere', async () => {
    const answer = await fetch(world.apps[app]);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe-inline');
    expect(await answer.text()).not.toMatch(/<script(?![^>]*\bsrc=)/);
  });

  it('answer an unknown address with a page that says so', async () => {
    const answer = await fetch(`${world.apps[app]}/nowhere`);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('No such page');
  });

  it('refuse a form that another page sends, and say why', async () => {
    const path = app === 'online-banking' ? '/client-events' : '/sign-out';
    const answer = await fetch(`${world.apps[app]}${path}`, {
      method: 'POST',
      headers: { origin: 'http://127.0.0.1:1', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'api=accounts',
    });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('app.foreign-origin');
  });

  it('answer garbage with a page, not with a crash', async () => {
    for (const [path, type, body] of [
      ['/call', 'application/x-www-form-urlencoded', 'api=accounts&method=TRACE&path=x'],
      ['/client-events', 'application/json', '{"kind":'],
      ['/client-events', 'application/json', '{"kind":"session.started"}'],
      ['/call', 'application/x-www-form-urlencoded', 'a'.repeat(100_000)],
    ]) {
      const answer = await fetch(`${world.apps[app]}${path}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': type! },
        body: body!,
      });
      expect(answer.status).toBeGreaterThanOrEqual(300);
      expect(answer.status).toBeLessThan(500);
    }
    expect((await fetch(world.apps[app])).status).toBe(200);
  });
});

describe('coming back from the provider', () => {
  it('with an answer that nobody asked for changes nothing', async () => {
    const answer = await fetch(`${world.apps['care-desk']}/callback?code=stolen&state=guessed`);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('no_sign_in_pending');
  });

  it('with another state than the one that was sent is refused, and the code is not used', async () => {
    const begun = await fetch(`${world.apps['care-desk']}/sign-in`, { redirect: 'manual' });
    const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const before = world.core.log.last;
    const answer = await fetch(
      `${world.apps['care-desk']}/callback?code=x&state=forged&iss=${world.issuer}`,
      {
        headers: { cookie },
      },
    );
    expect(answer.status).toBe(400);
    const since = world.core.log.list({ limit: 100 }).filter((event) => event.seq > before);
    expect(since.some((event) => event.node === 'idp')).toBe(false);
    expect(since.find((event) => event.type === 'app.signin.failed')).toMatchObject({
      data: { client: 'care-desk' },
    });
  });

  it('finds Pocket’s listener closed once the answer has come', async () => {
    await world.agent.signIn({ persona: 'alice', app: 'pocket' });
    const [asked] = world.core.log
      .list({ limit: 500, types: ['http.request'] })
      .map((event) => new URL(String(event.data.url)).searchParams.get('redirect_uri') ?? '')
      .filter((uri) => uri.endsWith('/callback') && !uri.startsWith(world.apps.pocket))
      .slice(-1);
    expect(new URL(asked!).hostname).toBe('127.0.0.1');
    await expect(fetch(asked!)).rejects.toThrow();
  });

  it('closes Pocket’s listener when nobody comes', async () => {
    const begun = await fetch(`${world.apps.pocket}/sign-in`, { redirect: 'manual' });
    const uri = new URL(begun.headers.get('location')!).searchParams.get('redirect_uri')!;
    expect((await fetch(new URL('/other', uri))).status).toBe(404);
    await world.core.scheduler.advance(11 * 60_000);
    await expect(fetch(uri)).rejects.toThrow();
  });
});

describe('an application whose provider does not answer', () => {
  it('says that the sign-in cannot begin', async () => {
    const alone = await startWorld(`${folder.dir}/alone`, {}, world.profiles);
    const { apps } = alone;
    await alone.silenceProvider();
    const answer = await fetch(`${apps['care-desk']}/sign-in`, { redirect: 'manual' });
    expect(answer.status).toBe(502);
    expect(await answer.text()).toContain('app.provider-unreachable');
    await alone.stop();
  });
});
