import type { EventType } from '../../../../contract/event-types.ts';
import type { Outcome, Reason } from '../../../../contract/events.ts';
import type { JsonObject } from '../../../../contract/json.ts';
import { WORKFLOW_LIMITS } from '../../../../contract/workflow-limits.ts';
import type { Core } from '../../../../events/core.ts';
import type { CustomWorkflowStore } from '../../../../store/workflows/custom-workflow-store.ts';
import { asStored, type Run } from './run.ts';
import { after, awaitsOf, type Entry, statusOf, wakeOf } from './run-state.ts';

/**
 * Writes what happens to runs: entries, the run that they come to, and the events that tell of it, in one transaction.
 * A killed process leaves a run before or after each of these, never between.
 */
export class Journal {
  readonly #core: Core;
  readonly #store: CustomWorkflowStore;
  readonly #written: (run: Run) => void;

  /** `written` hears of each run after an entry, still inside of the transaction. */
  constructor(core: Core, store: CustomWorkflowStore, written: (run: Run) => void) {
    this.#core = core;
    this.#store = store;
    this.#written = written;
  }

  /** Adds entries to a run. `also` is done in the same transaction, after them. */
  write(run: Run, entries: readonly Entry[], also: (run: Run) => void = () => undefined): Run {
    return this.#core.store.transaction(() => {
      const at = this.#core.clock.now();
      let { state } = run;
      for (const entry of entries) state = after(state, entry, at);
      const { ended } = state;
      const next: Run = {
        ...run,
        state,
        status: statusOf(state),
        awaits: awaitsOf(state),
        wakeAt: wakeOf(state),
        token: ended ? null : run.token,
        finishedAt: ended ? at : null,
      };
      this.#store.runs.save(asStored(next));
      for (const entry of entries) {
        this.#store.runs.append(run.id, at, entry);
        this.#tell(next, entry);
      }
      also(next);
      if (ended) this.#store.runs.trim(WORKFLOW_LIMITS.kept);
      this.#written(next);
      return next;
    });
  }

  /** Whether a run would still be small enough with one more entry. */
  fits(run: Run, entry: Entry): boolean {
    return JSON.stringify(after(run.state, entry, 0)).length <= WORKFLOW_LIMITS.run;
  }

  #tell(run: Run, entry: Entry): void {
    const fact = factOf(run, entry);
    if (fact) this.record(run, ...fact);
  }

  /** Records a fact about a run. */
  record(run: Run, type: EventType, outcome: Outcome, data: JsonObject, reasons: Reason[] = []): void {
    const subject = run.account ?? run.starter;
    this.#core.recorder.record({
      type,
      outcome,
      ...(subject === null ? {} : { subject }),
      reasons,
      data: { run: run.id, workflow: run.workflow, ...data },
    });
  }
}

/** The fact that an entry is told as; some entries are told by what comes with them. */
function factOf(run: Run, entry: Entry): [EventType, Outcome, JsonObject] | undefined {
  const step = (id: string): JsonObject => {
    const found = run.state.steps.find((candidate) => candidate.id === id);
    return { step: id, kind: found?.kind ?? null, attempt: found?.attempts ?? 0 };
  };
  switch (entry.kind) {
    case 'started':
      return ['workflow.started', 'ok', { as: run.startedAs, nesting: run.nesting }];
    case 'step-began':
      return ['workflow.step.started', 'ok', { ...step(entry.step), sent: entry.sent }];
    case 'step-waits':
      return [
        'workflow.waiting',
        'ok',
        { ...step(entry.step), waits: { ...entry.waits }, error: entry.error ?? null },
      ];
    case 'step-done':
      return ['workflow.step.finished', 'ok', { ...step(entry.step), status: 'done', got: entry.got }];
    case 'step-skipped':
      return ['workflow.step.finished', 'ok', { ...step(entry.step), status: 'skipped', why: entry.why }];
    case 'step-failed': {
      const { error, got } = entry;
      return ['workflow.step.finished', 'failed', { ...step(entry.step), status: 'failed', error, got }];
    }
    case 'outcome-settled':
      return ['workflow.settled', 'ok', { ...step(entry.step), as: entry.as, by: entry.by ?? null }];
    case 'undo-ended': {
      const { error, got, ok } = entry;
      return ['workflow.compensated', ok ? 'ok' : 'failed', { ...step(entry.step), error, got }];
    }
    case 'ended': {
      const failed = entry.status === 'failed';
      const data = { outcome: entry.status, why: entry.why };
      return [failed ? 'workflow.failed' : 'workflow.finished', failed ? 'failed' : 'ok', data];
    }
    default:
      return undefined;
  }
}
