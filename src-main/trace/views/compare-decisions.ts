import type { Reason } from '../../contract/events.ts';
import type { Decision } from '../../contract/flow.ts';
import type { Json } from '../../contract/json.ts';
import { align } from './align.ts';
import { type Change, steadyValue } from './compare-messages.ts';
import { plainReason } from './reasons.ts';

/** A rule as two runs looked at it. A side is missing where that run did not come to it. */
export type ComparedRule = { rule: string; left?: Reason; right?: Reason };

/** What was decided at a place, by the first words of the type: `gw.request.denied` and `.allowed` are one question. */
export function questionOf(decision: Decision): string {
  return `${party(decision.node)} ${decision.type.split('.').slice(0, 2).join('.')}`;
}

/** Whose browser it is does not matter when two people's runs are laid side by side. */
export function party(id: string): string {
  return id.startsWith('browser:') ? 'browser' : id;
}

const steadyJson = (value: Json | undefined): string => steadyValue(JSON.stringify(value ?? null));

/** True when the rule came to the same, on the same grounds. How much of a lifetime was left is no difference. */
function sameReason(left: Reason, right: Reason): boolean {
  return (
    left.outcome === right.outcome &&
    steadyJson(left.expected) === steadyJson(right.expected) &&
    steadyJson(left.seen) === steadyJson(right.seen)
  );
}

/** The rules that came to something else in the two runs, in the order in which they looked. */
export function ruleChanges(left: Decision, right: Decision): ComparedRule[] {
  const key = (reason: Reason) => reason.rule;
  const changed: ComparedRule[] = [];
  for (const pair of align(left.reasons, right.reasons, key, key)) {
    const rule = (pair.left ?? pair.right)?.rule ?? '';
    if (pair.left && pair.right) {
      if (!sameReason(pair.left, pair.right)) changed.push({ rule, left: pair.left, right: pair.right });
    } else changed.push({ rule, ...pair });
  }
  return changed;
}

/** What two decisions of one question say differently: how they ended, and rule by rule why. */
export function decisionChanges(left: Decision, right: Decision): Change[] {
  const changes: Change[] = [];
  if (left.outcome !== right.outcome) {
    changes.push({ where: 'outcome', left: left.outcome, right: right.outcome });
  }
  for (const { rule, left: was, right: is } of ruleChanges(left, right)) {
    changes.push({ where: rule, left: ruleText(was), right: ruleText(is) });
  }
  return changes;
}

const WORDS: Record<Reason['outcome'], string> = { pass: '✓', fail: '✕', skip: '–' };

function ruleText(reason: Reason | undefined): string {
  return reason === undefined ? 'not reached' : `${WORDS[reason.outcome]} ${plainReason(reason)}`;
}
