import type { Reason } from '../contract/events.ts';
import type { Json, JsonObject } from '../contract/json.ts';
import type { Exchange } from './exchange.ts';
import { POLICIES } from './policies/index.ts';
import type { Policy, Verdict } from './policy.ts';
import { type GatewayRule, ruleSpec } from './rules.ts';

/** The rule that refused, and what it found. */
export interface Refusal {
  readonly rule: GatewayRule;
  readonly verdict: Verdict;
}

/**
 * Lets the rules look in their order and writes each verdict to `reasons`; stops at the first that fails. Answers
 * that refusal, or undefined when no rule objects; a promise only where a rule had to ask others.
 *
 * `before` is the chain of an earlier request that was let through. Each rule gathers its inputs anew; where they are the
 * same as then, so is the verdict, since it depends on nothing else.
 */
export function runPolicies(
  policies: readonly Policy[],
  exchange: Exchange,
  reasons: Reason[],
  before: readonly Reason[] = NO_REASONS,
): Refusal | undefined | Promise<Refusal | undefined> {
  for (let index = 0; index < policies.length; index += 1) {
    const policy = policies[index] as Policy;
    const gathered = policy.gather(exchange);
    // Most inputs are at hand; waiting for what need not be waited for would cost a turn of the loop for each rule.
    if (gathered instanceof Promise) {
      const rest = policies.slice(index + 1);
      return gathered.then(
        (inputs) => look(policy, inputs, reasons, before) ?? runPolicies(rest, exchange, reasons, before),
      );
    }
    const refusal = look(policy, gathered, reasons, before);
    if (refusal) return refusal;
  }
  return undefined;
}

const NO_REASONS: readonly Reason[] = [];

function look(
  policy: Policy,
  inputs: JsonObject | undefined,
  reasons: Reason[],
  before: readonly Reason[],
): Refusal | undefined {
  if (inputs === undefined) return undefined;
  const known = before[reasons.length];
  if (known?.rule === policy.rule && known.inputs && isSame(known.inputs, inputs)) {
    reasons.push(known);
    return undefined;
  }
  const verdict = policy.evaluate(inputs);
  reasons.push(toReason(policy.rule, inputs, verdict));
  return verdict.outcome === 'fail' ? { rule: policy.rule, verdict } : undefined;
}

/** Whether two values of JSON are equal; members of objects stand in the same order when one rule has written them. */
function isSame(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one)) {
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, index) => isSame(item, other[index]))
    );
  }
  if (Array.isArray(other)) return false;
  let members = 0;
  for (const name in one) {
    if (!isSame(one[name], other[name])) return false;
    members += 1;
  }
  for (const _ in other) members -= 1;
  return members === 0;
}

/** Whether a chain consists of the very reasons of an earlier one. */
export function isSameChain(reasons: readonly Reason[], before: readonly Reason[]): boolean {
  if (reasons.length !== before.length) return false;
  for (let index = 0; index < reasons.length; index += 1) if (reasons[index] !== before[index]) return false;
  return true;
}

function toReason(rule: GatewayRule, inputs: JsonObject, verdict: Verdict): Reason {
  const reason: Reason = { rule, outcome: verdict.outcome, inputs, standard: ruleSpec(rule).standard };
  if (verdict.path !== undefined) reason.path = verdict.path;
  if (verdict.expected !== undefined) reason.expected = verdict.expected;
  if (verdict.seen !== undefined) reason.seen = verdict.seen;
  return reason;
}

/**
 * Decides once more over inputs from the log. Answers the same reasons when the rules are the same; undefined when a
 * reason is by a rule that the gateway does not have.
 */
export function replay(reasons: readonly Reason[]): Reason[] | undefined {
  const again: Reason[] = [];
  for (const { rule, inputs } of reasons) {
    const policy = POLICIES.get(rule);
    if (!policy || inputs === undefined) return undefined;
    again.push(toReason(policy.rule, inputs, policy.evaluate(inputs)));
  }
  return again;
}

/** The rule of a chain that refused, if one did. */
export function settledBy(reasons: readonly Reason[]): string | undefined {
  return reasons.find((reason) => reason.outcome === 'fail')?.rule;
}
