import type { ApprovalAction, ApprovalStatus, RunStatus } from '../../../src-main/contract/workflows.ts';

export const PEOPLE = ['alice', 'bob', 'carol', 'mallory'] as const;
export type Who = (typeof PEOPLE)[number];
const MINUTE = 60_000;

/** The workflow of these walks: it puts who asks into a group, has two decisions taken, and writes to her. */
export const WORKFLOW = `workflow: walked
title: Two decisions
start:
  endpoint: { path: walked, access: bearer, input: { tag: { type: string } } }
steps:
  - id: join
    call:
      method: PATCH
      path: /scim2/Groups/help-desk
      as: administrator
      body:
        schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"]
        Operations: [{ op: add, path: members, value: [{ value: "\${account.id}" }] }]
    undo:
      call:
        method: PATCH
        path: /scim2/Groups/help-desk
        as: administrator
        body:
          schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"]
          Operations: [{ op: remove, path: 'members[value eq "\${account.id}"]' }]
  - { id: ask, approval: { by: { group: administrators }, text: May she?, within: 1h } }
  - { id: vouch, approval: { by: { person: bob }, text: Do you know her?, within: 30m, onTimeout: approve, onReject: continue } }
  - { id: tell, when: "steps.vouch.decision == 'approved'", message: { to: "\${account.username}", subject: walked, text: You are in. } }
  - { id: done, end: {} }
`;

/** How long each decision is waited for, ms. */
const WITHIN = { ask: 60 * MINUTE, vouch: 30 * MINUTE } as const;
export type Step = keyof typeof WITHIN;

export interface Run {
  id: string;
  starter: Who;
  status: RunStatus;
}

export interface Task {
  run: string;
  step: Step;
  status: ApprovalStatus;
  claimedBy: Who | null;
  decidedBy: Who | null;
  until: number;
}

/** How the directory has to be. */
export interface Model {
  runs: Run[];
  tasks: Task[];
  administrators: Set<string>;
  helpDesk: Set<string>;
  /** Who lost a group since it was last looked at. */
  lost: Set<string>;
  /** How often each person was told that she is in. */
  told: Record<string, number>;
  /** What was started under an Idempotency-Key, by key and person. */
  keys: Map<string, { run: string; tag: string }>;
}

export const isOpen = ({ status }: Task): boolean => status === 'READY' || status === 'RESERVED';
const runOf = (model: Model, { run }: Task): Run | undefined => model.runs.find(({ id }) => id === run);
const may = (model: Model, { step }: Task, who: string): boolean =>
  step === 'ask' ? model.administrators.has(who) : who === 'bob';

/** Whether a person finds a decision in her list. */
export function sees(model: Model, task: Task, who: Who): boolean {
  return task.decidedBy === who || (runOf(model, task)?.starter !== who && may(model, task, who));
}

/** The rule that refuses an action; undefined: it is taken. */
export function refusal(model: Model, task: Task | undefined, who: Who, now: number): string | undefined {
  const run = task && runOf(model, task);
  if (!task || !run) return 'idp.approval.known';
  if (!isOpen(task) || run.status !== 'waiting' || now >= task.until) return 'idp.approval.open';
  if (run.starter === who) return 'idp.approval.four-eyes';
  if (!may(model, task, who)) return 'idp.approval.approver';
  return task.claimedBy === null || task.claimedBy === who ? undefined : 'idp.approval.claimed';
}

/** A run that was begun: whoever asks is in the group at once, until somebody says no. */
export function begin(model: Model, id: string, starter: Who, now: number): void {
  const run: Run = { id, starter, status: 'waiting' };
  model.runs.push(run);
  model.helpDesk.add(starter);
  // A decision that nobody may take is no decision.
  if (model.administrators.size === 0) end(model, run, 'failed');
  else ask(model, run, 'ask', now);
}

/** An action that no rule refused. */
export function act(model: Model, task: Task, who: Who, action: ApprovalAction, now: number): void {
  if (action === 'CLAIM') Object.assign(task, { status: 'RESERVED', claimedBy: who });
  else if (action === 'RELEASE') Object.assign(task, { status: 'READY', claimedBy: null });
  else {
    Object.assign(task, { status: action === 'APPROVE' ? 'APPROVED' : 'REJECTED', decidedBy: who });
    decided(model, task, action === 'APPROVE', now);
  }
}

/** What time decides: the first question against who asks, the second for her. */
export function timePassed(model: Model, now: number): void {
  for (const task of model.tasks.filter((one) => isOpen(one) && now >= one.until)) {
    task.status = 'TIMED_OUT';
    decided(model, task, task.step === 'vouch', now);
  }
}

/** A run is ended by hand, and what it did is taken back. */
export function cancel(model: Model, run: Run): void {
  if (run.status === 'waiting') end(model, run, 'cancelled');
}

function decided(model: Model, task: Task, approved: boolean, now: number): void {
  const run = runOf(model, task);
  if (!run) return;
  if (task.step === 'ask' && approved) ask(model, run, 'vouch', now);
  else if (task.step === 'ask') end(model, run, 'rejected');
  else {
    if (approved) model.told[run.starter] = (model.told[run.starter] ?? 0) + 1;
    run.status = 'completed';
  }
}

function ask(model: Model, run: Run, step: Step, now: number): void {
  const asked = { status: 'READY', claimedBy: null, decidedBy: null } as const;
  model.tasks.push({ run: run.id, step, ...asked, until: now + WITHIN[step] });
}

function end(model: Model, run: Run, status: RunStatus): void {
  run.status = status;
  if (model.helpDesk.delete(run.starter)) model.lost.add(run.starter);
  for (const task of model.tasks) if (task.run === run.id && isOpen(task)) task.status = 'WITHDRAWN';
}
