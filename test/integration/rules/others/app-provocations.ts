import { onTestFinished } from 'vitest';
import type { APP_RULES } from '../../../../src-main/world/apps/server/app-rules.ts';
import type { LINK_RULES } from '../../../../src-main/world/persona-switch/link-rules.ts';
import { startWorld, type TestWorld } from '../../world/running-world.ts';
import { dataFolder } from '../../world/support.ts';
import { answerOf, newestRefusal, type Turned } from './turned.ts';

/** Sends to Care Desk in the running world. */
const at = (send: (world: TestWorld, url: string) => Promise<Response>) => async (): Promise<Turned> => {
  const folder = dataFolder();
  const world = await startWorld(folder.dir);
  onTestFinished(async () => {
    await world.stop();
    folder.remove();
  });
  const answer = await answerOf(await send(world, world.apps['care-desk']));
  return { answer, event: await newestRefusal(world.core) };
};

/** Signs Alice in and lends the request her cookie. */
async function cookieOf(world: TestWorld): Promise<string> {
  await world.agent.signIn({ persona: 'alice', app: 'care-desk' });
  const { cookies } = await world.profiles.read('alice');
  const found = cookies.find(({ name }) => name === 'care_desk_sid');
  return `${found?.name}=${found?.value}`;
}

export const appProvocations: Record<
  keyof typeof APP_RULES | keyof typeof LINK_RULES,
  () => Promise<Turned>
> = {
  'app.signin.finished': at((_, url) => fetch(`${url}/callback?code=x&state=y`)),
  'app.form.own-origin': at((_, url) =>
    fetch(`${url}/sign-out`, { method: 'POST', headers: { origin: 'http://evil.example' } }),
  ),
  'app.form.valid': at(async (world, url) =>
    fetch(`${url}/call`, {
      method: 'POST',
      headers: { cookie: await cookieOf(world) },
      body: new URLSearchParams({ api: 'accounts' }),
    }),
  ),
  'app.logout-token.valid': at((_, url) =>
    fetch(`${url}/backchannel-logout`, { method: 'POST', body: new URLSearchParams({ logout_token: 'x' }) }),
  ),
  'app.provider.reachable': at(async (world, url) => {
    await world.silenceProvider();
    return fetch(`${url}/sign-in`, { redirect: 'manual' });
  }),
  'app.sandbox.sound': at((world, url) => {
    world.core.store.transaction(() =>
      world.core.store.prepare('ALTER TABLE app_session RENAME TO gone').run(),
    );
    return fetch(`${url}/`, { headers: { cookie: 'care_desk_sid=x' } });
  }),
  'persona.link.unused': at(async (world) => {
    const link = await world.personaSwitch.link('bob', `${world.apps['care-desk']}/`);
    await fetch(link, { redirect: 'manual' });
    return fetch(link, { redirect: 'manual' });
  }),
};
