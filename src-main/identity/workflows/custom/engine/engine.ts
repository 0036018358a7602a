import { GatehouseError } from '../../../../contract/errors.ts';
import type { Json } from '../../../../contract/json.ts';
import type { WorkflowStep } from '../../../../contract/workflow-definition.ts';
import { type CallContext, withContext } from '../../../../events/context.ts';
import type { Core } from '../../../../events/core.ts';
import { newSpanId } from '../../../../events/ids.ts';
import type { Accounts } from '../../../../store/accounts.ts';
import { CustomWorkflowStore } from '../../../../store/custom-workflows.ts';
import { evaluate, holds, type Values } from '../expressions/cel.ts';
import { ExpressionError } from '../expressions/expression-error.ts';
import {
  type Answered,
  type CallDeps,
  CallFailed,
  isExpected,
  perform,
  prepare,
  toldCall,
  WORKFLOWS,
} from './call.ts';
import { Journal } from './journal.ts';
import { afterFailure, afterUselessAnswer, forgottenSecrets } from './outcomes.ts';
import { redact } from './redact.ts';
import { asRun, type Run } from './run.ts';
import { type Entry, nextMove } from './run-state.ts';
import { beginStep, type StepDeps, timeIsUp } from './steps.ts';
import { valuesOf } from './values.ts';

/** More moves than any run has: beyond it something is wrong with the engine itself. */
const MOST_MOVES = 1000;

export interface EngineDeps {
  core: Core;
  accounts: Accounts;
  issuer: string;
  gateway: () => string | undefined;
  organisation: string;
}

/**
 * Runs custom workflows. All that a run is lies in the state: a restart, a restore and a fork go on from there. One run
 * makes one move at a time; several runs go on side by side.
 */
export class Engine {
  readonly store: CustomWorkflowStore;
  readonly journal: Journal;
  readonly #deps: EngineDeps;
  readonly #steps: StepDeps;
  readonly #calls: CallDeps;
  /** The move that each run is making, so that the next one waits for it. */
  readonly #turns = new Map<string, Promise<void>>();
  readonly #timers = new Map<string, () => void>();
  readonly #aborts = new Set<AbortController>();
  /** How deep the run lies that opened a span. */
  readonly #nesting = new Map<string, number>();
  readonly #carried = new Map<string, Record<string, string>>();
  #closed = false;

  constructor(deps: EngineDeps) {
    this.#deps = deps;
    this.store = new CustomWorkflowStore(deps.core.store);
    this.journal = new Journal(deps.core, this.store, (run) => this.#arm(run));
    this.#steps = { ...deps, store: this.store, journal: this.journal };
    this.#calls = {
      ...deps,
      carried: ({ id }) => this.#carried.get(id) ?? {},
      opened: (span, run) => {
        this.#nesting.set(span, run.nesting);
        return () => this.#nesting.delete(span);
      },
    };
  }

  /** How many runs lie around a run that is caused by the call which opened `span`. */
  nestingUnder(span: string | undefined): number {
    const outer = span === undefined ? undefined : this.#nesting.get(span);
    return outer === undefined ? 0 : outer + 1;
  }

  /** A run as it is now. */
  run(id: string): Run | undefined {
    const stored = this.store.run(id);
    return stored && asRun(stored);
  }

