// First, so that every library gets the virtual Date.
import '../world/virtual-clock.ts';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Decision, Hop } from '../../../src-main/contract/flow.ts';
import { createTraceQueries } from '../../../src-main/trace/trace-queries.ts';
import { hopStep } from '../../../src-main/trace/views/hop-steps.ts';
import { isAsset } from '../../../src-main/trace/views/hops.ts';
import { settlingReason } from '../../../src-main/trace/views/reasons.ts';
import { startIdentity } from '../../support/identity.ts';
import { AS_WORKBENCH, Kit } from '../rules/identity/kit.ts';
import { startWorld, type TestWorld } from '../world/running-world.ts';
import { dataFolder } from '../world/support.ts';

const GENERAL = /^(?:A page or a file is fetched|A request is answered)/;

const folder = dataFolder();
let world: TestWorld;
beforeAll(async () => {
  world = await startWorld(folder.dir);
});
afterAll(async () => {
  await world.stop();
  folder.remove();
});

/** Every hop of the log with what was decided at it. */
async function hopsOf(core: TestWorld['core']): Promise<{ hop: Hop; decisions: Decision[] }[]> {
  await core.recorder.committed();
  const queries = createTraceQueries(core, () => [], '0.1.0');
  return (await queries.list({ limit: 200 })).flatMap(({ flow }) => {
    const view = queries.view(flow);
    return view.hops
      .filter((hop) => !isAsset(hop))
      .map((hop) => ({ hop, decisions: view.decisions.filter(({ span }) => span === hop.span) }));
  });
}

/** What "Why?" says of a hop: the rule that settled it and its standard, or what the step is for. */
function whyOf({ hop, decisions }: { hop: Hop; decisions: Decision[] }): { said: string; standard: string } {
  const settled = decisions
    .map(({ reasons }) => settlingReason(reasons))
    .find((reason) => reason !== undefined);
  if (settled) return { said: settled.rule, standard: settled.standard ?? '' };
  const step = hopStep(hop);
  return { said: step.text, standard: step.standard };
}

describe('why, on any hop', () => {
  test('of a sign-in, calls, a refresh and a logout at each application', async () => {
    const { agent, core } = world;
    for (const app of ['care-desk', 'online-banking', 'pocket']) {
      expect(await agent.signIn({ persona: 'alice', app })).toMatchObject({ ok: true });
      await agent.callApi({ persona: 'alice', app, api: 'accounts', method: 'GET', path: '/accounts' });
    }
    await core.scheduler.advance(6 * 60_000);
    const cards = {
      persona: 'alice',
      app: 'care-desk',
      api: 'cards',
      method: 'GET',
      path: '/cards',
    } as const;
    await agent.callApi(cards);
    await agent.signOut({ persona: 'alice', app: 'care-desk' });
    const hops = await hopsOf(core);
    expect(hops.length).toBeGreaterThan(40);
    for (const { hop, decisions } of hops) {
      const { said, standard } = whyOf({ hop, decisions });
      expect(standard, `${hop.to} ${hop.title}`).toMatch(/§|API1|^WSO2 IS/);
      // Only plain pages of an application are told in general words.
      if (GENERAL.test(said)) expect(hop.to, hop.title).toMatch(/^app:/);
    }
  });

  test('of the device flow, userinfo, introspection, revocation and registration', async () => {
    const kit = new Kit(await startIdentity());
    const { device_code, user_code } = await kit.device();
    await kit.poll(device_code);
    await kit.decideDevice(user_code, 'allow');
    await kit.poll(device_code);
    const tokens = await kit.tokens();
    await kit.userinfo(`Bearer ${tokens.access_token}`);
    await kit.send('/token', kit.refresh(tokens.refresh_token));
    await kit.send('/token/introspection', { token: tokens.access_token ?? '' });
    await kit.send('/token/revocation', { token: tokens.access_token ?? '' });
    await kit.send('/token/revocation', { token: 'unknown' }, { authorization: AS_WORKBENCH });
    await kit.json('POST', '/reg', {}, 'Bearer wrong');
    const hops = await hopsOf(kit.identity.core);
    expect(hops.length).toBeGreaterThan(12);
    for (const entry of hops) {
      const { said, standard } = whyOf(entry);
      expect(standard, entry.hop.title).toMatch(/§|^WSO2 IS/);
      expect(said, entry.hop.title).not.toMatch(GENERAL);
    }
  });
});
