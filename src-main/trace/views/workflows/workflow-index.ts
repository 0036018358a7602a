import type { Scenario } from '../../../contract/codes.ts';
import type { EventType } from '../../../contract/event-types.ts';
import type { SandboxEvent } from '../../../contract/events.ts';
import { codeOf, type LoggedWorkflow, newWorkflow } from './logged-workflow.ts';
import { isScenario, isStep } from './workflow-words.ts';

/** The facts that identity workflows are made of. */
export const WORKFLOW_FACTS: readonly EventType[] = [
  'account.created',
  'account.changed',
  'account.change-refused',
  'account.deleted',
  'account.password-changed',
  'account.code.issued',
  'account.code.used',
  'account.code.ended',
  'message.sent',
];

/** How many workflows are kept, the newest ones. */
const KEPT = 5_000;

/** Registrations that need no code begin and end with the account. */
const WITHOUT_CODE: Readonly<Record<string, Scenario>> = {
  'self-register': 'SELF_SIGN_UP',
  'lite-register': 'LITE_SIGN_UP',
};
/** Which codes a refused trigger could have been about. */
const MEANT: Readonly<Record<string, RegExp>> = {
  confirm: /^(CONFIRM|VERIFY)_/,
  'set-password': /_PASSWORD$/,
  recover: /^(RECOVERY_FLOW|SEND_RECOVERY_INFORMATION|RESEND_CONFIRMATION_CODE)$/,
  resend: /^(CONFIRM|VERIFY)_|^UPDATE_PASSWORD$/,
  'send-address-again': /^VERIFY_/,
  'withdraw-address': /^VERIFY_/,
};
const COMPLETING = /^(CONFIRM|VERIFY)_|_PASSWORD$/;

/**
 * The identity workflows of a log, kept up to date event by event. A workflow is a code, or the codes of one recovery, and
 * all that followed: what belongs together is told by the code, by the call during which it was recorded, and by the
 * account. It goes on across stories: a mail that is opened a day later belongs to it.
 */
export class WorkflowIndex {
  readonly #all = new Map<string, LoggedWorkflow>();
  readonly #byAccount = new Map<string, LoggedWorkflow[]>();
  readonly #byCode = new Map<string, LoggedWorkflow>();
  /** Of each account, the workflow that the call which is under way belongs to. */
  readonly #current = new Map<string, { span: string; workflow: LoggedWorkflow }>();
  #lastSeq = 0;

  /** The highest `seq` taken in; 0 before the first. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  get(id: string): LoggedWorkflow | undefined {
    return this.#all.get(id);
  }

  /** Every workflow, or those of an account, oldest first. */
  all(account?: string): LoggedWorkflow[] {
    return account === undefined ? [...this.#all.values()] : (this.#byAccount.get(account) ?? []);
  }

  /** Takes in events, in the order of the log. Those that are known already are skipped. */
  append(events: Iterable<SandboxEvent>): void {
    for (const event of events) {
      if (event.seq <= this.#lastSeq) continue;
      this.#lastSeq = event.seq;
      const account = event.subject;
      if (account !== undefined) this.#take(account, event);
    }
  }

  #take(account: string, event: SandboxEvent): void {
    switch (event.type) {
      case 'account.code.issued':
        this.#issued(account, event);
        return;
      case 'account.code.used':
      case 'account.code.ended':
        this.#ended(account, event);
        return;
      case 'message.sent':
        this.#sent(account, event);
        return;
      case 'account.change-refused':
        this.#refused(account, event);
        return;
      default:
        this.#changed(account, event);
    }
  }

  #issued(account: string, event: SandboxEvent): void {
    const { scenario, step } = event.data;
    if (!isScenario(scenario) || !isStep(step)) return;
    const begins =
      step === 'RECOVERY_FLOW' || (scenario === 'USERNAME_RECOVERY' && step === 'SEND_RECOVERY_INFORMATION');
    const going = begins ? undefined : this.#goingOn(account, scenario, spanOf(event));
    const workflow = going ?? this.#begin(account, scenario, event);
    const code = codeOf(event, step);
    workflow.codes.push(code);
    // A recovery by REST changes the code of the message for one that sets the password.
    workflow.completed = false;
    this.#byCode.set(code.id, workflow);
    this.#add(workflow, event);
  }

