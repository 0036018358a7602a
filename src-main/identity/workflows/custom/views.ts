import type { EventType } from '../../../contract/event-types.ts';
import type { JsonObject } from '../../../contract/json.ts';
import type { RunSummary, RunView, StepView, StepWait } from '../../../contract/workflows.ts';
import type { Core } from '../../../events/core.ts';
import type { Accounts } from '../../../store/accounts.ts';
import { settlementsOf } from './consequences.ts';
import { approversInWords, asApprovers, peopleOf } from './engine/approvers.ts';
import type { Engine } from './engine/engine.ts';
import { redact } from './engine/redact.ts';
import type { Run } from './engine/run.ts';
import type { StepState } from './engine/run-state.ts';

const TYPES: readonly EventType[] = [
  'workflow.started',
  'workflow.step.started',
  'workflow.step.finished',
  'workflow.waiting',
  'workflow.approval.requested',
  'workflow.approval.claimed',
  'workflow.approval.decided',
  'workflow.compensated',
  'workflow.finished',
  'workflow.failed',
  'workflow.refused',
];

const DECISIONS: readonly EventType[] = [
  'workflow.approval.claimed',
  'workflow.approval.decided',
  'workflow.refused',
];

/** Runs as people see them. */
export class RunViews {
  readonly #core: Core;
  readonly #accounts: Accounts;
  readonly #engine: Engine;

  constructor(core: Core, accounts: Accounts, engine: Engine) {
    this.#core = core;
    this.#accounts = accounts;
    this.#engine = engine;
  }

  summary(run: Run): RunSummary {
    return {
      id: run.id,
      workflow: run.workflow,
      title: run.definition.title,
      status: run.status,
      standing: this.#standing(run),
      startedBy: run.starter,
      startedAs: run.startedAs,
      startedAt: run.startedAt,
      finishedAt: run.finishedAt,
      flow: this.#core.correlator.root(run.flow),
    };
  }

  whole(run: Run): RunView {
    const facts = this.#factsOf(run);
    return {
      ...this.summary(run),
      input: redact(this.#core, run, run.state.input) as JsonObject,
      answer: redact(this.#core, run, run.state.answer),
      definition: run.definition,
      steps: run.state.steps.map((step) =>
        this.#step(
          run,
          step,
          facts.filter((fact) => fact.step === step.id).map(({ seq }) => seq),
        ),
      ),
      seqs: facts.map(({ seq }) => seq),
    };
  }

  #step(run: Run, step: StepState, seqs: number[]): StepView {
    const { id, kind, status, attempts, startedAt, finishedAt, sent, got, error, undo } = step;
    const title = run.definition.steps.find((candidate) => candidate.id === id)?.title ?? id;
    const waitsFor = this.#waits(run, step);
    return {
      id,
      title,
      kind,
      status,
      attempts,
      startedAt,
      finishedAt,
      sent,
      got,
      waitsFor,
      error,
      undo,
      seqs,
    };
  }

  #waits(run: Run, { id, waits }: StepState): StepWait | null {
    if (waits?.kind === 'unknown') {
      const saves = run.definition.steps.find((step) => step.id === id)?.save ?? {};
      return { ...waits, saves: Object.keys(saves), leadsTo: settlementsOf(run, id) };
    }
    if (waits?.kind !== 'approval') return waits;
    const task = this.#engine.store.tasks.get(waits.task);
    if (!task) return null;
    const by = asApprovers(task.approvers);
    const values = this.#engine.valuesOf(run);
    return {
      kind: 'approval',
      task: task.id,
      by: approversInWords(by, this.#accounts),
      people: peopleOf(by, { accounts: this.#accounts, store: this.#core.store, values })
        .filter(({ id }) => id !== run.starter)
        .map(({ username }) => username),
      text: task.text,
      claimedBy: task.claimedBy,
      until: task.until,
    };
  }

  #factsOf(run: Run): { seq: number; step: string | null }[] {
    const flows = this.#core.correlator.members(run.flow);
    // A decision belongs to the story of whoever decided.
    const decisions = this.#core.log.list({ types: DECISIONS, limit: 5000 });
    const seen = new Map(
      [...this.#core.log.list({ flows, types: TYPES, limit: 5000 }), ...decisions].map((event) => [
        event.seq,
        event,
      ]),
    );
    return [...seen.values()]
      .sort((one, other) => one.seq - other.seq)
      .filter((event) => event.data.run === run.id)
      .map(({ seq, data }) => ({ seq, step: typeof data.step === 'string' ? data.step : null }));
  }

  #standing(run: Run): string {
    const { ended, ending, steps } = run.state;
    if (ended) return ended.why;
    if (ending) return `takes back what was done: ${ending.why}`;
    const step = steps.find(({ status }) => ['running', 'waiting', 'pending'].includes(status));
    const title = run.definition.steps.find(({ id }) => id === step?.id)?.title ?? step?.id ?? '';
    const waits = step && this.#waits(run, step);
    if (waits?.kind === 'approval') return `“${title}” waits for ${waits.by}`;
    if (waits?.kind === 'unknown')
      return `nobody knows whether the call of “${title}” arrived: somebody must say`;
    if (waits?.kind === 'event') return `“${title}” waits for ${waits.event}`;
    return waits ? `“${title}” waits for its time` : `“${title}” is next`;
  }
}
