import type { AccountState } from '../../../contract/account-state.ts';
import type { RevocationCause } from '../../register.ts';
import { type Cut, cutTokens, endSessions, NOTHING_CUT } from '../cuts.ts';
import type { Trigger } from '../trigger.ts';
import type { Move, SideEffectParts } from './move.ts';
import { sentAgain } from './sent-again.ts';

/**
 * Takes away what a move ends: open codes, tokens, and sessions as the switches say. A lock or a disable flag that is set
 * cuts tokens, whatever the row says (the edge from false to true).
 */
export function cut(parts: SideEffectParts, move: Move): Cut {
  const { id, before, next, trigger, effects } = move;
  const { sessions } = parts.governance.get();
  const locks = next?.locked === true && before?.locked === false;
  const disables = next?.disabled === true && before?.disabled === false;
  const wanted = effects.find((effect) => effect.kind === 'cut');
  const cause = causeOf(trigger, next);
  const kept = sentAgain(parts, move, effects)?.id;
  for (const effect of effects)
    if (effect.kind === 'end-codes') parts.codes.endAll(id, endOf(trigger), undefined, kept);
  let done = NOTHING_CUT;
  if (wanted || locks || disables) done = cutTokens(parts, id, cause, locks || (wanted?.codes ?? false));
  const ends =
    (locks && sessions.endOnLock) ||
    (disables && sessions.endOnDisable) ||
    (next === null && sessions.endOnDelete) ||
    (trigger.kind.endsWith('password') && sessions.endOnPasswordChange);
  return ends ? { ...done, sessions: endSessions(parts, id, cause) } : done;
}

const endOf = (trigger: Trigger): 'superseded' | 'withdrawn' =>
  trigger.kind === 'resend' || trigger.kind === 'force-reset' || trigger.kind === 'offline-invite'
    ? 'superseded'
    : 'withdrawn';

function causeOf(trigger: Trigger, next: AccountState | null): RevocationCause {
  if (next === null) return 'account-deleted';
  if (trigger.kind.endsWith('password')) return 'password-changed';
  return next.disabled && trigger.kind === 'disable' ? 'account-disabled' : 'account-locked';
}
