import { GatehouseError } from '../../../contract/errors.ts';
import type { Outcome, Reason } from '../../../contract/events.ts';
import type { JsonObject } from '../../../contract/json.ts';
import type { Core } from '../../../events/core.ts';
import { IDP_RULES, type IdpRule, reason } from '../../rules.ts';

/** What a rule looked at, and how it ended. */
type Details = Parameters<typeof reason>[2];

/** How a refusal by a rule counts, where it is not simply denied. */
const OUTCOMES: Partial<Record<IdpRule, Outcome>> = {
  'idp.custom.carried-out': 'failed',
  'idp.possession.nonce': 'challenged',
};

/** A start or a decision that a rule refused. It is recorded when it is thrown by {@link RuleChecks.fail}. */
export class RuleRefusal extends Error {
  readonly rule: IdpRule;
  readonly detail: string;
  readonly reasons: Reason[];

  constructor(rule: IdpRule, detail: string, reasons: Reason[]) {
    super(detail);
    this.rule = rule;
    this.detail = detail;
    this.reasons = reasons;
  }

  get status(): number {
    return Number(IDP_RULES[this.rule].answer.split(' ')[0]);
  }

  /** The short name of the refusal, as the answer has it. */
  get error(): string {
    return IDP_RULES[this.rule].answer.split(' ')[1] ?? this.rule;
  }

  /** For a person at a screen. */
  toError(what: string): GatehouseError {
    return new GatehouseError({
      code: this.rule,
      what,
      why: this.detail,
      next: IDP_RULES[this.rule].next,
      status: this.status,
    });
  }
}

/** Rules that look in order, each recorded as it looks; the first that fails refuses. */
export class RuleChecks {
  readonly #core: Core;
  readonly #about: JsonObject;
  readonly #reasons: Reason[] = [];

  /** `about`: what is told of the matter in the event of a refusal. */
  constructor(core: Core, about: JsonObject) {
    this.#core = core;
    this.#about = about;
  }

  get reasons(): Reason[] {
    return [...this.#reasons];
  }

  /** What the rules found out on their way, for the event. */
  note(more: JsonObject): void {
    Object.assign(this.#about, more);
  }

  /** Refuses, unless the rule holds. Throws {@link RuleRefusal} after recording `workflow.refused`. */
  require(rule: IdpRule, kept: boolean, detail: string, details: Details = {}): void {
    if (!kept) this.fail(rule, detail, details);
    this.#reasons.push(reason(rule, 'pass', details));
  }

  fail(rule: IdpRule, detail: string, details: Details = {}): never {
    const reasons = [...this.#reasons, reason(rule, 'fail', details)];
    this.#core.recorder.record({
      type: 'workflow.refused',
      outcome: OUTCOMES[rule] ?? 'denied',
      reasons,
      data: { ...this.#about, rule, detail },
    });
    throw new RuleRefusal(rule, detail, reasons);
  }
}
