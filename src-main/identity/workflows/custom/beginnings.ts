import { randomUUID } from 'node:crypto';
import type { Json, JsonObject } from '../../../contract/json.ts';
import { WORKFLOW_LIMITS } from '../../../contract/workflow-limits.ts';
import { currentContext } from '../../../events/context.ts';
import type { Core } from '../../../events/core.ts';
import { newTraceId } from '../../../events/ids.ts';
import type { StoredWorkflow } from '../../../store/workflows/workflows.ts';
import type { Engine } from './engine/engine.ts';
import type { Run } from './engine/run.ts';
import { awaitsOf, blankRun } from './engine/run-state.ts';
import type { KeyedRequest } from './http/idempotency-key.ts';

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

/** How runs begin. */
export class Beginnings {
  readonly #core: Core;
  readonly #engine: Engine;

  constructor(core: Core, engine: Engine) {
    this.#core = core;
    this.#engine = engine;
  }

  /** Adds a run to the state, in the transaction that is open if one is. It makes no move yet. */
  begin({ workflow, input, event, starter, account, token, startedAs, nesting, keyed }: Beginning): Run {
    const core = this.#core;
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
    return this.#engine.journal.write(run, [{ kind: 'started', input, event: event ?? null }]);
  }

  hasRoom(): boolean {
    return this.#engine.store.runs.activeCount() < WORKFLOW_LIMITS.running;
  }
}
