import { expect, test } from 'vitest';
import type { StrangerAnswers } from '../../../src-main/contract/answers.ts';
import { runningSandbox } from '../labs/running-lab.ts';

/** Who looks like whom to a stranger: the same number for the same answer. */
const looks = ({ rows }: StrangerAnswers, question: string) =>
  Object.fromEntries(
    rows.find((row) => row.question === question)?.answers.map(({ subject, look }) => [subject, look]) ?? [],
  );

test('the switches decide whom a stranger can tell apart, as the real endpoints answer', async () => {
  const sandbox = await runningSandbox();
  const first = await sandbox.call('governance.strangers', {});
  // As the directory is set at first, a locked account is told, and one that is not there is not.
  const { known, locked, disabled } = looks(first, 'recover-password');
  expect(new Set([known, locked, disabled]).size).toBe(3);
  const hidden = first.rows[0]?.answers.find(({ subject }) => subject === 'unknown');
  expect(hidden).toMatchObject({ status: 200, rule: 'idp.recovery.account-known' });
  const { known: one, unknown: none } = looks(first, 'register');
  expect([known, one]).toEqual([looks(first, 'recover-password').unknown, none]);

  await sandbox.call('governance.set', {
    enumeration: { hideUserExistence: true, signInTellsState: false },
  });
  const quiet = await sandbox.call('governance.strangers', {});
  const asked = looks(quiet, 'recover-password');
  expect([asked.locked, asked.disabled]).toEqual([asked.unknown, asked.unknown]);
  expect(new Set(Object.values(looks(quiet, 'sign-in'))).size).toBe(1);

  await sandbox.call('governance.set', {
    enumeration: { hideUserExistence: false, notifyUserExistence: true, signInTellsState: true },
  });
  const loud = await sandbox.call('governance.strangers', {});
  expect(loud.rows[0]?.answers.find(({ subject }) => subject === 'unknown')?.status).toBe(404);
  expect(looks(loud, 'sign-in')).toMatchObject({ known: 0, locked: 1, disabled: 2, unknown: 0 });
  expect((await sandbox.call('accounts.list', { search: 'stranger' })).total).toBe(0);
});

test('the next locks are reckoned as the lock itself reckons', async () => {
  const sandbox = await runningSandbox();
  const minutes = async () => (await sandbox.call('governance.locks', {})).locks.map((ms) => ms / 60_000);
  expect(await minutes()).toEqual([5, 10, 20, 40, 80]);
  await sandbox.call('governance.set', { accountLock: { baseMinutes: 1, ratio: 3 } });
  expect(await minutes()).toEqual([1, 3, 9, 27, 81]);
  expect((await sandbox.call('governance.defaults', {})).accountLock).toMatchObject({
    baseMinutes: 5,
    ratio: 2,
  });
});
