import type { AccountState } from '../../src-main/contract/account-state.ts';
import type { Governance } from '../../src-main/contract/governance.ts';
import { pending, released, timeIsOver } from './law-states.ts';
import { type Ruling, written } from './ruling.ts';

/** Rows 21 and 22, and those that wait: whether the right password lets in, and what that changes. */
export function entering(state: AccountState, governance: Governance, now: number): Ruling | undefined {
  return written(entered(state, now), state, governance);
}

function entered(state: AccountState, now: number): Ruling | undefined {
  if (state.disabled || (state.locked && !timeIsOver(state, now))) return undefined;
  const counted = { failedAttempts: 0, lockoutCount: 0 };
  if (!state.locked) return { next: { ...state, ...counted } };
  return {
    next: { ...released(state, pending(state.label) ? state.label : 'UNLOCKED'), ...counted },
    mails: ['accountunlocktimebased'],
  };
}

/** Whether a wrong password is counted at all: only where the password is what stands in the way. */
export function countsFailure(state: AccountState, now: number): boolean {
  const waits =
    state.lockReason === 'PENDING_SELF_REGISTRATION' || state.lockReason === 'PENDING_EMAIL_VERIFICATION';
  return !state.disabled && (!state.locked || waits || timeIsOver(state, now));
}
