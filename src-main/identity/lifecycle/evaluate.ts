import type { AccountState } from '../../contract/account-state.ts';
import type { Reason } from '../../contract/events.ts';
import type { JsonObject } from '../../contract/json.ts';
import { type IdpRule, reason } from '../rules.ts';
import { TRANSITIONS } from './definition.ts';
import { PRECONDITIONS } from './preconditions.ts';
import { waitsFor } from './states.ts';
import type { Transition } from './transition.ts';
import type { Effect, Situation } from './trigger.ts';

/** What a trigger comes to: a row that is taken, or the one rule that refuses. */
export type Decision =
  | { taken: Transition; next: AccountState | null; effects: readonly Effect[]; reasons: Reason[] }
  | { taken: undefined; deniedBy: IdpRule; reasons: Reason[] };

/** Decides what a trigger does to an account. A pure function: the same situation always gives the same answer. */
export function evaluate(situation: Situation): Decision {
  const reasons: Reason[] = [];
  for (const { rule, path, holds } of PRECONDITIONS[situation.trigger.kind] ?? []) {
    const kept = holds(situation);
    reasons.push(reason(rule, kept ? 'pass' : 'fail', { path, inputs: inputsOf(situation) }));
    if (!kept) return { taken: undefined, deniedBy: rule, reasons };
  }
  const taken = TRANSITIONS.find((row) => fits(row, situation));
  reasons.push(
    reason('idp.lifecycle.state-fits', taken ? 'pass' : 'fail', {
      path: 'state',
      ...(taken ? { seen: taken.row === null ? taken.title : `row ${taken.row}: ${taken.title}` } : {}),
      inputs: inputsOf(situation),
    }),
  );
  if (!taken) return { taken: undefined, deniedBy: 'idp.lifecycle.state-fits', reasons };
  const known = situation as Situation & { state: AccountState };
  return { taken, next: written(taken.next(known), situation), effects: taken.effects(known), reasons };
}

/** Whether a row begins where the account is, and all that it asks for holds. */
export function fits(row: Transition, situation: Situation): boolean {
  return (
    row.trigger === situation.trigger.kind &&
    startsAt(row, situation.state) &&
    row.when.every((condition) => condition.holds(situation))
  );
}

/** Whether a row begins in this state, whatever else it asks for. */
export function startsAt({ from }: Transition, state: AccountState | null): boolean {
  if (state === null) return from.includes('none');
  return from.includes('any') || from.includes(waitsFor(state) ?? 'unwritten');
}

/** Where the directory knows no label, none is written. */
function written(next: AccountState | null, { state, governance }: Situation): AccountState | null {
  if (next === null || governance.notifications.labelDefined) return next;
  return { ...next, label: state?.label ?? null };
}

function inputsOf({ state, trigger, now }: Situation): JsonObject {
  return JSON.parse(JSON.stringify({ state, trigger, now }));
}
