import type { MethodInput } from '../../src-main/contract/methods.ts';
import type { Random } from './random.ts';
import type { SandboxProcess } from './sandbox-process.ts';

/** What a killed sandbox had answered about its workflows. */
export interface WorkflowLedger {
  named: number;
  /** Runs whose start was answered, by id, with their tag. */
  started: Map<string, string>;
  /** Tasks that were decided. */
  decided: Map<string, 'APPROVED' | 'REJECTED'>;
  /** Steps that somebody settled as done or to be sent again; then more, or less, may have been sent than was answered. */
  settled: Set<string>;
  counts: Record<string, number>;
}

export const newWorkflowLedger = (): WorkflowLedger => ({
  named: 0,
  started: new Map(),
  decided: new Map(),
  settled: new Set(),
  counts: {},
});

const INPUT = 'input: { tag: { type: string, format: name, required: true } }';
const start = (path: string) => `start: { endpoint: { path: ${path}, access: anyone, ${INPUT} } }`;
const call = (path: string, more = '') =>
  `call: { path: ${path}, body: { tag: "\${input.tag}" }, expect: 200${more} }`;

/** A workflow whose only effect is one mail, by which its runs are counted. */
const counted = (id: string) =>
  `workflow: ${id}\ntitle: Counted\n${start(id)}\nsteps:\n  - { id: mark, message: { to: alice, subject: "${id}-\${input.tag}", text: one more } }\n`;

const OUTER = `workflow: outer
title: What is killed
${start('outer')}
steps:
  - id: once
    ${call('/api/workflows/inner', ', idempotent: true')}
    undo: { ${call('/api/workflows/undone', ', idempotent: true')} }
  - { id: maybe, ${call('/api/workflows/other')} }
  - { id: script, ${call('/ext/relay', ', idempotent: true')} }
  - { id: mail, message: { to: alice, subject: "outer-\${input.tag}", text: one more } }
  - { id: ask, approval: { by: { person: carol }, text: "\${input.tag}" } }
  - { id: hold, wait: { for: 1h } }
  - { id: done, end: {} }
`;

const RELAY: MethodInput<'extensions.save'> = {
  kind: 'endpoint',
  id: 'relay',
  title: 'Starts another',
  method: 'POST',
  path: 'relay',
  access: 'anyone',
  source: `export default async ({ body }) => {
  const { status } = await call('POST', '/api/workflows/scripted', { body });
  return { status, body: {} };
}`,
};

/** Defines what is run: a workflow of calls, a script, a mail, a decision and a timer, and those that it starts. */
export async function defineWork(sandbox: SandboxProcess): Promise<void> {
  for (const yaml of [OUTER, ...['inner', 'undone', 'other', 'scripted'].map(counted)])
    await sandbox.call('workflows.save', { yaml });
  await sandbox.call('extensions.save', RELAY);
}

/** Refusals of what somebody else has done meanwhile. */
const OVERTAKEN = /idp\.approval\.open|workflow\.nothing-to-settle/;

/** Starts, decides, settles, cancels and moves the clock until the sandbox is gone. */
export async function workOn(sandbox: SandboxProcess, ledger: WorkflowLedger, random: Random): Promise<void> {
  const count = (kind: string) => {
    ledger.counts[kind] = (ledger.counts[kind] ?? 0) + 1;
  };
  const begin = async () => {
    ledger.named += 1;
    const tag = `t${ledger.named}`;
    const run = await sandbox.call('workflows.start', { id: 'outer', input: { tag } });
    ledger.started.set(run.id, tag);
    count('starts');
  };
  const decide = async () => {
    const tasks = await sandbox.call('approvals.list', { open: true });
    const task = tasks[random.below(tasks.length || 1)];
    if (!task) return;
    const action = random.chance(0.6) ? 'APPROVE' : 'REJECT';
    const { status } = await sandbox.call('approvals.decide', { task: task.id, account: 'carol', action });
    if (status === 'APPROVED' || status === 'REJECTED') ledger.decided.set(task.id, status);
    count('decisions');
  };
  const settle = async () => {
    for (const { id } of await sandbox.call('workflows.runs', {
      workflow: 'outer',
      active: true,
      limit: 100,
    })) {
      const run = await sandbox.call('workflows.run', { id });
      const step = run.steps.find(({ waitsFor }) => waitsFor?.kind === 'unknown');
      if (!step) continue;
      const as = (['retry', 'done', 'undo'] as const)[random.below(3)] ?? 'done';
      ledger.settled.add(`${id} ${step.id}`);
      await sandbox.call('workflows.settle', { id, step: step.id, as });
      count(`settled: ${as}`);
      return;
    }
  };
  const advance = async () => {
    await sandbox.call('clock.advance', { ms: 3_700_000 });
    count('jumps of the clock');
  };
  const cancel = async () => {
    const runs = await sandbox.call('workflows.runs', { workflow: 'outer', active: true, limit: 100 });
    const run = runs[random.below(runs.length || 1)];
    if (!run) return;
    await sandbox.call('workflows.cancel', { id: run.id });
    count('cancelled');
  };
  const works = [begin, begin, begin, decide, decide, settle, advance, cancel];
  const once = async (): Promise<void> => {
    try {
      await works[random.below(works.length)]?.();
    } catch (error) {
      // Killed in the middle of it, or another was faster. Anything else is a fault.
      if (!sandbox.killed && !OVERTAKEN.test(String(error))) throw error;
    }
  };
  for (let turn = 0; turn < 12 && !sandbox.killed; turn += 1) await Promise.all([once(), once()]);
}
