import { randomUUID } from 'node:crypto';
import { GatehouseError } from '../../../contract/errors.ts';
import type { Json, JsonObject } from '../../../contract/json.ts';
import { WORKFLOW_LIMITS } from '../../../contract/workflow-limits.ts';
import type { RunView } from '../../../contract/workflows.ts';
import { currentContext } from '../../../events/context.ts';
import { newTraceId } from '../../../events/ids.ts';
import type { StoredWorkflow } from '../../../store/workflows/workflows.ts';
import type { BusEvent } from '../../lifecycle/bus-events.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { Approvals } from './approvals.ts';
import { Definitions } from './definitions.ts';
import { Engine, type EngineDeps } from './engine/engine.ts';
import { asRun, type Run } from './engine/run.ts';
import { awaitsOf, blankRun } from './engine/run-state.ts';
import { afterSettlement, type Settlement } from './engine/unknown-outcome.ts';
import { accountValues } from './engine/values.ts';
import { holds } from './expressions/cel.ts';
import { ExpressionError } from './expressions/expression-error.ts';
import type { KeyedRequest } from './http/idempotency-key.ts';
import { RunViews } from './views.ts';

/** What a run begins with. */
export interface Beginning {
  workflow: StoredWorkflow;
  input: JsonObject;
  event?: Json;
  /** Account id of who started it, and of whom it is about. */
  starter: string | null;
  account: string | null;
  /** The vault's handle of the token that she showed. */
  token: string | null;
  startedAs: string;
  nesting: number;
  /** By what the same request is known when it comes again. */
  keyed?: KeyedRequest | undefined;
}

/** The workflows that people define: definitions, runs, decisions. */
export class CustomWorkflows {
  readonly definitions: Definitions;
  readonly engine: Engine;
  readonly approvals: Approvals;
  readonly views: RunViews;
  readonly #deps: EngineDeps;

