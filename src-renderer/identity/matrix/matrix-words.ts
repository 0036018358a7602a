import type { AccountState } from '../../../src-main/contract/account-state.ts';
import type { MatrixAnswer, MatrixQuestion, MatrixState } from '../../../src-main/contract/answers.ts';

/** The rows of the matrix, in the order of the table of the sources. */
export const STATES: readonly { id: MatrixState; label: string; about: string }[] = [
  { id: 'unlocked', label: 'UNLOCKED', about: 'open' },
  { id: 'sr-locked', label: 'PENDING_SR', about: 'registered, locked' },
  { id: 'sr-open', label: 'PENDING_SR', about: 'registered, not locked' },
  { id: 'ev-locked', label: 'PENDING_EV', about: 'to verify, locked' },
  { id: 'ev-open', label: 'PENDING_EV', about: 'to verify, not locked' },
  { id: 'lr-locked', label: 'PENDING_LR', about: 'lite, locked' },
  { id: 'ap-locked', label: 'PENDING_AP', about: 'invited, locked' },
  { id: 'ap-open', label: 'PENDING_AP', about: 'invited, not locked' },
  { id: 'fupr', label: 'PENDING_FUPR', about: 'reset forced' },
  { id: 'locked', label: 'LOCKED', about: 'too many failed sign-ins' },
  { id: 'locked-over', label: 'LOCKED', about: 'and its time is over' },
  { id: 'locked-admin', label: 'LOCKED', about: 'by an administrator' },
  { id: 'disabled', label: 'DISABLED', about: 'disabled' },
];

/** The columns: what is asked. */
export const QUESTIONS: readonly { id: MatrixQuestion; label: string }[] = [
  { id: 'sign-in-right', label: 'Sign in, right password' },
  { id: 'sign-in-wrong', label: 'Sign in, wrong password' },
  { id: 'recover-password', label: 'Recover the password' },
  { id: 'recover-username', label: 'Recover the user name' },
  { id: 'resend', label: 'Send the code again' },
  { id: 'refresh', label: 'Refresh a token' },
];

/** How an answer shows in its cell. */
export const LOOKS: Record<
  MatrixAnswer['outcome'],
  { tone: 'allowed' | 'challenged' | 'denied' | 'none'; mark: string; word: string }
> = {
  allowed: { tone: 'allowed', mark: '✓', word: 'yes' },
  denied: { tone: 'denied', mark: '✕', word: 'no' },
  hidden: { tone: 'challenged', mark: '◔', word: 'no, and hidden' },
  'not-asked': { tone: 'none', mark: '–', word: 'cannot be asked' },
};

/** The row in which an account is now. */
export function rowOf(state: AccountState, now: number): MatrixState | undefined {
  const { label, locked, disabled, lockReason, unlockAt } = state;
  if (disabled) return 'disabled';
  if (label === 'PENDING_SR') return locked ? 'sr-locked' : 'sr-open';
  if (label === 'PENDING_EV') return locked ? 'ev-locked' : 'ev-open';
  if (label === 'PENDING_AP') return locked ? 'ap-locked' : 'ap-open';
  if (label === 'PENDING_FUPR') return 'fupr';
  if (label === 'PENDING_LR') return 'lr-locked';
  if (!locked) return 'unlocked';
  if (lockReason !== 'MAX_ATTEMPTS_EXCEEDED') return 'locked-admin';
  return unlockAt !== null && unlockAt <= now ? 'locked-over' : 'locked';
}