  /** Goes on with every run that is under way: after a start, after a restore, and in a fork. */
  resume(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    for (const abort of this.#aborts) abort.abort();
    for (const stored of this.store.active()) {
      this.#arm(asRun(stored));
      void this.advance(stored.id);
    }
  }

  /** Makes the first moves of a run for the request that started it; its calls pass these headers on meanwhile. */
  async advanceFor(id: string, headers: Record<string, string>): Promise<void> {
    this.#carried.set(id, headers);
    try {
      await this.advance(id);
    } finally {
      this.#carried.delete(id);
    }
  }

  /** Makes the moves of a run until it waits or has ended. */
  advance(id: string): Promise<void> {
    return this.inTurn(id, () => this.#drive(id)).catch(() => undefined);
  }

  /** Does something to a run when it is between two moves. */
  inTurn(id: string, work: () => Promise<void> | void): Promise<void> {
    const turn = (this.#turns.get(id) ?? Promise.resolve()).then(work);
    const told = turn.catch((error: unknown) => this.#report(id, error));
    this.#turns.set(id, told);
    void told.then(() => {
      if (this.#turns.get(id) === told) this.#turns.delete(id);
    });
    return turn;
  }

  /** Resolves when no run makes a move: all wait or have ended. */
  async settled(): Promise<void> {
    while (this.#turns.size > 0) await Promise.all(this.#turns.values());
  }

  /** Stops. Calls under way are broken off; what became of them is not known, and said so at the next start. */
  close(): void {
    this.#closed = true;
    for (const cancel of this.#timers.values()) cancel();
    for (const abort of this.#aborts) abort.abort();
  }

  /** The values that the expressions of a run see now. */
  valuesOf(run: Run): Values {
    return valuesOf(run, this.#deps.accounts, this.#deps.core.clock.now());
  }

  /** Does something as the run: what is recorded and called belongs to its story. `actor`: whoever made it happen. */
  within<T>(
    run: Run,
    work: () => T,
    { signal, actor = run.actor }: { signal?: AbortSignal; actor?: string } = {},
  ): T {
    const { core } = this.#deps;
    // After a restart nobody else knows that this trace belongs to the run's story.
    core.correlator.learn(run.flow, [{ key: `trace:${run.trace}`, by: 'trace' }]);
    const context: CallContext = {
      trace: run.trace,
      span: newSpanId(),
      parent: undefined,
      flow: core.correlator.root(run.flow),
      actor,
      node: WORKFLOWS,
      generation: core.store.generation,
      signal: signal ?? new AbortController().signal,
    };
    return withContext(context, work);
  }

  async #drive(id: string): Promise<void> {
    const run = this.run(id);
    if (!run || run.state.ended || this.#closed) return;
    const { core } = this.#deps;
    const abort = new AbortController();
    this.#aborts.add(abort);
    core.correlator.setActor(run.trace, run.actor);
    try {
      await this.within(
        run,
        async () => {
          for (let move = 0; move < MOST_MOVES; move++)
            if (!(await this.#move(id, abort.signal)) || this.#closed || abort.signal.aborted) return;
        },
        { signal: abort.signal },
      );
    } catch (error) {
      // The state was put back meanwhile: the run that goes on there is another one.
      if (error instanceof GatehouseError && error.code === 'state.stale-write') return;
      if (!this.#closed) throw error;
    } finally {
      this.#aborts.delete(abort);
    }
  }

  /** Makes one move. Answers whether there may be another one now. */
  async #move(id: string, signal: AbortSignal): Promise<boolean> {
    const run = this.run(id);
    if (!run) return false;
    const move = nextMove(run.state, (step) => stepOf(run, step)?.undo !== undefined);
    if (move.do === 'rest') return false;
    if (move.do === 'end') {
      const { answer } = run.state;
      this.journal.write(run, [{ kind: 'ended', status: move.status, why: move.why, answer }]);
      return false;
    }
    const step = run.definition.steps[move.index];
    if (!step) return false;
    if (move.do === 'undo') return this.#undo(run, step, signal);
    try {
      return await this.#step(run, step, signal);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      const now = this.#deps.core.clock.now();
      const failure = {
        error: `An expression could not be worked out: ${error.message}`,
        got: null,
        now,
        again: false,
      };
      this.journal.write(run, afterFailure(run, step, failure));
      return true;
    }
  }

  async #step(run: Run, step: WorkflowStep, signal: AbortSignal): Promise<boolean> {
    const now = this.#deps.core.clock.now();
    const state = run.state.steps.find(({ id }) => id === step.id);
    if (state?.status === 'waiting' && state.waits) {
      const { until, kind } = state.waits;
      if (until === null || now < until) return false;
      if (kind === 'retry') return this.#call(run, step, signal);
      timeIsUp(this.#steps, run, step, state.waits);
      return true;
    }
    if (state?.status === 'running') {
      const error = 'The outcome is unknown: the sandbox stopped while the call was under way.';
      const again = step.retry?.safe === true;
      this.journal.write(run, afterFailure(run, step, { error, got: null, now, again }));
      return true;
    }
    const values = this.valuesOf(run);
    if (step.when !== undefined && !holds(step.when, 'run', values)) {
      this.journal.write(run, [{ kind: 'step-skipped', step: step.id, why: 'Its condition does not hold.' }]);
      return true;
    }
    if (step.call) return this.#call(run, step, signal);
    return beginStep(this.#steps, run, step, values);
  }

  async #call(run: Run, step: WorkflowStep, signal: AbortSignal): Promise<boolean> {
    const { core } = this.#deps;
    if (!step.call) return false;
    const prepared = prepare(step.call, this.valuesOf(run));
    const began = this.journal.write(run, [
      { kind: 'step-began', step: step.id, sent: redact(core, run, toldCall(prepared)) },
    ]);
    const answered = await this.#perform(began, prepared, signal);
    // Broken off by a stop or a restore: what became of the call is not known, and nothing is written of it.
    if (this.#closed || signal.aborted) return false;
    const now = core.clock.now();
    if ('error' in answered) {
      this.journal.write(began, afterFailure(began, step, { ...answered, got: null, now, again: true }));
      return true;
    }
    const got = redact(core, began, { ...answered });
    if (!isExpected(prepared, answered.status)) {
      const error = `It was answered ${answered.status}.`;
      this.journal.write(began, afterFailure(began, step, { error, got, now, again: true }));
      return true;
    }
    this.journal.write(began, this.#done(began, step, answered, got));
    return true;
  }

  /** What an answer as wanted leads to. Where it is of no use, the step is done all the same, and can be undone. */
  #done(run: Run, step: WorkflowStep, answered: Answered, got: Json): Entry[] {
    const values = { ...this.valuesOf(run), answer: { ...answered } };
    const useless = (error: string) => afterUselessAnswer(step, { error, got, status: answered.status });
    try {
      const saved = Object.fromEntries(
        Object.entries(step.save ?? {}).map(([name, text]) => [name, evaluate(text, 'answer', values)]),
      );
      const value = step.save ? { ...saved, status: answered.status } : { ...answered };
      const entry: Entry = { kind: 'step-done', step: step.id, got, value };
      return this.journal.fits(run, entry)
        ? [entry, ...forgottenSecrets(run, step)]
        : useless('The run would hold more than it may.');
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      return useless(`What was to be kept of the answer is not there: ${error.message}`);
    }
  }

  async #undo(run: Run, step: WorkflowStep, signal: AbortSignal): Promise<boolean> {
    const { core } = this.#deps;
    const state = run.state.steps.find(({ id }) => id === step.id);
    if (!step.undo || !state) return false;
    const failed = (error: string, got: Json = null): Entry => ({
      kind: 'undo-ended',
      step: step.id,
      ok: false,
      got,
      error,
    });
    // RFC 9110 §9.2.2: these may be sent again, whether the first one had arrived or not.
    const repeatable = ['GET', 'PUT', 'DELETE'].includes(step.undo.call.method) || step.retry?.safe === true;
    if (state.undo?.status === 'running' && !repeatable) {
      this.journal.write(run, [
        failed('The outcome is unknown: the sandbox stopped while the call was under way.'),
      ]);
      return true;
    }
    let prepared: ReturnType<typeof prepare>;
    try {
      prepared = prepare(step.undo.call, this.valuesOf(run));
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.journal.write(run, [failed(`An expression could not be worked out: ${error.message}`)]);
      return true;
    }
    const sent = redact(core, run, toldCall(prepared));
    const began = this.journal.write(run, [{ kind: 'undo-began', step: step.id, sent }]);
    const answered = await this.#perform(began, prepared, signal);
    if (this.#closed || signal.aborted) return false;
    if ('error' in answered) {
      this.journal.write(began, [failed(answered.error)]);
      return true;
    }
    const got = redact(core, began, { ...answered });
    const ok = isExpected(prepared, answered.status);
    this.journal.write(began, [
      ok
        ? { kind: 'undo-ended', step: step.id, ok, got, error: null }
        : failed(`It was answered ${answered.status}.`, got),
    ]);
    return true;
  }

  async #perform(
    run: Run,
    prepared: ReturnType<typeof prepare>,
    signal: AbortSignal,
  ): Promise<Answered | { error: string }> {
    try {
      return await perform(this.#calls, run, prepared, signal);
    } catch (error) {
      if (error instanceof CallFailed) return { error: error.message };
      throw error;
    }
  }

  /** One timer for each run that waits for a time. */
  #arm({ id, wakeAt }: Run): void {
    this.#timers.get(id)?.();
    this.#timers.delete(id);
    if (wakeAt === null || this.#closed) return;
    this.#timers.set(
      id,
      this.#deps.core.scheduler.at(`workflow run ${id}`, wakeAt, () => this.advance(id)),
    );
  }

  #report(id: string, error: unknown): void {
    if (this.#closed) return;
    this.#deps.core.recorder.record({
      type: 'sandbox.task-failed',
      outcome: 'failed',
      data: { task: `workflow run ${id}`, error: String(error) },
    });
  }
}

const stepOf = (run: Run, id: string): WorkflowStep | undefined =>
  run.definition.steps.find((step) => step.id === id);