  constructor(deps: EngineDeps & { lifecycle: Lifecycle }) {
    const { core, accounts } = deps;
    this.#deps = deps;
    this.engine = new Engine(deps);
    this.definitions = new Definitions(core, this.engine.store);
    this.approvals = new Approvals(core, accounts, this.engine);
    this.views = new RunViews(core, accounts, this.engine);
    this.definitions.seed();
    this.definitions.mend();
    deps.lifecycle.onBusEvent((event) => this.#onBusEvent(event));
    core.store.onReplaced(() => {
      this.definitions.mend();
      this.engine.resume();
    });
  }

  /** Goes on with what was under way. Called once, when everything listens that a run may call. */
  open(): void {
    this.engine.resume();
  }

  /** Adds a run to the state, in the transaction that is open if one is. It makes no move yet. */
  begin({ workflow, input, event, starter, account, token, startedAs, nesting, keyed }: Beginning): Run {
    const { core } = this.#deps;
    const context = currentContext();
    const trace = context?.trace ?? newTraceId();
    const { definition } = workflow;
    const state = blankRun(definition);
    const run: Run = {
      id: randomUUID(),
      workflow: workflow.id,
      definition,
      status: 'running',
      state,
      flow: context?.flow ?? core.correlator.place(trace, []).flow,
      trace,
      actor: context?.actor ?? 'sandbox',
      nesting,
      starter,
      token,
      account,
      startedAs,
      awaits: awaitsOf(state),
      wakeAt: null,
      startedAt: core.clock.now(),
      finishedAt: null,
      key: keyed?.key ?? null,
      asked: keyed?.asked ?? null,
    };
    return this.engine.journal.write(run, [{ kind: 'started', input, event: event ?? null }]);
  }

  hasRoom(): boolean {
    return this.engine.store.runs.activeCount() < WORKFLOW_LIMITS.running;
  }

  /** Starts a workflow that an event starts, by hand: as if the event had come for this account. */
  async startByHand(workflow: StoredWorkflow, account: string): Promise<RunView> {
    const about = this.#deps.accounts.get(account);
    const { start } = workflow.definition;
    if (!about || !('event' in start)) throw accountNeeded();
    const event = { name: start.event, account: accountValues(about) };
    const startedAs = `${start.event}, by hand`;
    const run = this.begin({
      workflow,
      input: {},
      event,
      starter: null,
      account,
      token: null,
      startedAs,
      nesting: 0,
    });
    await this.engine.advance(run.id);
    return this.view(run.id);
  }

  /** Throws `workflow.run-unknown`, `workflow.run-damaged`. */
  view(id: string): RunView {
    return this.views.whole(this.#known(id));
  }

  /** Settles a step whose call nobody knows to have arrived. Throws `workflow.run-unknown`, `workflow.nothing-to-settle`. */
  async settle(id: string, stepId: string, as: Settlement, values: JsonObject): Promise<RunView> {
    await this.engine.inTurn(id, () => {
      const run = this.#known(id);
      const step = run.definition.steps.find((candidate) => candidate.id === stepId);
      const waits = run.state.steps.find((candidate) => candidate.id === stepId)?.waits;
      if (!step || waits?.kind !== 'unknown') throw nothingToSettle(stepId);
      const saved = Object.keys(step.save ?? {});
      const kept = Object.fromEntries(saved.map((name) => [name, values[name] ?? null]));
      this.engine.within(run, () => this.engine.journal.write(run, afterSettlement(step, as, kept)), {
        actor: currentContext()?.actor ?? 'sandbox',
      });
    });
    await this.engine.advance(id);
    return this.view(id);
  }

  #known(id: string): Run {
    const run = this.engine.run(id);
    if (run) return run;
    throw this.engine.store.runs.has(id) ? runDamaged() : runUnknown();
  }

  runs(filter: { workflow?: string | undefined; active?: boolean | undefined; limit: number }) {
    return this.engine.store.runs.list(filter).map((stored) => this.views.summary(asRun(stored)));
  }

  /** Ends a run that is under way, and takes back what it did if `undo`. Throws `workflow.run-unknown`. */
  async cancel(id: string, undo: boolean): Promise<RunView> {
    await this.engine.inTurn(id, () => {
      const run = this.#known(id);
      if (run.state.ended || run.state.ending) return;
      const why = 'it was cancelled';
      const withdrawn = run.state.steps.flatMap(({ waits }) =>
        waits?.kind === 'approval' ? [waits.task] : [],
      );
      this.engine.journal.write(
        run,
        [
          { kind: 'turned-back', ending: { status: 'cancelled', why } },
          ...(undo ? [] : [{ kind: 'ended', status: 'cancelled', why, answer: null } as const]),
        ],
        () => {
          for (const id of withdrawn) {
            const task = this.engine.store.tasks.get(id);
            if (task)
              this.engine.store.tasks.save({
                ...task,
                status: 'WITHDRAWN',
                decidedAt: this.#deps.core.clock.now(),
              });
          }
        },
      );
    });
    await this.engine.advance(id);
    return this.view(id);
  }

  /** Runs in the transaction of what the event tells of: runs that it starts or lets go on are there if it is. */
  #onBusEvent({ name, account }: BusEvent): void {
    const event = { name, account: accountValues(account) };
    const moved = [...this.#goOn(name, event), ...this.#startBy(name, event, account.id)];
    if (moved.length > 0)
      queueMicrotask(() => {
        for (const id of moved) void this.engine.advance(id);
      });
  }

  #goOn(name: string, event: JsonObject): string[] {
    return this.engine.store.runs.awaiting(name).flatMap((stored) => {
      const run = asRun(stored);
      const waiting = run.state.steps.find(({ waits }) => waits?.kind === 'event');
      const step = run.definition.steps.find(({ id }) => id === waiting?.id);
      if (!step?.wait || !('event' in step.wait)) return [];
      const values = { ...this.engine.valuesOf(run), event };
      if (!this.#fits(run.workflow, step.wait.where, values)) return [];
      const done = { kind: 'step-done', step: step.id, got: event, value: { event } } as const;
      this.engine.within(run, () => this.engine.journal.write(run, [done]));
      return [run.id];
    });
  }

  #startBy(name: string, event: JsonObject, account: string): string[] {
    return this.definitions.startedBy(name).flatMap((workflow) => {
      const { start } = workflow.definition;
      if (!('event' in start)) return [];
      const values = {
        input: {},
        steps: {},
        account: event.account ?? null,
        event,
        now: this.#deps.core.clock.now(),
      };
      if (!this.#fits(workflow.id, start.when, values)) return [];
      const nesting = this.engine.nestingUnder(currentContext()?.parent);
      const refusedBecause =
        nesting >= WORKFLOW_LIMITS.nesting ? 'nesting' : this.hasRoom() ? undefined : 'room';
      if (refusedBecause !== undefined) {
        this.#tellNotStarted(workflow.id, `there is no more ${refusedBecause === 'room' ? 'room' : 'depth'}`);
        return [];
      }
      const run = this.begin({
        workflow,
        input: {},
        event,
        starter: null,
        account,
        token: null,
        startedAs: name,
        nesting,
      });
      return [run.id];
    });
  }

  /** Whether the condition on an event holds. One that cannot be worked out is told, and does not hold. */
  #fits(
    workflow: string,
    condition: string | boolean | undefined,
    values: Parameters<typeof holds>[2],
  ): boolean {
    if (condition === undefined) return true;
    try {
      return holds(condition, 'run', values);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.#tellNotStarted(workflow, error.message);
      return false;
    }
  }

  #tellNotStarted(workflow: string, why: string): void {
    this.#deps.core.recorder.record({ type: 'workflow.failed', outcome: 'failed', data: { workflow, why } });
  }
}

function runDamaged(): GatehouseError {
  return new GatehouseError({
    code: 'workflow.run-damaged',
    what: 'This run cannot be shown.',
    why: 'What is kept of it is damaged. It was ended where it stood; what it had done stays done.',
    next: 'Its trace tells what it did. Restore a snapshot, or start the workflow anew.',
    status: 409,
  });
}

function nothingToSettle(step: string): GatehouseError {
  return new GatehouseError({
    code: 'workflow.nothing-to-settle',
    what: 'Nothing was settled.',
    why: `The step “${step.slice(0, 60)}” does not wait for anybody to say what became of its call.`,
    next: 'Look at the run again: somebody may have settled it already.',
    status: 409,
  });
}

function runUnknown(): GatehouseError {
  return new GatehouseError({
    code: 'workflow.run-unknown',
    what: 'This run was not found.',
    why: 'It never was, or was removed since so many newer ones have ended.',
    next: 'Choose one of the list.',
    status: 404,
  });
}

function accountNeeded(): GatehouseError {
  return new GatehouseError({
    code: 'workflow.account-needed',
    what: 'The workflow was not started.',
    why: 'An event starts it, and an event is about an account.',
    next: 'Choose the account for which the event is to have happened.',
  });
}
