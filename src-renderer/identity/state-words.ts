import type { AccountState, LockReason } from '../../src-main/contract/account-state.ts';
import type { OutcomeLook } from '../flows/outcomes.ts';

/** What the labels mean, in a few words. */
export const LABEL_WORDS: Record<string, string> = {
  none: 'no account',
  unwritten: 'no label',
  any: 'any label',
  same: 'the label stays',
  UNLOCKED: 'open',
  LOCKED: 'locked',
  DISABLED: 'disabled',
  PENDING_SR: 'registration waits for confirmation',
  PENDING_LR: 'lite registration waits for confirmation',
  PENDING_EV: 'address waits for verification',
  PENDING_AP: 'invited, password not chosen yet',
  PENDING_FUPR: 'reset forced, new password not chosen yet',
};

const REASONS: Record<LockReason, string> = {
  PENDING_SELF_REGISTRATION: 'the registration is not confirmed',
  PENDING_EMAIL_VERIFICATION: 'the address is not verified',
  PENDING_ASK_PASSWORD: 'no password was chosen yet',
  PENDING_ADMIN_FORCED_USER_PASSWORD_RESET: 'an administrator wants a new password',
  MAX_ATTEMPTS_EXCEEDED: 'too many sign-ins failed',
  ADMIN_INITIATED: 'an administrator locked it',
  IDLE_ACCOUNT: 'it was not used for too long',
};

export const reasonWords = (reason: LockReason | null): string =>
  reason === null ? 'no reason was written' : REASONS[reason];

/** How a state shows in a list: one word, with a colour and a mark. */
export function standing(state: AccountState): { tone: OutcomeLook['tone']; mark: string; text: string } {
  if (state.disabled) return { tone: 'denied', mark: '⊘', text: 'disabled' };
  if (state.locked && state.label?.startsWith('PENDING_'))
    return { tone: 'challenged', mark: '◔', text: `${state.label}, locked` };
  if (state.locked) return { tone: 'denied', mark: '✕', text: 'locked' };
  if (state.label?.startsWith('PENDING_')) return { tone: 'challenged', mark: '◔', text: state.label };
  return { tone: 'allowed', mark: '✓', text: 'open' };
}

/** The label of a state as the chart names it. */
export const labelOf = (state: AccountState): string => state.label ?? 'unwritten';
