import type { AccountLabel, AccountState } from '../../src-main/contract/account-state.ts';

/**
 * What an account waits for: the reason of its lock says it, also where no label is written (row 14 with messages of
 * somebody else's; a directory without the claim). A lock or the disable flag make it forget. Only a lite registration is
 * locked for no reason.
 */
export function waitsFor({ label, locked, lockReason, unlockAt }: AccountState): AccountLabel | null {
  if (label === 'LOCKED' || label === 'DISABLED' || !locked || unlockAt !== null) return label;
  switch (lockReason) {
    case null:
      return label ?? 'PENDING_LR';
    case 'PENDING_SELF_REGISTRATION':
      return 'PENDING_SR';
    case 'PENDING_EMAIL_VERIFICATION':
      return 'PENDING_EV';
    case 'PENDING_ASK_PASSWORD':
      return 'PENDING_AP';
    case 'PENDING_ADMIN_FORCED_USER_PASSWORD_RESET':
      return 'PENDING_FUPR';
    default:
      return label;
  }
}

export const pending = (label: AccountLabel | null): boolean => label?.startsWith('PENDING_') ?? false;
export const released = (state: AccountState, label: AccountLabel | null): AccountState => ({
  ...state,
  label,
  locked: false,
  lockReason: null,
  unlockAt: null,
  resetMode: null,
});
export const lockedBy = (state: AccountState, lockReason: AccountState['lockReason']): AccountState => ({
  ...state,
  label: pending(state.label) ? state.label : 'LOCKED',
  locked: true,
  lockReason,
  unlockAt: null,
});
/** Whether the time of a lock by failed sign-ins is over (row 20: nothing happens then). */
export const timeIsOver = ({ locked, unlockAt }: AccountState, now: number): boolean =>
  locked && unlockAt !== null && now >= unlockAt;
