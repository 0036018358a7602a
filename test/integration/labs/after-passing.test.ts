import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OWN_PACK } from '../../support/own-pack.ts';
import { checkOf, packsWith, runningSandbox, stepOf } from './running-lab.ts';

const ref = { pack: OWN_PACK, lab: 'one' };
const WIDE = ['openid', 'profile', 'accounts:list', 'accounts:read'];
const NARROW = ['openid', 'profile'];

/** Two steps: the first wants Online Banking to ask for all of `WIDE`, the second lets one read. */
const lab = (sticky: boolean) => ({
  setup: [{ 'client.set': { client: 'online-banking', requestedScopes: NARROW } }],
  steps: [
    {
      id: 'widen',
      title: 'Widen',
      type: 'configure',
      points: 10,
      checks: [
        {
          id: 'wide',
          kind: 'state',
          path: 'applications/online-banking/requestedScopes',
          op: 'contains',
          value: WIDE,
          sticky,
          feedback: { value: 'Not these.' },
        },
      ],
      hints: [
        { id: 'h1', kind: 'nudge', text: 'Look at the scopes.', offer: { failures: 1 } },
        { id: 'h2', kind: 'answer', text: 'These four.', cost: 4, needs: 'h1' },
      ],
    },
    { id: 'rest', title: 'Rest', type: 'read' },
  ],
});
const SOLUTION = {
  steps: { widen: [{ 'client.set': { client: 'online-banking', requestedScopes: WIDE } }] },
};
const widen = { ...ref, step: 'widen' };

/** The lab with its first step passed and the second one open. */
async function passed(sticky: boolean) {
  const packs = packsWith(lab(sticky), SOLUTION);
  const sandbox = await runningSandbox({ packs });
  const set = (requestedScopes: string[]) =>
    sandbox.call('apps.update', { clientId: 'online-banking', requestedScopes });
  await sandbox.call('labs.open', ref);
  await set(WIDE);
  await sandbox.call('labs.check', widen);
  await sandbox.call('labs.goto', { ...ref, step: 'rest' });
  return { ...sandbox, set, packs, now: async () => sandbox.call('labs.current', {}) };
}

test('a state that no longer is as it was passed is marked, and the pass stays', async () => {
  const { set, now } = await passed(true);
  expect(checkOf(await now(), 'widen', 'wide').changed).toBeUndefined();
  await set(NARROW);
  expect(checkOf(await now(), 'widen', 'wide')).toMatchObject({ status: 'pass', changed: true });
  expect(stepOf(await now(), 'widen')).toMatchObject({ status: 'passed', unsolved: false });
  await set(WIDE);
  expect(checkOf(await now(), 'widen', 'wide').changed).toBeUndefined();
});

test('what must last takes the pass along when it goes, the end of the lab too, and gives it back', async () => {
  const { call, set, now } = await passed(false);
  expect((await call('labs.done', { ...ref, step: 'rest' })).finished).toBe(true);
  await set(NARROW);
  expect(stepOf(await now(), 'widen')).toMatchObject({ status: 'open', unsolved: true });
  expect((await now())?.finished).toBe(false);
  const { events } = await call('events.list', { types: ['lab.step.unsolved'] });
  expect(events.map(({ data }) => data)).toMatchObject([{ step: 'widen', check: 'wide', by: 'sandbox' }]);
  await set(WIDE);
  expect(stepOf(await now(), 'widen')).toMatchObject({ status: 'passed', unsolved: false });
  expect((await now())?.finished).toBe(true);
});

test('a pass can be given up, to be earned anew; the world is left as it is', async () => {
  const { call, digest } = await passed(true);
  const before = await digest();
  const after = await call('labs.unsolve', widen);
  // Its check reads the state, which is still right: so it is passed anew at once, and earns its points again.
  expect(stepOf(after, 'widen')).toMatchObject({ status: 'passed', hints: [], earned: 10 });
  expect(await digest()).toBe(before);
  const { events } = await call('events.list', { types: ['lab.step.unsolved', 'lab.step.passed'] });
  expect(events.map(({ type }) => type)).toEqual(['lab.step.passed', 'lab.step.unsolved', 'lab.step.passed']);
});

test('a step that was edited since it was passed says so and stays passed', async () => {
  const { call, stop, packs, dataDir } = await passed(true);
  expect(stepOf(await call('labs.current', {}), 'widen').edited).toBe(false);
  await stop();
  const file = join(packs, 'own/labs/one/content/widen.md');
  writeFileSync(file, `${readFileSync(file, 'utf8')}\nOne more line.\n`);
  const { call: again } = await runningSandbox({ packs, dataDir });
  expect(stepOf(await again('labs.current', {}), 'widen')).toMatchObject({ edited: true, status: 'passed' });
});

test('hints cost points, and one is offered after a failed try', async () => {
  const { call } = await runningSandbox({ packs: packsWith(lab(true), SOLUTION) });
  let state = await call('labs.open', ref);
  expect(state.score).toEqual({ earned: 0, possible: 10 });
  expect(stepOf(state, 'widen')).toMatchObject({ nextHintCost: 0 });
  await call('apps.update', { clientId: 'online-banking', requestedScopes: [...NARROW, 'accounts:list'] });
  state = await call('labs.check', widen);
  expect(stepOf(state, 'widen').hintOffer).toBe('failures');
  state = await call('labs.hint', widen);
  expect(stepOf(state, 'widen')).toMatchObject({ nextHintCost: 4 });
  await call('labs.hint', widen);
  await call('apps.update', { clientId: 'online-banking', requestedScopes: WIDE });
  state = await call('labs.check', widen);
  expect(stepOf(state, 'widen')).toMatchObject({ status: 'passed', earned: 6 });
  expect(state.score).toEqual({ earned: 6, possible: 10 });
});

test('hints that are read after passing cost nothing; a step that was skipped earns nothing until it is solved', async () => {
  const { call } = await runningSandbox({ packs: packsWith(lab(true), SOLUTION) });
  await call('labs.open', ref);
  let state = await call('labs.skip', widen);
  expect(state.score.earned).toBe(0);
  await call('labs.reset-step', widen);
  await call('apps.update', { clientId: 'online-banking', requestedScopes: WIDE });
  state = await call('labs.check', widen);
  expect(state.score.earned).toBe(10);
  await call('labs.hint', widen);
  state = await call('labs.hint', widen);
  expect(state.score.earned).toBe(10);
});

test('the solution is shown after the last hint, in plain words, and plays line by line', async () => {
  const { call } = await runningSandbox({ packs: packsWith(lab(true), SOLUTION) });
  let state = await call('labs.open', ref);
  expect(stepOf(state, 'widen')).toMatchObject({ canReveal: false });
  await expect(call('labs.reveal', widen)).rejects.toMatchObject({ code: 'lab.solution.hints-first' });
  await expect(call('labs.play-solution', { ...widen, index: 0 })).rejects.toMatchObject({
    code: 'lab.solution.not-shown',
  });
  await call('labs.hint', widen);
  state = await call('labs.hint', widen);
  expect(stepOf(state, 'widen').canReveal).toBe(true);
  state = await call('labs.reveal', widen);
  expect(stepOf(state, 'widen').solution).toEqual([
    { text: 'Have it ask for openid profile accounts:list accounts:read' },
  ]);
  expect(stepOf(state, 'widen').status).toBe('open');
  expect(await call('labs.play-solution', { ...widen, index: 0 })).toMatchObject({ ok: true });
  state = (await call('labs.current', {})) ?? state;
  expect(stepOf(state, 'widen')).toMatchObject({ status: 'passed', earned: 0 });
});
