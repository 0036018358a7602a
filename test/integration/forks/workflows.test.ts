import { expect, test } from 'vitest';
import type { ForkMethod } from '../../../src-main/contract/fork-limits.ts';
import type { Json } from '../../../src-main/contract/json.ts';
import type { MethodInput, MethodOutput } from '../../../src-main/contract/methods.ts';
import { runningSandbox } from '../labs/running-lab.ts';

const DAY = 86_400_000;
const NEW = { username: 'frida', name: 'Frida Berg', email: 'frida.berg@harbour.example' };

/** Dave has asked for an account for Frida, and an administrator is to decide. */
async function asked() {
  const sandbox = await runningSandbox();
  await sandbox.play.signIn('dave', 'care-desk');
  const run = await sandbox.call('workflows.start', { id: 'onboarding', account: 'dave', input: NEW });
  expect(run).toMatchObject({ status: 'waiting', startedBy: 'dave' });
  const [task] = await sandbox.call('approvals.list', { account: 'carol', open: true });
  if (!task) throw new Error('nobody is asked');
  const statusOf = async () => (await sandbox.call('workflows.run', { id: run.id })).status;
  return { sandbox, run, task, statusOf };
}

test('a run goes on in a fork, with a decision and a clock of its own, and the live one waits', async () => {
  const { sandbox, run, task, statusOf } = await asked();
  const before = await sandbox.digest();
  const inside = async () => {
    const { id } = await sandbox.call('forks.open', {});
    return async <M extends ForkMethod>(method: M, params: MethodInput<M>): Promise<MethodOutput<M>> =>
      (await sandbox.call('forks.call', { id, method, params: params as Json })) as MethodOutput<M>;
  };
  const one = await inside();
  await one('approvals.decide', { task: task.id, account: 'carol', action: 'APPROVE' });
  expect(await one('workflows.run', { id: run.id })).toMatchObject({
    status: 'completed',
    answer: { approvedBy: 'carol' },
  });
  const other = await inside();
  await other('clock.advance', { ms: 3 * DAY + 1000 });
  expect((await other('workflows.run', { id: run.id })).status).toBe('rejected');
  expect(await statusOf()).toBe('waiting');
  expect(await sandbox.digest()).toBe(before);
});

test('a restore gives a run back as it was, with its timer', async () => {
  const { sandbox, run, task, statusOf } = await asked();
  const snapshot = await sandbox.call('snapshots.take', { name: 'asked' });
  await sandbox.call('approvals.decide', { task: task.id, account: 'carol', action: 'REJECT' });
  expect(await statusOf()).toBe('rejected');
  await sandbox.call('snapshots.restore', { id: snapshot.id });
  expect(await statusOf()).toBe('waiting');
  await sandbox.call('clock.advance', { ms: 3 * DAY + 1000 });
  expect((await sandbox.call('workflows.run', { id: run.id })).steps.map(({ status }) => status)).toEqual([
    'undone',
    'done',
    'done',
    'pending',
    'pending',
    'pending',
  ]);
});
