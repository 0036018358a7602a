import type { JsonObject } from '../../../contract/json.ts';
import type { OutcomeTask, Settlement } from '../../../contract/outcome-tasks.ts';
import type { WorkflowApprovers } from '../../../contract/workflow-definition.ts';
import { currentContext } from '../../../events/context.ts';
import type { Core } from '../../../events/core.ts';
import type { Account, Accounts } from '../../../store/accounts.ts';
import { settlementsOf } from './consequences.ts';
import { approversInWords, peopleOf } from './engine/approvers.ts';
import type { Engine } from './engine/engine.ts';
import { asRun, type Run } from './engine/run.ts';
import type { StepState } from './engine/run-state.ts';
import { afterSettlement } from './engine/unknown-outcome.ts';
import { nothingToSettle } from './errors.ts';
import { RuleChecks, RuleRefusal } from './refused.ts';

/** Who says what became of a call: whoever looks after the directory. A definition names nobody for it. */
const WHO = { group: 'administrators' } as const satisfies WorkflowApprovers;

/** As whom calls are made, in words; else by whoever started the run. */
const CALLERS: Readonly<Partial<Record<string, string>>> = {
  nobody: 'nobody',
  administrator: 'an administrator',
};

/** A call that waits for somebody's word: `settle-<run>-<index of the step>-<how often it was sent>`. */
const TASK_ID = /^settle-([\w-]{36})-(\d{1,3})-(\d{1,3})$/;

/** Calls of which nobody knows whether they arrived. The tasks are read from the runs, and live as long as those. */
export class UnknownOutcomes {
  readonly #core: Core;
  readonly #accounts: Accounts;
  readonly #engine: Engine;

  constructor(core: Core, accounts: Accounts, engine: Engine) {
    this.#core = core;
    this.#accounts = accounts;
    this.#engine = engine;
  }

  /** Those that wait, the newest first; of an account: those that she may settle. */
  list(account?: string): OutcomeTask[] {
    const person = account === undefined ? undefined : this.#accounts.get(account);
    if (account !== undefined && !(person && isFor(person))) return [];
    return this.#engine.store.runs
      .active()
      .reverse()
      .flatMap((stored) => {
        const run = asRun(stored);
        return run.state.steps.flatMap((step, index) =>
          step.waits?.kind === 'unknown' ? [this.#view(run, step, index)] : [],
        );
      });
  }

  /** One that waits, as an account may see it. */
  get(id: string, account: string): OutcomeTask | undefined {
    return this.list(account).find((task) => task.id === id);
  }

  /** Whether an id is that of such a task, of now or of once. */
  isOne(id: string): boolean {
    return TASK_ID.test(id);
  }

  /** Settles one as an account, by the rules of decisions. What the run does next is done when this resolves. Throws `RuleRefusal`. */
  async settleAs(id: string, account: string, as: Settlement, values: JsonObject = {}): Promise<void> {
    const [, runId = '', index, attempt] = TASK_ID.exec(id) ?? [];
    let refused: RuleRefusal | undefined;
    await this.#engine.inTurn(runId, () => {
      try {
        const at = { runId, index: Number(index), attempt: Number(attempt) };
        const { run, step } = this.#judge(id, account, as, at);
        this.#write(run, step, { as, values, by: account });
      } catch (error) {
        if (!(error instanceof RuleRefusal)) throw error;
        refused = error;
      }
    });
    if (refused) throw refused;
    await this.#engine.advance(runId);
  }

  /** The same for whoever runs the sandbox, whom no rule stops. Throws `workflow.nothing-to-settle`. */
  async settle({ id }: Run, step: string, as: Settlement, values: JsonObject): Promise<void> {
    await this.#engine.inTurn(id, () => {
      const run = this.#engine.run(id);
      const waits = run?.state.steps.find((candidate) => candidate.id === step)?.waits;
      if (!run || waits?.kind !== 'unknown') throw nothingToSettle(step);
      this.#write(run, step, { as, values, by: null });
    });
    await this.#engine.advance(id);
  }

  #judge(
    id: string,
    account: string,
    as: Settlement,
    { runId, index, attempt }: { runId: string; index: number; attempt: number },
  ): { run: Run; step: string } {
    const about = { what: 'settlement', task: id.slice(0, 60), action: as, by: account };
    const checks = new RuleChecks(this.#core, about);
    const [run, person] = [this.#engine.run(runId), this.#accounts.get(account)];
    const step = run?.state.steps[index];
    if (!run || !step || !person)
      return checks.fail('idp.approval.known', 'There is no such call to settle.', {
        path: 'id',
        seen: id.slice(0, 60),
      });
    checks.note({ run: run.id, workflow: run.workflow, step: step.id });
    checks.require('idp.approval.known', true, '', { path: 'id' });
    const waits = step.waits?.kind === 'unknown' && step.attempts === attempt;
    checks.require('idp.approval.open', waits, 'Somebody has said already what became of this call.', {
      path: 'step.waits',
      expected: 'unknown',
      seen: step.waits?.kind ?? step.status,
    });
    const { username, groups } = person;
    checks.require(
      'idp.approval.approver',
      isFor(person),
      `It is for ${approversInWords(WHO, this.#accounts)}.`,
      {
        path: 'task.approvers',
        expected: WHO,
        inputs: { by: username, groups: [...groups] },
      },
    );
    return { run, step: step.id };
  }

  #write(
    run: Run,
    id: string,
    { as, values, by }: { as: Settlement; values: JsonObject; by: string | null },
  ): void {
    const step = run.definition.steps.find((candidate) => candidate.id === id);
    if (!step) throw nothingToSettle(id);
    const saved = Object.keys(step.save ?? {});
    const kept = Object.fromEntries(saved.map((name) => [name, values[name] ?? null]));
    const entries = afterSettlement(step, as, kept, by);
    this.#engine.within(run, () => this.#engine.journal.write(run, entries), {
      actor: currentContext()?.actor ?? 'sandbox',
    });
  }

  #view(run: Run, { id, sent, startedAt, attempts, error }: StepState, index: number): OutcomeTask {
    const { title = id, call, save = {} } = run.definition.steps[index] ?? {};
    // A call is told by what was sent: the definition has only the templates of it.
    const told = sent as { method: string; path: string } | null;
    const accounts = this.#accounts;
    const people = peopleOf(WHO, { accounts, store: this.#core.store, values: this.#engine.valuesOf(run) });
    const starter =
      run.starter === null
        ? 'somebody who is not signed in'
        : (accounts.get(run.starter)?.name ?? run.starter);
    return {
      id: `settle-${run.id}-${index}-${attempts}`,
      run: run.id,
      workflow: run.workflow,
      workflowTitle: run.definition.title,
      step: id,
      title,
      call: `${told?.method ?? call?.method ?? ''} ${told?.path ?? call?.path ?? ''}`,
      as: CALLERS[call?.as ?? 'nobody'] ?? starter,
      sentAt: startedAt,
      attempts,
      known: error ?? 'No answer was seen.',
      saves: Object.keys(save),
      askedBy: starter,
      leadsTo: settlementsOf(run, id),
      by: approversInWords(WHO, accounts),
      people: people.map((person) => person.id),
      flow: this.#core.correlator.root(run.flow),
    };
  }
}

const isFor = ({ groups }: Account): boolean =>
  groups.some((group) => group.toLowerCase() === WHO.group.toLowerCase());
