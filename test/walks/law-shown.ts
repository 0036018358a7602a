import type { AccountState } from '../../src-main/contract/account-state.ts';
import type { CodeStep, Scenario } from '../../src-main/contract/codes.ts';
import type { Governance } from '../../src-main/contract/governance.ts';
import { pending, released, waitsFor } from './law-states.ts';
import { type Ruling, written } from './ruling.ts';

/** What the law knows of a code that is shown. */
export interface ShownFact {
  step: CodeStep;
  scenario: Scenario;
}

/** Rows 5, 9, 15 and 29: a good code is shown where addresses are confirmed. */
export function confirming(fact: ShownFact, state: AccountState, governance: Governance): Ruling | undefined {
  return written(confirmed(fact, state, governance), state, governance);
}

function confirmed(
  { step }: ShownFact,
  state: AccountState,
  { verificationOnUpdate }: Governance,
): Ruling | undefined {
  const label = waitsFor(state);
  if (step === 'VERIFY_EMAIL' || step === 'VERIFY_MOBILE_NUMBER')
    return { next: verificationOnUpdate.clearsLock ? released(state, 'UNLOCKED') : state, verifies: true };
  const signUp = step === 'CONFIRM_SIGN_UP';
  if (label === 'PENDING_SR' && signUp) return { next: released(state, 'UNLOCKED'), verifies: true };
  if (label === 'PENDING_LR' && step === 'CONFIRM_LITE_SIGN_UP')
    return { next: released(state, 'UNLOCKED'), verifies: true };
  if (label === 'PENDING_EV' && (signUp || step === 'CONFIRM_PENDING_EMAIL_VERIFICATION'))
    return { next: released(state, 'UNLOCKED'), verifies: true, mails: ['accountunlock'] };
  return label === 'UNLOCKED' || label === null ? { next: state, verifies: true } : undefined;
}

/** Rows 11 and 18, recovery: a good code is shown where a password is chosen. */
export function choosing(fact: ShownFact, state: AccountState, governance: Governance): Ruling | undefined {
  return written(chosenBy(fact, state, governance), state, governance);
}

function chosenBy(
  { scenario }: ShownFact,
  state: AccountState,
  { adminReset, recovery }: Governance,
): Ruling | undefined {
  const { locked } = state;
  const label = waitsFor(state);
  const chosen = { ends: 'withdrawn', cuts: 'tokens and codes', password: true } as const;
  // An account that waits without a lock and without a label looks like any other; its code tells.
  if ((label === 'PENDING_AP' || (label === null && !locked)) && scenario.startsWith('ASK_PASSWORD'))
    return {
      ...chosen,
      next: released(state, 'UNLOCKED'),
      verifies: true,
      mails: ['accountActivationSuccess'],
    };
  if (label === 'PENDING_FUPR' && scenario.startsWith('ADMIN_FORCED_PASSWORD_RESET'))
    return {
      ...chosen,
      next: released(state, 'UNLOCKED'),
      mails: adminReset.unlockNotification ? ['accountunlockadmin'] : [],
    };
  if (scenario === 'NOTIFICATION_BASED_PW_RECOVERY') {
    if (locked || label === 'LOCKED' || label === 'DISABLED' || label === 'PENDING_FUPR') return undefined;
    const written = recovery.writesState ? released(state, state.label === null ? null : 'UNLOCKED') : state;
    return {
      ...chosen,
      next: written,
      verifies: true,
      mails: recovery.notifySuccess ? ['passwordresetsucess'] : [],
    };
  }
  // A link that was handed over before somebody locked or disabled the account opens it no more than a new one would.
  if (scenario === 'ADMIN_INVITE_SET_PASSWORD_OFFLINE')
    return state.disabled || (locked && !pending(label))
      ? undefined
      : { ...chosen, next: released(state, 'UNLOCKED') };
  return undefined;
}
