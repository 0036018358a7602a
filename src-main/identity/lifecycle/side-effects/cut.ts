import type { AccountState } from '../../../contract/account-state.ts';
import type { RevocationCause } from '../../register.ts';
import { type Cut, cutTokens, endSessions, NOTHING_CUT } from '../cuts.ts';
import type { Trigger, TriggerKind } from '../trigger.ts';
import type { Move, SideEffectParts } from './move.ts';
import { sentAgain } from './sent-again.ts';

/**
 * Takes away what a move ends: open codes, tokens, and sessions as the switches say. A lock or a disable flag that is set
 * cuts tokens, whatever the row says (the edge from false to true).
 */
export function cut(parts: SideEffectParts, move: Move): Cut {
  const { id, before, next, trigger, effects, change } = move;
  const { sessions } = parts.governance.get();
  const locks = next?.locked === true && before?.locked === false;
  const disables = next?.disabled === true && before?.disabled === false;
  const wanted = effects.find((effect) => effect.kind === 'cut');
  const cause = causeOf(trigger, next);
  const kept = sentAgain(parts, move, effects)?.id;
  for (const effect of effects)
    if (effect.kind === 'end-codes') parts.codes.endAll(id, endOf(trigger), effect.steps, kept);
  let done = NOTHING_CUT;
  if (wanted || locks || disables) done = cutTokens(parts, id, cause, locks || (wanted?.codes ?? false));
  const ends =
    (locks && sessions.endOnLock) ||
    (disables && sessions.endOnDisable) ||
    (next === null && sessions.endOnDelete) ||
    (trigger.kind.endsWith('password') && (sessions.endOnPasswordChange || change.endsOthers === true));
  return ends ? { ...done, sessions: endSessions(parts, id, cause, { except: change.session }) } : done;
}

/** What a newer code takes the place of is superseded. */
const SUPERSEDING: ReadonlySet<TriggerKind> = new Set([
  'resend',
  'force-reset',
  'offline-invite',
  'send-address-again',
]);
const endOf = ({ kind }: Trigger) => (SUPERSEDING.has(kind) ? 'superseded' : 'withdrawn');

function causeOf(trigger: Trigger, next: AccountState | null): RevocationCause {
  if (next === null) return 'account-deleted';
  if (trigger.kind.endsWith('password')) return 'password-changed';
  return next.disabled && trigger.kind === 'disable' ? 'account-disabled' : 'account-locked';
}
