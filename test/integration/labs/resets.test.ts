import { expect, test } from 'vitest';
import { ownPacks, PACK, runningSandbox, stepOf } from './running-lab.ts';

const first = { pack: PACK, lab: 'sign-in-and-call' };
const second = { pack: PACK, lab: 'denied-for-scope' };

/** Both labs begun: the first one’s first step is read, the second one’s first task is done. */
async function underWay() {
  const sandbox = await runningSandbox({ packs: ownPacks() });
  const seed = await sandbox.digest();
  await sandbox.call('labs.open', first);
  await sandbox.call('labs.done', { ...first, step: 'who-is-who' });
  await sandbox.call('labs.open', second);
  const start = await sandbox.digest();
  await sandbox.call('labs.skip', { ...second, step: 'watch-it-fail' });
  expect(await sandbox.digest()).not.toBe(start);
  const done = async () =>
    (await sandbox.call('labs.list', {})).labs.map(({ id, steps }) => [
      id,
      steps.filter((one) => one.done).length,
    ]);
  expect((await done()).slice(0, 2)).toEqual([
    ['sign-in-and-call', 1],
    ['denied-for-scope', 1],
  ]);
  const logged = async () =>
    (await sandbox.call('events.list', { types: ['snapshot.restored', 'lab.reset'] })).events.map(
      ({ type }) => type,
    );
  return { ...sandbox, seed, start, done, logged };
}

test('resetting a lab gives its start world back and forgets its progress; the other lab and the log stay', async () => {
  const { call, digest, start, done, logged } = await underWay();
  const lab = await call('labs.reset', { scope: 'lab', ...second });
  expect(await digest()).toBe(start);
  expect(lab).toMatchObject({ id: second.lab, current: 'ask-for-less', finished: false });
  expect(stepOf(lab, 'watch-it-fail').status).toBe('waiting');
  expect((await done()).slice(0, 2)).toEqual([
    ['sign-in-and-call', 1],
    ['denied-for-scope', 0],
  ]);
  expect((await logged()).slice(-2)).toEqual(['snapshot.restored', 'lab.reset']);
  // It can be played again.
  const again = await call('labs.skip', { ...second, step: 'watch-it-fail' });
  expect(stepOf(again, 'watch-it-fail').status).toBe('skipped');
});

test('resetting a pack forgets all its labs and puts the open one back to its start', async () => {
  const { call, digest, start, done } = await underWay();
  const lab = await call('labs.reset', { scope: 'pack', pack: PACK });
  expect(lab).toMatchObject({ id: second.lab, current: 'ask-for-less' });
  expect(await digest()).toBe(start);
  expect((await done()).map(([, count]) => count).filter((count) => count !== 0)).toEqual([]);
});

test('resetting everything gives the seed back, closes the lab and forgets all progress; the log is kept', async () => {
  const { call, digest, seed, done, logged, stop, dataDir } = await underWay();
  const before = (await call('events.list', { limit: 1 })).last;
  expect(await call('labs.reset', { scope: 'everything' })).toBeNull();
  expect(await digest()).toBe(seed);
  expect((await done()).map(([, count]) => count).filter((count) => count !== 0)).toEqual([]);
  expect((await logged()).slice(-2)).toEqual(['snapshot.restored', 'lab.reset']);
  expect((await call('events.list', { limit: 1 })).last).toBeGreaterThan(before);
  await stop();
  const again = await runningSandbox({ dataDir });
  expect(await again.call('labs.current', {})).toBeNull();
});

test('a lab that is not open can be forgotten without touching the world', async () => {
  const { call, digest, done } = await underWay();
  const before = await digest();
  const lab = await call('labs.reset', { scope: 'lab', ...first });
  expect(lab?.id).toBe(second.lab);
  expect(await digest()).toBe(before);
  expect((await done())[0]).toEqual(['sign-in-and-call', 0]);
});
