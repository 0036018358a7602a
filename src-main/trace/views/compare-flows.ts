import type { Decision, FlowToken, FlowView, Hop } from '../../contract/flow.ts';
import { align, type Pair } from './align.ts';
import { decisionChanges, party, questionOf } from './compare-decisions.ts';
import { type Change, messageChanges, messageSubject, steady } from './compare-messages.ts';
import { isAsset } from './hops.ts';
import { splitTarget } from './messages.ts';

/** How a step of one run stands to the same step of another. */
export type Difference = 'same' | 'changed' | 'left-only' | 'right-only';

/** Something of two runs side by side. `changes` says where they differ; empty for `same` and for one side alone. */
export type Compared<T> = { left?: T; right?: T; difference: Difference; changes: readonly Change[] };

/** Two stories side by side: messages, decisions and tokens, each in the order of its log. */
export type FlowComparison = {
  hops: readonly Compared<Hop>[];
  decisions: readonly Compared<Decision>[];
  tokens: readonly Compared<FlowToken>[];
};

/**
 * Compares two stories: what each said, what was decided, what was issued. Whatever is new in every run by its nature
 * (ids, codes, tokens, times) is no difference. What browsers fetch to draw pages is left out.
 */
export function compareFlows(left: FlowView, right: FlowView): FlowComparison {
  const hops = align(
    left.hops.filter((hop) => !isAsset(hop)),
    right.hops.filter((hop) => !isAsset(hop)),
    (hop) => `${way(hop)} ${hop.method} ${steady(splitTarget(hop.target).path)} ${messageSubject(hop)}`,
    (hop) => `${way(hop)} ${hop.method} ${steady(splitTarget(hop.target).path).split('/')[1]}`,
  );
  return {
    hops: hops.map((pair) => compared(pair, messageChanges)),
    decisions: align(left.decisions, right.decisions, decisionKey, questionOf).map((pair) =>
      compared(pair, decisionChanges),
    ),
    tokens: align(left.tokens, right.tokens, tokenKey, ({ kind }) => kind).map((pair) =>
      compared(pair, tokenChanges),
    ),
  };
}

const way = (hop: Hop): string => `${party(hop.from)} → ${party(hop.to)}`;
const decisionKey = (decision: Decision): string => `${questionOf(decision)} ${decision.type}`;
const tokenKey = (token: FlowToken): string => `${token.kind} ${token.client} ${token.audience ?? ''}`;

function compared<T>(pair: Pair<T>, changesOf: (left: T, right: T) => Change[]): Compared<T> {
  if (pair.left === undefined) return { right: pair.right as T, difference: 'right-only', changes: [] };
  if (pair.right === undefined) return { left: pair.left, difference: 'left-only', changes: [] };
  const changes = changesOf(pair.left, pair.right);
  return { ...pair, difference: changes.length === 0 ? 'same' : 'changed', changes };
}

const TOKEN_FACTS = ['client', 'subject', 'audience', 'scope', 'format'] as const;

function tokenChanges(left: FlowToken, right: FlowToken): Change[] {
  return TOKEN_FACTS.filter((name) => left[name] !== right[name]).map((name) => ({
    where: name,
    left: left[name],
    right: right[name],
  }));
}
