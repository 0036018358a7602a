import type { AccountLabel, AccountState, LockReason } from '../../contract/account-state.ts';

/** The state of an account that is made and waits for nothing. `label` null: none is written. */
export const fresh = (label: AccountLabel | null): AccountState => ({
  label,
  locked: false,
  lockReason: null,
  unlockAt: null,
  disabled: false,
  failedAttempts: 0,
  lockoutCount: 0,
  resetMode: null,
});

/** The state of one that is made to wait, locked or not. */
export const waiting = (
  label: AccountLabel | null,
  locked: boolean,
  reason: LockReason | null,
): AccountState => ({ ...fresh(label), locked, lockReason: locked ? reason : null });

/** The same account without its lock; a reset that waited is over. */
export const unlocked = (state: AccountState, label: AccountLabel | null): AccountState => ({
  ...state,
  label,
  locked: false,
  lockReason: null,
  unlockAt: null,
  resetMode: null,
});

/**
 * Where an account is in the table. Its label says it; where none is kept up (messages of somebody else's, a directory
 * without the claim), the reason of the lock does. LOCKED and DISABLED have taken the place of what waited before. Only a
 * lite registration is locked for no reason.
 */
export function waitsFor({ label, locked, lockReason, unlockAt }: AccountState): AccountLabel | null {
  if (!locked || unlockAt !== null || label === 'LOCKED' || label === 'DISABLED') return label;
  if (lockReason === null) return label ?? 'PENDING_LR';
  return WAITING[lockReason] ?? label;
}

/** Whether a code or a new password is what an account waits for, and not whoever locked it. */
export const waitsForSomething = (state: AccountState): boolean =>
  waitsFor(state)?.startsWith('PENDING_') ?? false;

const WAITING: Readonly<Partial<Record<LockReason, AccountLabel>>> = {
  PENDING_SELF_REGISTRATION: 'PENDING_SR',
  PENDING_EMAIL_VERIFICATION: 'PENDING_EV',
  PENDING_ASK_PASSWORD: 'PENDING_AP',
  PENDING_ADMIN_FORCED_USER_PASSWORD_RESET: 'PENDING_FUPR',
};

/** A label that waits for something outlives a lock; any other gives way to `label`. */
export const keepPending = (state: AccountState, label: AccountLabel): AccountLabel =>
  state.label?.startsWith('PENDING_') ? state.label : label;

/**
 * How long the next lock by failed sign-ins lasts, ms: the base, times the ratio for each such lock before it. A year at
 * most, so that the arithmetic stays in the calendar.
 */
export function lockDuration(
  { baseMinutes, ratio }: { baseMinutes: number; ratio: number },
  lockoutCount: number,
): number {
  return Math.min(baseMinutes * 60_000 * ratio ** lockoutCount, 365 * 24 * 3600 * 1000);
}
