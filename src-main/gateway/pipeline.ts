import type { Reason } from '../contract/events.ts';
import type { JsonObject } from '../contract/json.ts';
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
 * that refusal, or undefined when no rule objects.
 */
export async function runPolicies(
  policies: readonly Policy[],
  exchange: Exchange,
  reasons: Reason[],
): Promise<Refusal | undefined> {
  for (const policy of policies) {
    const gathered = policy.gather(exchange);
    // Most inputs are at hand; waiting for what need not be waited for would cost a turn of the loop for each rule.
    const inputs = gathered instanceof Promise ? await gathered : gathered;
    if (inputs === undefined) continue;
    const verdict = policy.evaluate(inputs);
    reasons.push(toReason(policy.rule, inputs, verdict));
    if (verdict.outcome === 'fail') return { rule: policy.rule, verdict };
  }
  return undefined;
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
