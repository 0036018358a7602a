import type { JsonObject } from '../../../contract/json.ts';
import { WORKFLOW_LIMITS } from '../../../contract/workflow-limits.ts';
import { currentContext } from '../../../events/context.ts';
import type { Core } from '../../../events/core.ts';
import type { BusEvent } from '../../lifecycle/bus-events.ts';
import type { Beginnings } from './beginnings.ts';
import type { Definitions } from './definitions.ts';
import type { Engine } from './engine/engine.ts';
import { asRun } from './engine/run.ts';
import { accountValues } from './engine/values.ts';
import { holds } from './expressions/cel.ts';
import { ExpressionError } from './expressions/expression-error.ts';

/** What the events of accounts mean for runs: they start some, and let others go on. */
export class BusRuns {
  readonly #core: Core;
  readonly #engine: Engine;
  readonly #definitions: Definitions;
  readonly #runs: Beginnings;

  constructor(core: Core, engine: Engine, definitions: Definitions, runs: Beginnings) {
    this.#core = core;
    this.#engine = engine;
    this.#definitions = definitions;
    this.#runs = runs;
  }

  /** Runs in the transaction of what the event tells of: runs that it starts or lets go on are there if it is. */
  hear({ name, account }: BusEvent): void {
    const event = { name, account: accountValues(account) };
    const moved = [...this.#goOn(name, event), ...this.#startBy(name, event, account.id)];
    if (moved.length > 0)
      queueMicrotask(() => {
        for (const id of moved) void this.#engine.advance(id);
      });
  }

  #goOn(name: string, event: JsonObject): string[] {
    return this.#engine.store.runs.awaiting(name).flatMap((stored) => {
      const run = asRun(stored);
      const waiting = run.state.steps.find(({ waits }) => waits?.kind === 'event');
      const step = run.definition.steps.find(({ id }) => id === waiting?.id);
      if (!step?.wait || !('event' in step.wait)) return [];
      const values = { ...this.#engine.valuesOf(run), event };
      if (!this.#fits(run.workflow, step.wait.where, values)) return [];
      const done = { kind: 'step-done', step: step.id, got: event, value: { event } } as const;
      this.#engine.within(run, () => this.#engine.journal.write(run, [done]));
      return [run.id];
    });
  }

  #startBy(name: string, event: JsonObject, account: string): string[] {
    return this.#definitions.startedBy(name).flatMap((workflow) => {
      const { start } = workflow.definition;
      if (!('event' in start)) return [];
      const values = {
        input: {},
        steps: {},
        account: event.account ?? null,
        event,
        now: this.#core.clock.now(),
      };
      if (!this.#fits(workflow.id, start.when, values)) return [];
      const nesting = this.#engine.nestingUnder(currentContext()?.parent);
      const refusedBecause =
        nesting >= WORKFLOW_LIMITS.nesting ? 'nesting' : this.#runs.hasRoom() ? undefined : 'room';
      if (refusedBecause !== undefined) {
        this.#tellNotStarted(workflow.id, `there is no more ${refusedBecause === 'room' ? 'room' : 'depth'}`);
        return [];
      }
      const run = this.#runs.begin({
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
    this.#core.recorder.record({ type: 'workflow.failed', outcome: 'failed', data: { workflow, why } });
  }
}
