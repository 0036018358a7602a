import { afterAll, beforeAll, expect, it } from 'vitest';
import { stateChanges } from '../../../src-main/trace/state-query.ts';
import { stateAt } from '../../../src-main/trace/views/state-at.ts';
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

const standings = (flow: string, seq: number) =>
  stateAt(stateChanges(world.core, world.core.correlator.members(flow)), seq, world.core.clock.now()).map(
    ({ kind, standing }) => [kind, standing],
  );

it('knows what a sign-in made, and that its token was revoked from elsewhere', async () => {
  const { flow } = await world.agent.signIn({ persona: 'alice', app: 'care-desk' });
  const before = world.core.log.last;
  expect(standings(flow, before)).toEqual(
    expect.arrayContaining([
      ['session', 'valid'],
      ['consent', 'valid'],
      ['code', 'ended'],
      ['access', 'valid'],
      ['id', 'valid'],
      ['app-session', 'valid'],
    ]),
  );
  const token = stateChanges(world.core, world.core.correlator.members(flow)).find(
    (change) => change.change === 'begins' && change.artefact.kind === 'access',
  );
  if (token?.change !== 'begins') throw new Error('the log tells of no access token');
  await world.identity.revoke(token.artefact.id);
  expect(standings(flow, before)).toContainEqual(['access', 'valid']);
  expect(standings(flow, world.core.log.last)).toContainEqual(['access', 'ended']);
});

it('knows the session that a later sign-in found there', async () => {
  const second = await world.agent.signIn({ persona: 'alice', app: 'online-banking' });
  expect(standings(second.flow, world.core.log.last)).toContainEqual(['session', 'valid']);
});
