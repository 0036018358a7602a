import { CookieJar } from 'tough-cookie';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Browser } from '../../../src-main/world/agent/browser.ts';
import { answerPages } from '../../../src-main/world/agent/sign-in-pages.ts';
import { startWorld, type TestWorld } from './running-world.ts';
import { dataFolder } from './support.ts';

const folder = dataFolder();
let world: TestWorld;
let browser: Browser;

beforeAll(async () => {
  world = await startWorld(folder.dir);
});

afterAll(async () => {
  await world.stop();
  folder.remove();
});

/** The person's own browser: one jar for everybody, as there are no partitions. */
beforeEach(() => {
  const headers = { 'sec-fetch-mode': 'navigate' };
  const plain = (url: string | URL, init: RequestInit = {}) =>
    fetch(url, { ...init, headers: { ...headers, ...Object.fromEntries(new Headers(init.headers)) } });
  browser = new Browser(plain, new CookieJar(undefined, { rejectPublicSuffixes: false }));
});

const home = () => `${world.apps['care-desk']}/`;

/** Follows a persona link as a browser does; answers the page of Care Desk that the persona then sees. */
async function sitDown(persona: string): Promise<string> {
  await browser.open(await world.personaSwitch.link(persona, home()));
  return (await browser.open(home())).heading;
}

async function signInByHand(persona: string): Promise<void> {
  const first = await browser.open(`${home()}sign-in`);
  const answers = { username: persona, password: `${persona}-sandbox-1`, consent: 'allow' } as const;
  await answerPages(browser, first, world.issuer, answers);
}

describe('another persona at the same browser', () => {
  it('finds the pages as she left them, and nothing of the persona before', async () => {
    expect(await sitDown('alice')).toBe('Care Desk');
    await signInByHand('alice');
    expect((await browser.open(home())).heading).toBe('Hello, Alice Moreau');
    expect(await sitDown('bob')).toBe('Care Desk');
    expect(world.seated()).toBe('bob');
    await signInByHand('bob');
    expect(await sitDown('alice')).toBe('Hello, Alice Moreau');
    expect(await sitDown('bob')).toBe('Hello, Bob Tanaka');
  });

  it('is signed in as the agent has signed her in meanwhile', async () => {
    await sitDown('dave');
    await world.agent.signIn({ persona: 'dave', app: 'care-desk' });
    expect(await sitDown('dave')).toBe('Hello, Dave Okafor');
  });

  it('changes what Online Banking keeps in the tab, and lends no refresh token', async () => {
    await sitDown('mallory');
    await world.agent.signIn({ persona: 'carol', app: 'online-banking' });
    const first = await browser.open(await world.personaSwitch.link('carol', home()));
    const carols = await swapStorage(first.url, {});
    const kept = JSON.parse(carols['online-banking'] ?? '');
    expect(kept).toMatchObject({ user: { sub: 'carol' }, tokens: { access: expect.anything() } });
    expect(kept.tokens).not.toHaveProperty('refreshToken');
    const second = await browser.open(await world.personaSwitch.link('mallory', home()));
    expect(await swapStorage(second.url, { 'online-banking': '{"data":{"left":1}}' })).toEqual({});
    const third = await browser.open(await world.personaSwitch.link('carol', home()));
    expect(await swapStorage(third.url, {})).toEqual({ 'online-banking': '{"data":{"left":1}}' });
  });

  it('stays where she is when she opens another page herself', async () => {
    await sitDown('bob');
    const again = await browser.open(await world.personaSwitch.link('bob', home()));
    expect(again.url).toBe(home());
  });
});

describe('a persona link', () => {
  it('works once', async () => {
    const link = await world.personaSwitch.link('alice', home());
    expect((await browser.open(link)).status).toBe(200);
    expect((await browser.open(link)).status).toBe(410);
  });

  it('is old after a few minutes', async () => {
    const link = await world.personaSwitch.link('alice', home());
    await world.core.scheduler.advance(5 * 60_000);
    expect((await browser.open(link)).status).toBe(410);
  });

  it.each(['http://evil.example/', 'javascript:alert(1)', 'http://127.0.0.1:1/', 'no address'])(
    'does not lead to %s',
    async (to) => {
      await expect(world.personaSwitch.link('alice', to)).rejects.toThrow(/no address of this sandbox/);
    },
  );
});

/** What the script of the page does, without a window: hands the tab's storage in and takes the other one. */
async function swapStorage(pageUrl: string, kept: Record<string, string>): Promise<Record<string, string>> {
  const page = world.core.log
    .list({ limit: 20, types: ['http.response'] })
    .findLast((event) => JSON.stringify(event.data).includes('data-ticket'));
  const ticket = /data-ticket=\\?"([\w-]+)/.exec(JSON.stringify(page?.data))?.[1];
  const answer = await fetch(new URL(`/persona-switch/${ticket}`, pageUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(kept),
  });
  return (await answer.json()) as Record<string, string>;
}
