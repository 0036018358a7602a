import { randomUUID } from 'node:crypto';
import type { WorkflowStep } from '../../../../contract/workflow-definition.ts';
import type { Core } from '../../../../events/core.ts';
import type { Accounts } from '../../../../store/accounts.ts';
import type { CustomWorkflowStore } from '../../../../store/workflows/custom-workflow-store.ts';
import type { StoredTask } from '../../../../store/workflows/tasks.ts';
import { durationMs } from '../durations.ts';
import type { Values } from '../expressions/cel.ts';
import { fillJson, fillText } from '../expressions/template.ts';
import { approversInWords, namedApprovers, peopleOf } from './approvers.ts';
import type { Journal } from './journal.ts';
import { deliver } from './mail.ts';
import { afterDecision, afterFailure } from './outcomes.ts';
import { redact } from './redact.ts';
import type { Run } from './run.ts';
import type { Entry, Waits } from './run-state.ts';

/** Where people find the decisions that they are asked for. */
export const APPROVALS_PAGE = '/account/approvals';

export interface StepDeps {
  core: Core;
  accounts: Accounts;
  store: CustomWorkflowStore;
  journal: Journal;
  issuer: string;
  organisation: string;
}

/** Begins a step that is no call: it is done in the moment, or waits. Answers whether the run may go on at once. */
export function beginStep(deps: StepDeps, run: Run, step: WorkflowStep, values: Values): boolean {
  const { core, journal } = deps;
  if (step.approval) return ask(deps, run, step, values);
  if (step.wait) {
    journal.write(run, [{ kind: 'step-waits', step: step.id, waits: waitsOf(step.wait, core.clock.now()) }]);
    return false;
  }
  if (step.message) return send(deps, run, step, values);
  if (step.set) {
    const value = fillJson(step.set, values) as Record<string, never>;
    finish(deps, run, step, { kind: 'step-done', step: step.id, got: redact(core, run, value), value });
    return true;
  }
  const { outcome, answer } = step.end ?? { outcome: 'completed', answer: undefined };
  const told = answer === undefined ? null : fillJson(answer, values);
  const done: Entry = { kind: 'step-done', step: step.id, got: redact(core, run, told), value: {} };
  const why = `“${step.title ?? step.id}” says so`;
  if (outcome === 'completed')
    journal.write(run, [done, { kind: 'ended', status: outcome, why, answer: told }]);
  else
    journal.write(run, [
      done,
      { kind: 'answered', answer: told },
      { kind: 'turned-back', ending: { status: outcome, why } },
    ]);
  return true;
}

/** The time of a step that waits is over. */
export function timeIsUp(deps: StepDeps, run: Run, step: WorkflowStep, waits: Waits): void {
  const { core, journal, store } = deps;
  const now = core.clock.now();
  if (waits.kind === 'timer') {
    journal.write(run, [{ kind: 'step-done', step: step.id, got: null, value: {} }]);
    return;
  }
  if (waits.kind === 'event') {
    const late = { error: `${waits.event} did not come in time.`, got: null, now, again: false };
    const goesOn = step.wait && 'event' in step.wait && step.wait.onTimeout === 'continue';
    const done: Entry = {
      kind: 'step-done',
      step: step.id,
      got: null,
      value: { event: null },
      error: late.error,
    };
    journal.write(run, goesOn ? [done] : afterFailure(run, step, late));
    return;
  }
  if (waits.kind !== 'approval' || !step.approval) return;
  const { onTimeout } = step.approval;
  const entries =
    onTimeout === 'fail'
      ? afterFailure(run, step, { error: 'Nobody decided in time.', got: null, now, again: false })
      : afterDecision(step, { approved: onTimeout === 'approve', by: null, comment: 'time is over' });
  journal.write(run, entries, (written) => {
    const task = store.tasks.get(waits.task);
    if (task) store.tasks.save({ ...task, status: 'TIMED_OUT', decidedAt: now });
    journal.record(written, 'workflow.approval.decided', 'ok', {
      step: step.id,
      task: waits.task,
      decision: onTimeout === 'approve' ? 'approved' : onTimeout === 'reject' ? 'rejected' : 'failed',
      by: null,
      why: 'time is over',
    });
  });
}

