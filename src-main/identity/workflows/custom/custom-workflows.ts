import type { JsonObject } from '../../../contract/json.ts';
import type { Settlement } from '../../../contract/outcome-tasks.ts';
import type { RunView } from '../../../contract/workflows.ts';
import type { StoredWorkflow } from '../../../store/workflows/workflows.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { Approvals } from './approvals.ts';
import { type Beginning, Beginnings } from './beginnings.ts';
import { BusRuns } from './bus-runs.ts';
import { Definitions } from './definitions.ts';
import { Engine, type EngineDeps } from './engine/engine.ts';
import { asRun, type Run } from './engine/run.ts';
import { accountValues } from './engine/values.ts';
import { accountNeeded, runDamaged, runUnknown } from './errors.ts';
import { UnknownOutcomes } from './unknown-outcomes.ts';
import { RunViews } from './views.ts';

/** The workflows that people define: definitions, runs, decisions. */
export class CustomWorkflows {
  readonly definitions: Definitions;
  readonly engine: Engine;
  readonly approvals: Approvals;
  readonly outcomes: UnknownOutcomes;
  readonly views: RunViews;
  readonly #beginnings: Beginnings;
  readonly #deps: EngineDeps;

  constructor(deps: EngineDeps & { lifecycle: Lifecycle }) {
    const { core, accounts } = deps;
    this.#deps = deps;
    this.engine = new Engine(deps);
    this.definitions = new Definitions(core, this.engine.store);
    this.approvals = new Approvals(core, accounts, this.engine);
    this.outcomes = new UnknownOutcomes(core, accounts, this.engine);
    this.views = new RunViews(core, accounts, this.engine);
    this.#beginnings = new Beginnings(core, this.engine);
    const busRuns = new BusRuns(core, this.engine, this.definitions, this.#beginnings);
    this.definitions.seed();
    this.definitions.mend();
    deps.lifecycle.onBusEvent((event) => busRuns.hear(event));
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
  begin(beginning: Beginning): Run {
    return this.#beginnings.begin(beginning);
  }

  hasRoom(): boolean {
    return this.#beginnings.hasRoom();
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
    await this.outcomes.settle(this.#known(id), stepId, as, values);
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
}
