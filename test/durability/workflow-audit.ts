import { setTimeout as sleep } from 'node:timers/promises';
import type { RunView, StepView } from '../../src-main/contract/workflows.ts';
import type { SandboxProcess } from './sandbox-process.ts';
import type { WorkflowLedger } from './workflow-work.ts';

/** For how long runs may be on their way after a start, ms of real time. */
const PATIENCE_MS = 15_000;

/** What is wrong with the workflows of a sandbox that was killed and has started again. */
export async function auditWorkflows(sandbox: SandboxProcess, ledger: WorkflowLedger): Promise<string[]> {
  const wrong: string[] = [];
  if (!(await rested(sandbox))) wrong.push('a run hangs: it neither waits nor ends');
  const summaries = await sandbox.call('workflows.runs', { workflow: 'outer', limit: 500 });
  const known = new Set(summaries.map(({ id }) => id));
  for (const [id, tag] of ledger.started)
    if (!known.has(id)) wrong.push(`the run of ${tag} was answered, and is gone`);
  const sent = await mails(sandbox);
  const tasks = await sandbox.call('approvals.list', {});
  const { now } = await sandbox.call('clock.get', {});
  for (const { id } of summaries) {
    const run = await sandbox.call('workflows.run', { id });
    const tag = String(run.input.tag);
    const found = [
      ...effects(run, (kind) => sent.get(`${kind}-${tag}`) ?? 0, ledger),
      ...waits(
        run,
        tasks.filter((task) => task.run === id),
        now,
      ),
    ];
    wrong.push(...found.map((text) => `${tag}: ${text} (${shape(run)})`));
  }
  for (const [id, status] of ledger.decided) {
    const task = tasks.find((one) => one.id === id);
    if (task?.status !== status) wrong.push(`a task was ${status}, and is ${task?.status ?? 'gone'}`);
  }
  return wrong;
}

/** What each step has done, counted by the mails that only it causes. */
function effects(run: RunView, count: (kind: string) => number, { settled }: WorkflowLedger): string[] {
  const wrong: string[] = [];
  const [once, maybe, script, mail] = run.steps as [StepView, StepView, StepView, StepView];
  const say = (kept: boolean, text: string) => {
    if (!kept) wrong.push(text);
  };
  const reached = (step: StepView) => step.status === 'done' || step.status === 'undone';
  // Sent again under its key, so that it is one effect however often it was sent.
  say(count('inner') <= 1, `“once” was done ${count('inner')} times`);
  say(!reached(once) || once.attempts === 0 || count('inner') === 1, '“once” is done, and had no effect');
  say(once.attempts > 0 || count('inner') === 0, '“once” was not begun, and had an effect');
  say(count('undone') <= 1, `“once” was undone ${count('undone')} times`);
  say(once.status !== 'undone' || count('undone') === 1, '“once” is undone, and nothing undid it');
  say(
    count('other') <= maybe.attempts,
    `“maybe” was sent ${maybe.attempts} times, and done ${count('other')}`,
  );
  const byHand = settled.has(`${run.id} maybe`) || maybe.error !== null;
  say(maybe.status !== 'done' || byHand || count('other') === 1, `“maybe” was done ${count('other')} times`);
  say(
    count('scripted') <= script.attempts,
    `“script” was sent ${script.attempts} times, and done more often`,
  );
  say(script.status !== 'done' || count('scripted') >= 1, '“script” is done, and had no effect');
  say(
    count('outer') === (mail.status === 'done' ? 1 : 0),
    `“mail” is ${mail.status}, with ${count('outer')} mails`,
  );
  if (['rejected', 'cancelled', 'failed'].includes(run.status) && once.attempts > 0)
    say(once.undo !== null || once.status === 'failed', 'the run went back, and “once” was not undone');
  return wrong;
}

/** What a run waits for is there: an open task, a time that is to come. */
function waits(run: RunView, tasks: { status: string }[], now: number): string[] {
  const open = tasks.filter(({ status }) => status === 'READY' || status === 'RESERVED').length;
  const step = run.steps.find(({ waitsFor }) => waitsFor !== null);
  const asks = step?.waitsFor?.kind === 'approval' && run.status === 'waiting';
  const wrong: string[] = [];
  if (open !== (asks ? 1 : 0)) wrong.push(`${open} open tasks`);
  if (run.status === 'waiting' && !step) wrong.push('waits for nothing');
  const until = step?.waitsFor?.until ?? null;
  if (until !== null && until < now - 5000) wrong.push('its time is over, and it waits on');
  return wrong;
}

async function rested(sandbox: SandboxProcess): Promise<boolean> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 100) {
    const active = await sandbox.call('workflows.runs', { active: true, limit: 500 });
    if (active.every(({ status }) => status === 'waiting')) return true;
    await sleep(100);
  }
  return false;
}

/** How many mails went to each subject, by the log. */
async function mails(sandbox: SandboxProcess): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (let after = 0; ; ) {
    const { events } = await sandbox.call('events.list', { types: ['message.sent'], after, limit: 1000 });
    for (const { data, seq } of events) {
      const subject = String(data.subject);
      counts.set(subject, (counts.get(subject) ?? 0) + 1);
      after = seq;
    }
    if (events.length < 1000) return counts;
  }
}

const shape = ({ status, steps }: RunView): string =>
  `${status}: ${steps.map(({ id, status, attempts }) => `${id} ${status} ${attempts}`).join(', ')}`;
