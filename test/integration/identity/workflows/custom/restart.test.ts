import { expect, test } from 'vitest';
import {
  after,
  blankRun,
  type Entry,
} from '../../../../../src-main/identity/workflows/custom/engine/run-state.ts';
import { CustomWorkflowStore } from '../../../../../src-main/store/custom-workflows.ts';
import { tempDir } from '../../../../support/temp-dir.ts';
import { openWorkflows } from '../../../../support/workflows.ts';

const NEW = { username: 'frida', name: 'Frida Berg', email: 'frida.berg@harbour.example' };
const HOUR = 3_600_000;

async function restarted(dataDir: string, port: number) {
  return openWorkflows({ dataDir, port });
}

async function opened() {
  const dataDir = tempDir();
  const workflows = await openWorkflows({ dataDir });
  const port = Number(new URL(workflows.identity.issuer).port);
  const stop = async () => {
    workflows.control.close();
    await workflows.identity.stop();
  };
  return { dataDir, port, workflows, stop };
}

test('a run that waits for a decision goes on after a restart, in its own story', async () => {
  const { dataDir, port, workflows, stop } = await opened();
  await workflows.start('onboarding', NEW, 'dave');
  const before = await workflows.newest();
  await stop();
  const again = await restarted(dataDir, port);
  const task = await again.task();
  await again.handlers['approvals.decide']({
    task: task.id,
    account: 'carol',
    action: 'APPROVE',
    comment: '',
  });
  // Connections of before the restart are gone; the step says that it may be sent again.
  await again.later(11_000);
  const after = await again.newest();
  expect(after).toMatchObject({ id: before.id, status: 'completed', flow: before.flow });
  const hop = again.identity
    .events('http.request')
    .find(({ data }) => String(data.target).startsWith('/scim2/Groups/'));
  expect(hop?.flow).toBe(before.flow);
});

test('timers are set anew: also one whose time was over while nothing ran', async () => {
  const { dataDir, port, workflows, stop } = await opened();
  workflows.define('  - { id: hold, wait: { for: 2h } }\n  - { id: more, wait: { for: 2h } }');
  await workflows.start('probe');
  await stop();
  const again = await restarted(dataDir, port);
  await again.later(HOUR);
  expect(await again.standing()).toEqual({ hold: 'waiting', more: 'pending' });
  await again.later(1.5 * HOUR);
  expect(await again.standing()).toEqual({ hold: 'done', more: 'waiting' });
});

test.each([
  ['', 'failed', 1],
  [', retry: { times: 1, wait: 10s, safe: true }', 'completed', 2],
])('a call that was under way has an unknown outcome%s: %s', async (retry, status, attempts) => {
  const { dataDir, port, workflows, stop } = await opened();
  // The sandbox stops while the call is answered: the call never sees the end of it.
  workflows.define(
    `  - { id: look, call: { method: GET, path: /scim2/Users/bob, as: administrator }${retry} }`,
  );
  const { core } = workflows.identity;
  const closing = core.log.subscribe((events) => {
    if (events.some(({ type, data }) => type === 'http.request' && data.from === 'workflows'))
      workflows.control.close();
  });
  await workflows.start('probe').catch(() => undefined);
  closing();
  await stop();
  const again = await restarted(dataDir, port);
  await again.control.settled();
  if (retry !== '') {
    expect((await again.newest()).steps[0]?.waitsFor).toMatchObject({ kind: 'retry', attempt: 2 });
    await again.later(11_000);
  }
  const run = await again.newest();
  expect([run.status, run.steps[0]?.attempts]).toEqual([status, attempts]);
  if (retry === '') expect(run.steps[0]?.error).toMatch(/^The outcome is unknown/);
});

test('a run is what its entries say, and nothing else', async () => {
  const { workflows } = await opened();
  await workflows.start('onboarding', NEW, 'dave');
  const task = await workflows.task();
  await workflows.handlers['approvals.decide']({
    task: task.id,
    account: 'carol',
    action: 'REJECT',
    comment: 'no',
  });
  const { id, definition, status } = await workflows.newest();
  const store = new CustomWorkflowStore(workflows.identity.core.store);
  const folded = store
    .entries(id)
    .reduce((state, { at, entry }) => after(state, entry as unknown as Entry, at), blankRun(definition));
  expect(status).toBe('rejected');
  expect(folded).toEqual(store.run(id)?.state);
});
