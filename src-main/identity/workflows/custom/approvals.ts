import type { ApprovalAction, ApprovalTask } from '../../../contract/workflows.ts';
import { currentContext } from '../../../events/context.ts';
import type { Core } from '../../../events/core.ts';
import type { Account, Accounts } from '../../../store/accounts.ts';
import type { StoredTask } from '../../../store/workflows/tasks.ts';
import { consequencesOf } from './consequences.ts';
import { approversInWords, asApprovers, mayDecide, peopleOf } from './engine/approvers.ts';
import type { Engine } from './engine/engine.ts';
import { afterDecision } from './engine/outcomes.ts';
import type { Run } from './engine/run.ts';
import { RuleChecks, RuleRefusal } from './refused.ts';
import { factsOf } from './request-facts.ts';

/** As many tasks are looked at for a list. */
const MOST = 500;

const OPEN: ReadonlySet<string> = new Set(['READY', 'RESERVED']);

/** The decisions that runs ask people for. */
export class Approvals {
  readonly #core: Core;
  readonly #accounts: Accounts;
  readonly #engine: Engine;

  constructor(core: Core, accounts: Accounts, engine: Engine) {
    this.#core = core;
    this.#accounts = accounts;
    this.#engine = engine;
  }

  /** Tasks, the newest first; of an account: those that she may decide or has decided. */
  list({ account, open }: { account?: string | undefined; open?: boolean | undefined }): ApprovalTask[] {
    const person = account === undefined ? undefined : this.#accounts.get(account);
    if (account !== undefined && !person) return [];
    return this.#engine.store.tasks.list({ open, limit: MOST }).flatMap((task) => {
      const run = this.#engine.run(task.run);
      if (!run || (person && task.decidedBy !== person.id && !this.#isFor(task, run, person))) return [];
      return [this.#view(task, run)];
    });
  }

  /** A task as an account may see it: one that she may decide, decided, or has asked for. */
  get(id: string, account: string): ApprovalTask | undefined {
    const [task, person] = [this.#engine.store.tasks.get(id), this.#accounts.get(account)];
    const run = task && this.#engine.run(task.run);
    if (!task || !run || !person) return undefined;
    const sees = task.decidedBy === account || run.starter === account || this.#isFor(task, run, person);
    return sees ? this.#view(task, run) : undefined;
  }

  /**
   * Acts on a task as an account. The decision, the run's entry and the events are one transaction; what the run does
   * next is done when this resolves. Throws `RuleRefusal`.
   */
  async act(id: string, account: string, action: ApprovalAction, comment = ''): Promise<ApprovalTask> {
    const task = this.#core.store.transaction(() => {
      try {
        return this.#act(id, account, action, comment);
      } catch (error) {
        // Nothing was written but the event that tells of the refusal, and that is kept.
        if (error instanceof RuleRefusal) return error;
        throw error;
      }
    });
    if (task instanceof RuleRefusal) throw task;
    if (!OPEN.has(task.status)) await this.#engine.advance(task.run);
    return this.#view(task, this.#runOf(task));
  }

