import { expect, test } from 'vitest';
import { pictureOfLifecycle } from '../../../src-main/identity/lifecycle/picture.ts';
import { runningSandbox } from '../labs/running-lab.ts';

test('the picture draws at the lock and at the flag what the rows do there', () => {
  const numbers = (effect: 'locks' | 'unlocks' | 'disables' | 'enables') => [
    ...new Set(
      pictureOfLifecycle().rows.flatMap((row) => (row[effect] && row.row !== null ? [row.row] : [])),
    ),
  ];
  const sorted = (rows: number[]) => rows.sort((a, b) => a - b);
  expect(sorted(numbers('locks'))).toEqual([1, 8, 10, 14, 16, 19, 23, 25]);
  expect(sorted(numbers('unlocks'))).toEqual([5, 9, 11, 12, 15, 18, 21, 24, 29]);
  expect(numbers('disables')).toEqual([26]);
  expect(numbers('enables')).toEqual([27]);
});

test('the log is read by the account that facts are about, without its hops', async () => {
  const sandbox = await runningSandbox();
  await sandbox.call('personas.sign-in', {
    persona: 'mallory',
    app: 'online-banking',
    username: 'bob',
    password: 'wrong',
  });
  await sandbox.call('accounts.act', { id: 'bob', action: { kind: 'lock' } });
  await sandbox.call('accounts.act', { id: 'alice', action: { kind: 'lock' } });
  const { events } = await sandbox.call('events.list', { subject: 'bob', limit: 100 });
  expect(events.every(({ subject, type }) => subject === 'bob' && !type.startsWith('http.'))).toBe(true);
  expect(events.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['idp.signin.failed', 'account.changed', 'message.sent']),
  );
  const groups = await sandbox.call('groups.list', {});
  expect(groups.find(({ name }) => name === 'customers')?.members).toBeGreaterThan(1);
});