  /** The workflow of the same kind that has not ended: a code that is sent again goes on with it. */
  #goingOn(account: string, scenario: Scenario, span: string): LoggedWorkflow | undefined {
    const latest = this.all(account).findLast((one) => one.scenario === scenario && !one.refused);
    if (latest === undefined) return undefined;
    const here = this.#current.get(account);
    const justNow = here?.span === span && here.workflow === latest;
    return justNow || latest.codes.some(({ ended }) => ended === undefined) ? latest : undefined;
  }

  #ended(account: string, event: SandboxEvent): void {
    const workflow = this.#byCode.get(String(event.data.id));
    const code = workflow?.codes.find(({ id }) => id === event.data.id);
    if (!workflow || !code || workflow.account !== account) return;
    code.ended = event.type === 'account.code.used' ? 'used' : (String(event.data.status) as 'superseded');
    if (code.ended === 'used' && (COMPLETING.test(code.step) || workflow.scenario === 'USERNAME_RECOVERY'))
      workflow.completed = true;
    this.#add(workflow, event);
  }

  #sent(account: string, event: SandboxEvent): void {
    const here = this.#here(account, event);
    if (here !== undefined) {
      const code = here.codes.at(-1);
      if (code !== undefined && code.ended === undefined && event.outcome === 'ok') {
        code.subject ??= String(event.data.subject);
        code.address ??= String(event.data.to);
      }
      this.#add(here, event);
    } else if (event.data.template === 'usernamerecovery') {
      const workflow = this.#begin(account, 'USERNAME_RECOVERY', event);
      workflow.completed = true;
      this.#add(workflow, event);
    }
  }

  #refused(account: string, event: SandboxEvent): void {
    const meant = MEANT[String(event.data.trigger)];
    if (meant === undefined) return;
    const fits = (one: LoggedWorkflow) => one.codes.some(({ step }) => meant.test(step));
    const candidates = this.all(account).filter(fits);
    const { flow } = event;
    const found =
      (flow === undefined ? undefined : candidates.findLast((one) => one.flows.has(flow))) ??
      candidates.findLast((one) => one.codes.some(({ ended }) => ended === undefined)) ??
      (event.data.trigger === 'recover' ? undefined : candidates.at(-1));
    if (found) this.#add(found, event);
    if (found || event.data.trigger !== 'recover') return;
    const workflow = this.#begin(account, 'NOTIFICATION_BASED_PW_RECOVERY', event);
    workflow.refused = true;
    this.#add(workflow, event);
  }

  /** A transition of the account, or a new password: part of the call's workflow, else of those that are under way. */
  #changed(account: string, event: SandboxEvent): void {
    const here = this.#here(account, event);
    if (here !== undefined) {
      this.#add(here, event);
      return;
    }
    const scenario = WITHOUT_CODE[String(event.data.trigger)];
    if (event.type === 'account.created' && scenario !== undefined) {
      const workflow = this.#begin(account, scenario, event);
      workflow.completed = true;
      this.#add(workflow, event);
      return;
    }
    if (event.type === 'account.created' || !isAnotherState(event)) return;
    for (const workflow of this.all(account))
      if (workflow.codes.some(({ ended }) => ended === undefined)) this.#add(workflow, event);
  }

  #here(account: string, event: SandboxEvent): LoggedWorkflow | undefined {
    const current = this.#current.get(account);
    return current?.span === spanOf(event) ? current.workflow : undefined;
  }

  #begin(account: string, scenario: Scenario, event: SandboxEvent): LoggedWorkflow {
    const workflow = newWorkflow(account, scenario, event);
    this.#all.set(workflow.id, workflow);
    const others = this.#byAccount.get(account);
    if (others) others.push(workflow);
    else this.#byAccount.set(account, [workflow]);
    const oldest = this.#all.size > KEPT ? this.#all.values().next().value : undefined;
    if (oldest) this.#forget(oldest);
    return workflow;
  }

  #add(workflow: LoggedWorkflow, event: SandboxEvent): void {
    workflow.seqs.push(event.seq);
    workflow.lastAt = event.vtime;
    workflow.actor = event.actor;
    workflow.flow = event.flow ?? workflow.flow;
    if (event.flow !== undefined) workflow.flows.add(event.flow);
    if (event.span !== undefined) workflow.spans.add(event.span);
    this.#current.set(workflow.account, { span: spanOf(event), workflow });
  }

  #forget(workflow: LoggedWorkflow): void {
    this.#all.delete(workflow.id);
    for (const { id } of workflow.codes) this.#byCode.delete(id);
    const left = this.all(workflow.account).filter((one) => one !== workflow);
    if (left.length > 0) this.#byAccount.set(workflow.account, left);
    else {
      this.#byAccount.delete(workflow.account);
      this.#current.delete(workflow.account);
    }
  }
}

/** Outside of a call, each fact stands for itself. */
const spanOf = ({ span, seq }: SandboxEvent): string => span ?? `event ${seq}`;

function isAnotherState({ type, data }: SandboxEvent): boolean {
  if (type !== 'account.changed') return true;
  const part = (value: unknown) => {
    const { label, locked, disabled } = (value ?? {}) as Record<string, unknown>;
    return JSON.stringify([label, locked, disabled]);
  };
  return part(data.from) !== part(data.to);
}
