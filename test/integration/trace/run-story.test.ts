import { expect, test } from 'vitest';
import type { RunStory } from '../../../src-main/contract/workflow-story.ts';
import { createTraceQueries } from '../../../src-main/trace/trace-queries.ts';
import { openWorkflows, type Workflows } from '../../support/workflows.ts';

const DAY = 86_400_000;
const NEW = { username: 'frida', name: 'Frida Berg', email: 'frida.berg@harbour.example' };

/** The newest run as a sequence, each row in one line. */
async function told(workflows: Workflows): Promise<{ lines: string[]; story: RunStory }> {
  const { core } = workflows.identity;
  const { id, flow } = await workflows.newest();
  await core.recorder.committed();
  const story = createTraceQueries(core, () => [], '0').workflows.run({ run: id, flow });
  const lines = story.entries.map(
    ({ from, to, title }) => `${from}${to === null ? '' : ` → ${to}`}: ${title}`,
  );
  return { lines, story };
}

/** Each of these stands in the lines, in this order. */
function expectInOrder(lines: readonly string[], wanted: readonly string[]): void {
  let from = 0;
  for (const one of wanted) {
    const at = lines.findIndex((line, index) => index >= from && line.startsWith(one));
    expect(at, `“${one}” is not told after row ${from} of\n${lines.join('\n')}`).toBeGreaterThanOrEqual(0);
    from = at + 1;
  }
}

test('a run is told from its request to its end: calls, mails, changes of accounts, and who decided', async () => {
  const workflows = await openWorkflows();
  await workflows.start('onboarding', NEW, 'dave');
  const { id } = await workflows.task();
  await workflows.handlers['approvals.decide']({
    task: id,
    account: 'carol',
    action: 'APPROVE',
    comment: '',
  });
  const { lines, story } = await told(workflows);
  expectInOrder(lines, [
    'person → idp: POST /api/workflows/onboarding',
    'workflows: run begins',
    'workflows → idp: POST /scim2/Users',
    'idp → inbox: mail to frida.berg@harbour.example',
    'account: made: PENDING_AP, locked',
    'idp → workflows: 201',
    'workflows: create done',
    'workflows → approver: approval: asks for a decision',
    'approver → workflows: approved by carol',
    'workflows → idp: PATCH /scim2/Groups/',
    'idp: group updated',
    'workflows: run ends',
  ]);
  expect(story.lanes.map(({ id: lane }) => lane)).toEqual([
    'person',
    'inbox',
    'workflows',
    'approver',
    'idp',
    'account',
  ]);
});

test('what a rejected run takes back is told, and another run in between is not', async () => {
  const workflows = await openWorkflows();
  await workflows.start('onboarding', NEW, 'dave');
  await workflows.later(3 * DAY + 1000);
  const { lines } = await told(workflows);
  expectInOrder(lines, [
    'workflows → approver: approval: asks for a decision',
    'workflows → idp: PATCH /scim2/Users/',
    'account: PENDING_AP → DISABLED',
    'workflows: create taken back',
    'workflows: run ends',
  ]);
  await workflows.start('role-request', { group: 'app-traders' }, 'alice');
  const second = await told(workflows);
  expect(second.lines.filter((line) => line.includes('create'))).toEqual([]);
});
