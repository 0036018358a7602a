import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkOf, ownPacks, PACK, runningSandbox, stepOf } from './running-lab.ts';

const first = { pack: PACK, lab: 'sign-in-and-call' };
const second = { pack: PACK, lab: 'denied-for-scope' };

test('resetting a step gives the whole state back and lets the step be played anew', async () => {
  const { call, digest } = await runningSandbox();
  await call('labs.open', second);
  await call('labs.goto', { ...second, step: 'watch-it-fail' });
  const before = await digest();
  await call('labs.skip', { ...second, step: 'watch-it-fail' });
  expect(await digest()).not.toBe(before);
  const last = (await call('events.list', { limit: 1 })).last;

  const lab = await call('labs.reset-step', { ...second, step: 'watch-it-fail' });
  expect(await digest()).toBe(before);
  expect(stepOf(lab, 'watch-it-fail').status).toBe('open');
  expect(checkOf(lab, 'watch-it-fail', 'refused').status).toBe('pending');
  // The log was not rewound: it says what happened.
  const { events } = await call('events.list', { after: last });
  expect(events.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['snapshot.restored', 'lab.step.reset']),
  );
  // What was done once stays done for the list.
  const { labs } = await call('labs.list', {});
  const listed = labs.find(({ id }) => id === second.lab)?.steps.find(({ id }) => id === 'watch-it-fail');
  expect(listed?.done).toBe(true);
});

test('after a restart the lab is open at the same step, with what was done and shown', async () => {
  const one = await runningSandbox();
  await one.call('labs.open', first);
  await one.call('labs.done', { ...first, step: 'who-is-who' });
  await one.call('labs.goto', { ...first, step: 'sign-in' });
  await one.call('labs.hint', { ...first, step: 'sign-in' });
  await one.stop();

  const two = await runningSandbox({ dataDir: one.dataDir });
  const lab = await two.call('labs.current', {});
  expect(lab).toMatchObject({ id: first.lab, current: 'sign-in' });
  expect(stepOf(lab, 'who-is-who').status).toBe('passed');
  expect(stepOf(lab, 'sign-in').hints).toHaveLength(1);
  // And it goes on watching.
  await two.play.signIn('alice');
  const after = await two.call('labs.check', { ...first, step: 'sign-in' });
  expect(stepOf(after, 'sign-in').status).toBe('passed');
});

test('coming back from another lab puts the world right for the step at which one stood', async () => {
  const { call } = await runningSandbox();
  const scopes = async () =>
    (await call('world.get', {})).applications.find(({ clientId }) => clientId === 'online-banking')
      ?.requestedScopes;
  await call('labs.open', second);
  await call('labs.goto', { ...second, step: 'watch-it-fail' });
  expect(await scopes()).toEqual(['openid', 'profile', 'accounts:list']);
  await call('labs.open', first);
  expect(await scopes()).toContain('payments:create');
  const lab = await call('labs.open', second);
  expect(lab.current).toBe('watch-it-fail');
  expect(await scopes()).toEqual(['openid', 'profile', 'accounts:list']);
});

test('progress of a newer version is left alone', async () => {
  const { dataDir, call, stop } = await runningSandbox();
  await call('labs.open', first);
  await stop();
  const file = join(dataDir, 'progress.json');
  const newer = JSON.stringify({ schema: 99, treasure: true });
  writeFileSync(file, newer);
  const again = await runningSandbox({ dataDir });
  expect((await again.call('sandbox.info', {})).notices.join()).toMatch(/newer version of Gatehouse \(99\)/);
  await again.call('labs.open', first);
  expect(readFileSync(file, 'utf8')).toBe(newer);
});

test('progress that cannot be read is put aside, said, and replaced', async () => {
  const { dataDir, stop } = await runningSandbox();
  await stop();
  const file = join(dataDir, 'progress.json');
  writeFileSync(file, '{"schema": 1, "labs":');
  const again = await runningSandbox({ dataDir });
  expect((await again.call('sandbox.info', {})).notices.join()).toMatch(/progress could not be read/);
  await again.call('labs.open', first);
  expect(existsSync(`${file}.broken`)).toBe(true);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ schema: 1, open: { lab: first.lab } });
  expect(readdirSync(dataDir).filter((name) => name.startsWith('progress.json.next'))).toEqual([]);
});

test('a broken pack is told of and hides no other', async () => {
  const packs = ownPacks();
  const broken = join(packs, 'first-steps', 'labs', 'denied-for-scope', 'lab.yaml');
  writeFileSync(broken, readFileSync(broken, 'utf8').replace('kind: event', 'kind: evnt'));
  const { call } = await runningSandbox({ packs });
  const { labs, problems } = await call('labs.list', {});
  expect(labs.map(({ id }) => id)).toEqual(['sign-in-and-call']);
  const line =
    readFileSync(broken, 'utf8')
      .split('\n')
      .findIndex((text) => text.includes('evnt')) + 1;
  expect(problems[0]).toMatchObject({ pack: PACK, file: 'labs/denied-for-scope/lab.yaml', line });
  await call('labs.open', { pack: PACK, lab: 'sign-in-and-call' });
});

test('a hard gate holds until its step was done or skipped, and never closes again', async () => {
  const packs = ownPacks();
  const file = join(packs, 'first-steps', 'labs', 'sign-in-and-call', 'lab.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('    points: 10', '    points: 10\n    gate: hard'));
  const { call } = await runningSandbox({ packs });
  await call('labs.open', first);
  await expect(call('labs.goto', { ...first, step: 'call' })).rejects.toMatchObject({
    code: 'lab.step.gated',
  });
  await call('labs.skip', { ...first, step: 'sign-in' });
  await call('labs.goto', { ...first, step: 'call' });
  await call('labs.reset-step', { ...first, step: 'sign-in' });
  expect((await call('labs.goto', { ...first, step: 'call' })).current).toBe('call');
});