  #act(id: string, account: string, action: ApprovalAction, comment: string): StoredTask {
    const { store, journal } = this.#engine;
    const checks = new RuleChecks(this.#core, {
      what: 'approval',
      task: id.slice(0, 60),
      action,
      by: account,
    });
    const task = store.tasks.get(id);
    const person = this.#accounts.get(account);
    const run = task && this.#engine.run(task.run);
    if (!task || !run || !person)
      return checks.fail('idp.approval.known', 'There is no such decision.', {
        path: 'id',
        seen: id.slice(0, 60),
      });
    checks.note({ run: run.id, workflow: run.workflow, step: task.step });
    checks.require('idp.approval.known', true, '', { path: 'id' });
    const step = run.definition.steps.find((candidate) => candidate.id === task.step);
    const waits = run.state.steps.find((candidate) => candidate.id === task.step)?.waits;
    const inTime = task.until === null || this.#core.clock.now() < task.until;
    const open = OPEN.has(task.status) && waits?.kind === 'approval' && waits.task === id && inTime;
    checks.require('idp.approval.open', open, this.#closedText(task), {
      path: 'task.status',
      expected: 'READY',
      seen: task.status,
      inputs: { status: task.status, until: task.until, now: this.#core.clock.now() },
    });
    checks.require('idp.approval.four-eyes', run.starter !== account, 'You asked for it yourself.', {
      path: 'run.starter',
      inputs: { starter: run.starter, by: account },
    });
    const approvers = asApprovers(task.approvers);
    checks.require(
      'idp.approval.approver',
      mayDecide(approvers, person, this.#engine.valuesOf(run)),
      `It is for ${approversInWords(approvers, this.#accounts)}.`,
      {
        path: 'task.approvers',
        expected: task.approvers,
        inputs: { by: person.username, groups: [...person.groups] },
      },
    );
    checks.require(
      'idp.approval.claimed',
      task.claimedBy === null || task.claimedBy === account,
      `${this.#nameOf(task.claimedBy)} has taken it upon herself.`,
      { path: 'task.claimedBy', seen: task.claimedBy },
    );
    const next = this.#after(task, account, action, comment);
    store.tasks.save(next);
    if (action === 'CLAIM' || action === 'RELEASE') {
      journal.record(
        run,
        'workflow.approval.claimed',
        'ok',
        { step: task.step, task: id, by: account, action },
        checks.reasons,
      );
      return next;
    }
    if (!step) return next;
    const approved = action === 'APPROVE';
    journal.record(
      run,
      'workflow.approval.decided',
      'ok',
      { step: task.step, task: id, decision: approved ? 'approved' : 'rejected', by: account, comment },
      checks.reasons,
    );
    // What the run makes of it belongs to the run's story; the decision itself to that of whoever decided.
    const entries = afterDecision(step, { approved, by: person.username, comment });
    this.#engine.within(run, () => journal.write(run, entries), {
      actor: currentContext()?.actor ?? run.actor,
    });
    return next;
  }

  #after(task: StoredTask, account: string, action: ApprovalAction, comment: string): StoredTask {
    if (action === 'CLAIM') return { ...task, status: 'RESERVED', claimedBy: account };
    if (action === 'RELEASE') return { ...task, status: 'READY', claimedBy: null };
    const status = action === 'APPROVE' ? 'APPROVED' : 'REJECTED';
    return { ...task, status, decidedBy: account, comment, decidedAt: this.#core.clock.now() };
  }

  #isFor(task: StoredTask, run: Run, person: Account): boolean {
    if (run.starter === person.id) return false;
    return mayDecide(asApprovers(task.approvers), person, this.#engine.valuesOf(run));
  }

  #runOf(task: StoredTask): Run {
    const run = this.#engine.run(task.run);
    if (!run) throw new Error('a task goes with its run');
    return run;
  }

  #view(task: StoredTask, run: Run): ApprovalTask {
    const approvers = asApprovers(task.approvers);
    const values = this.#engine.valuesOf(run);
    const step = run.definition.steps.find(({ id }) => id === task.step);
    return {
      id: task.id,
      run: run.id,
      workflow: run.workflow,
      workflowTitle: run.definition.title,
      step: task.step,
      title: step?.title ?? task.step,
      text: task.text,
      status: task.status,
      askedBy: run.starter === null ? 'somebody who is not signed in' : this.#nameOf(run.starter),
      facts: factsOf(this.#core, this.#accounts, run),
      leadsTo: consequencesOf(run, task.step),
      by: approversInWords(approvers, this.#accounts),
      people: peopleOf(approvers, { accounts: this.#accounts, store: this.#core.store, values })
        .map(({ id }) => id)
        .filter((id) => id !== run.starter),
      claimedBy: task.claimedBy,
      decidedBy: task.decidedBy,
      comment: task.comment,
      createdAt: task.createdAt,
      until: task.until,
      decidedAt: task.decidedAt,
      flow: this.#core.correlator.root(run.flow),
    };
  }

  #nameOf(id: string | null): string {
    return id === null ? 'Somebody' : (this.#accounts.get(id)?.name ?? id);
  }

  #closedText({ status, decidedBy }: StoredTask): string {
    if (status === 'APPROVED' || status === 'REJECTED')
      return `It was ${status.toLowerCase()} by ${this.#nameOf(decidedBy)} already.`;
    return status === 'WITHDRAWN' ? 'The run does not ask for it any more.' : 'Its time is over.';
  }
}
