import { expect, test } from 'vitest';
import { normalisedState } from '../../../src-main/labs/proof/normalise.ts';
import { checkOf, PACK, runningSandbox, stepOf } from './running-lab.ts';

const first = { pack: PACK, lab: 'sign-in-and-call' };
const second = { pack: PACK, lab: 'denied-for-scope' };

/** Labs that leave the worst behind: sign-ins, thefts, locks, a password taken over, groups, the clock. */
const WORST: ReadonlySet<string> = new Set([
  'wrong-door-too-late',
  'stolen-code',
  'device-phish',
  'lock-outlives-its-clock',
  'one-time-code',
  'approval-workflow',
]);

const snapshotNames = async ({ call }: Pick<Awaited<ReturnType<typeof runningSandbox>>, 'call'>) =>
  (await call('snapshots.list', {})).map(({ name }) => name);

test('every lab that ships begins in the same world, wherever the labs before it were left', {
  timeout: 240_000,
}, async () => {
  const sandbox = await runningSandbox();
  const { call, contents } = sandbox;
  const labs = (await call('labs.list', {})).labs.map(({ pack, id, steps }) => ({ pack, lab: id, steps }));
  const state = () => normalisedState(contents());
  const starts = new Map<string, string[]>();
  for (const { pack, lab } of labs) {
    await call('labs.reset', { scope: 'everything' });
    await call('labs.open', { pack, lab });
    starts.set(lab, state());
  }
  await call('labs.reset', { scope: 'everything' });
  // Somebody has explored, and left nothing as it was.
  await call('accounts.act', {
    id: 'alice',
    action: { kind: 'set-password', password: 'no longer her own' },
  });
  await call('accounts.act', { id: 'bob', action: { kind: 'disable' } });
  await call('clock.advance', { ms: 90 * 24 * 3_600_000 });
  for (const { pack, lab, steps } of labs) {
    await call('labs.open', { pack, lab });
    expect(state(), lab).toEqual(starts.get(lab));
    for (const { id } of WORST.has(lab) ? steps : []) {
      await call('labs.goto', { pack, lab, step: id });
      await call('labs.skip', { pack, lab, step: id });
    }
  }
});

test('a lab that was left for another goes on as it was left, and what was done meanwhile is not counted', async () => {
  const { call, digest, play } = await runningSandbox();
  const opened = await call('labs.open', first);
  // Nothing had been done: nothing was worth keeping.
  expect(opened.arrival).toEqual({ world: 'new', kept: undefined });
  await call('labs.goto', { ...first, step: 'sign-in' });
  expect((await call('labs.current', {}))?.arrival).toBeUndefined();
  await call('clock.advance', { ms: 60_000 });
  const left = await digest();

  const other = await call('labs.open', second);
  expect(other.arrival).toEqual({ world: 'new', kept: '“Sign in, and call an API” as you left it' });
  await play.signIn('alice');

  const back = await call('labs.open', first);
  expect(await digest()).toBe(left);
  expect(back).toMatchObject({ current: 'sign-in', arrival: { world: 'as-left' } });
  const asked = await call('labs.check', { ...first, step: 'sign-in' });
  expect(checkOf(asked, 'sign-in', 'signed-in').status).toBe('fail');
  await play.signIn('alice');
  expect(stepOf(await call('labs.check', { ...first, step: 'sign-in' }), 'sign-in').status).toBe('passed');
});

test('what one did before the first lab is kept, and where what was left is gone the step begins anew', async () => {
  const sandbox = await runningSandbox();
  const { call, play } = sandbox;
  await play.signIn('alice');
  const opened = await call('labs.open', second);
  expect(opened.arrival).toEqual({ world: 'new', kept: 'Before the lab “Denied, and why”' });
  expect(await snapshotNames(sandbox)).toContain('Before the lab “Denied, and why”');
  await call('labs.goto', { ...second, step: 'watch-it-fail' });
  await call('labs.open', first);
  const left = (await call('snapshots.list', {})).find(({ name }) => name.endsWith('as you left it'));
  await call('snapshots.delete', { id: left?.id ?? '' });
  const back = await call('labs.open', second);
  expect(back).toMatchObject({ current: 'watch-it-fail', arrival: { world: 'step-start' } });
});