function waitsOf(wait: NonNullable<WorkflowStep['wait']>, now: number): Waits {
  if ('for' in wait) return { kind: 'timer', until: now + durationMs(wait.for) };
  return {
    kind: 'event',
    event: wait.event,
    until: wait.within === undefined ? null : now + durationMs(wait.within),
  };
}

function ask(deps: StepDeps, run: Run, step: WorkflowStep, values: Values): boolean {
  const { core, accounts, journal, store, issuer, organisation } = deps;
  if (!step.approval) return false;
  const now = core.clock.now();
  const approvers = namedApprovers(step.approval.by, values);
  const people = peopleOf(approvers, { accounts, store: core.store, values });
  if (people.length === 0) {
    const error = `Nobody may decide: there is no ${'person' in approvers ? `account “${approvers.person}”` : 'group' in approvers ? `member of “${approvers.group}”` : 'account that fits the rule'}.`;
    journal.write(run, afterFailure(run, step, { error, got: null, now, again: false }));
    return true;
  }
  const text = fillText(step.approval.text, values);
  const until = step.approval.within === undefined ? null : now + durationMs(step.approval.within);
  const task: StoredTask = {
    id: randomUUID(),
    run: run.id,
    step: step.id,
    status: 'READY',
    approvers,
    text: String(redact(core, run, text)),
    claimedBy: null,
    decidedBy: null,
    comment: '',
    createdAt: now,
    until,
    decidedAt: null,
  };
  const waits: Waits = { kind: 'approval', task: task.id, until };
  journal.write(run, [{ kind: 'step-waits', step: step.id, waits }], (written) => {
    store.tasks.save(task);
    journal.record(written, 'workflow.approval.requested', 'ok', {
      step: step.id,
      task: task.id,
      by: approversInWords(approvers, accounts),
      people: people.map(({ id }) => id),
      text: task.text,
      until,
    });
    for (const { username, name, id } of people) {
      if (id === run.starter) continue;
      deliver(core, accounts, organisation, {
        to: username,
        channel: 'email',
        subject: `Your decision is asked for: ${step.title ?? run.definition.title}`,
        text: `Hello ${name},\n\n${task.text}\n\nOpen the page below to approve or reject it.`,
        link: { href: `${issuer}${APPROVALS_PAGE}`, text: 'See what waits for you' },
      });
    }
  });
  return false;
}

function send(deps: StepDeps, run: Run, step: WorkflowStep, values: Values): boolean {
  const { core, accounts, journal, organisation } = deps;
  if (!step.message) return false;
  const { channel } = step.message;
  const [to, subject, text] = (['to', 'subject', 'text'] as const).map((name) =>
    fillText(step.message?.[name] ?? '', values),
  ) as [string, string, string];
  core.store.transaction(() => {
    const address = deliver(core, accounts, organisation, {
      to,
      channel,
      subject: subject.slice(0, 200),
      text,
    });
    const sent = redact(core, run, { to, channel, subject, text });
    if (address === undefined) {
      const error = `There is no account or address “${to.slice(0, 80)}”.`;
      const now = core.clock.now();
      journal.write(run, afterFailure(run, step, { error, got: sent, now, again: false }));
      return;
    }
    finish(deps, run, step, { kind: 'step-done', step: step.id, got: sent, value: {} });
  });
  return true;
}

/** Writes that a step is done, unless the run would hold too much then. */
function finish({ core, journal }: StepDeps, run: Run, step: WorkflowStep, entry: Entry): void {
  if (journal.fits(run, entry)) journal.write(run, [entry]);
  else {
    const error = 'The run would hold more than it may.';
    journal.write(run, afterFailure(run, step, { error, got: null, now: core.clock.now(), again: false }));
  }
}
