import type { Reason } from '../../contract/events.ts';
import { SCIM_RULES, type ScimRule, scimReason } from '../rules/scim-rules.ts';
import { ERROR_SCHEMA } from './urns.ts';

type Details = Parameters<typeof scimReason>[2];

/** An error message of SCIM (RFC 7644 §3.12). */
export interface ScimErrorBody {
  schemas: [string];
  status: string;
  scimType?: string;
  detail: string;
}

/** A request, or one operation of a bulk request, that was turned away: the rules that looked, the failed one last. */
export class ScimRefusal extends Error {
  readonly status: number;
  readonly scimType: string | undefined;
  readonly rule: string;
  readonly reasons: readonly Reason[];

  constructor(detail: string, answer: string, reasons: readonly Reason[]) {
    super(detail);
    this.name = 'ScimRefusal';
    const [status = '500', scimType] = answer.split(' ');
    this.status = Number(status);
    this.scimType = scimType;
    this.reasons = reasons;
    this.rule = reasons.at(-1)?.rule ?? 'scim.sandbox.sound';
  }

  body(): ScimErrorBody {
    const { status, scimType, message } = this;
    return {
      schemas: [ERROR_SCHEMA],
      status: String(status),
      ...(scimType === undefined ? {} : { scimType }),
      detail: message,
    };
  }
}

/** The rules that looked at one request so far, in order. The first that does not hold ends it. */
export class RuleChain {
  #reasons: Reason[];

  constructor(before: readonly Reason[] = []) {
    this.#reasons = [...before];
  }

  get reasons(): Reason[] {
    return [...this.#reasons];
  }

  /** The same rules so far, for one of several operations that go on from here. */
  branch(): RuleChain {
    return new RuleChain(this.#reasons);
  }

  /** Goes on from where a branch has come to. */
  goOnFrom(branch: RuleChain): void {
    this.#reasons = branch.reasons;
  }

  pass(rule: ScimRule, details?: Details): void {
    this.#reasons.push(scimReason(rule, 'pass', details));
  }

  /** A rule that did not settle it: another was asked. */
  skip(rule: ScimRule, details?: Details): void {
    this.#reasons.push(scimReason(rule, 'skip', details));
  }

  /** Ends the request. `detail` tells the client what was wrong with this one. */
  fail(rule: ScimRule, detail: string, details?: Details): never {
    throw new ScimRefusal(detail, SCIM_RULES[rule].answer, [
      ...this.#reasons,
      scimReason(rule, 'fail', details),
    ]);
  }

  /** Goes on if `kept`, and keeps the rule among those that looked; else ends the request. */
  require(rule: ScimRule, kept: boolean, detail: string, details?: Details): void {
    if (!kept) this.fail(rule, detail, details);
    this.pass(rule, details);
  }
}
