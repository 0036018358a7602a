import { GatehouseError } from '../../../../contract/errors.ts';
import { type CallContext, withContext } from '../../../../events/context.ts';
import type { Core } from '../../../../events/core.ts';
import { newSpanId } from '../../../../events/ids.ts';
import type { Accounts } from '../../../../store/accounts.ts';
import { CustomWorkflowStore } from '../../../../store/workflows/custom-workflow-store.ts';
import type { Values } from '../expressions/cel.ts';
import { WORKFLOWS } from './call.ts';
import { Journal } from './journal.ts';
import { type MoveDeps, makeMove } from './moves.ts';
import { asRun, type Run } from './run.ts';
import { valuesOf } from './values.ts';
import { isStorageTrouble, pause } from './when-room.ts';

/** Why a run that cannot be read has ended. */
export const DAMAGED = 'what is kept of it is damaged and cannot be read';

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
  readonly #moves: MoveDeps;
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
    const { core } = deps;
    const { store, journal } = this;
    this.#moves = {
      core,
      journal,
      valuesOf: (run) => this.valuesOf(run),
      steps: { ...deps, store, journal },
      calls: {
        ...deps,
        carried: ({ id }) => this.#carried.get(id) ?? {},
        opened: (span, run) => {
          this.#nesting.set(span, run.nesting);
          return () => this.#nesting.delete(span);
        },
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
    const stored = this.store.runs.get(id);
    return stored && asRun(stored);
  }

  /** Goes on with every run that is under way: after a start, after a restore, and in a fork. */
  resume(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    for (const abort of this.#aborts) abort.abort();
    this.#giveUpDamaged();
    for (const stored of this.store.runs.active()) {
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
            if (!(await this.#move(id, abort.signal)) || abort.signal.aborted) return;
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

  /** Makes one move, once the disk takes it: nothing of a move is written before it is refused. */
  async #move(id: string, signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted)
      try {
        const run = this.run(id);
        return run !== undefined && (await makeMove(this.#moves, run, signal));
      } catch (error) {
        if (!isStorageTrouble(error)) throw error;
        await pause(signal);
      }
    return false;
  }

  /** Runs of which what is kept cannot be read go no further. All of it stays where it is, and the log says so. */
  #giveUpDamaged(): void {
    const { core } = this.#deps;
    for (const run of this.store.runs.damaged())
      core.store.transaction(() => {
        this.store.runs.giveUp(run, core.clock.now());
        core.recorder.record({ type: 'workflow.failed', outcome: 'failed', data: { run, why: DAMAGED } });
      });
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
