import type { AccountLabel, AccountState, ResetMode } from '../../src-main/contract/account-state.ts';
import type { Governance } from '../../src-main/contract/governance.ts';
import { type Issue, invitation, lite, registration, reset, verification } from './law-codes.ts';
import { lockedBy, pending, released, timeIsOver, waitsFor } from './law-states.ts';
import { type Ruling, written } from './ruling.ts';

/** What can be done to an account without a code. */
export const DEEDS = [
  'self-register',
  'lite-register',
  'create',
  'invite',
  'create-to-verify',
  'resend',
  'admin-set-password',
  'change-password',
  'reset-by-link',
  'reset-by-email-otp',
  'reset-by-sms-otp',
  'reset-by-offline-otp',
  'fail',
  'admin-lock',
  'admin-unlock',
  'disable',
  'enable',
  'new-email',
  'new-phone',
  'idle',
  'offline-invite',
  'delete',
] as const;
export type Deed = (typeof DEEDS)[number];
export const BEGINNINGS = DEEDS.slice(0, 5);

const NEW: AccountState = {
  label: null,
  locked: false,
  lockReason: null,
  unlockAt: null,
  disabled: false,
  failedAttempts: 0,
  lockoutCount: 0,
  resetMode: null,
};
const MINUTE = 60_000;
const YEAR = 365 * 24 * 60 * MINUTE;
/** How an account begins: rows 1, 2, 3, 8, 10 and 14. */
function begun(deed: Deed, governance: Governance): Ruling | undefined {
  const { selfRegistration, liteRegistration, emailVerification, notifications } = governance;
  const locked = (label: AccountLabel | null, lock: boolean, lockReason: AccountState['lockReason']) => ({
    ...NEW,
    label,
    locked: lock,
    lockReason: lock ? lockReason : null,
  });
  switch (deed) {
    case 'self-register': {
      const { lockOnCreation, sendConfirmation, codeLifetime } = selfRegistration;
      if (!lockOnCreation && !sendConfirmation) return { next: NEW, mails: ['selfRegistrationSuccess'] };
      return {
        next: locked('PENDING_SR', lockOnCreation, 'PENDING_SELF_REGISTRATION'),
        ends: 'withdrawn',
        issue: registration(codeLifetime, 'accountconfirmation'),
      };
    }
    case 'lite-register':
      if (!liteRegistration.lockOnCreation) return { next: NEW };
      return {
        next: locked('PENDING_LR', true, null),
        ends: 'withdrawn',
        issue: lite(liteRegistration.codeLifetime, 'liteUserEmailConfirmation'),
      };
    case 'create':
      return { next: { ...NEW, label: 'UNLOCKED' } };
    case 'invite':
      return {
        next: locked('PENDING_AP', emailVerification.lockOnCreation, 'PENDING_ASK_PASSWORD'),
        ends: 'withdrawn',
        issue: invitation(governance),
      };
    case 'create-to-verify':
      return {
        next: locked(
          notifications.internal ? 'PENDING_EV' : null,
          emailVerification.lockOnCreation,
          'PENDING_EMAIL_VERIFICATION',
        ),
        ends: 'withdrawn',
        issue: verification(governance),
      };
    default:
      return undefined;
  }
}

/** Rows 7 and 13: the code for which an account waits, once more. */
function sentAgain(state: AccountState, governance: Governance): Ruling | undefined {
  const ruling = (issue: Issue): Ruling => ({ next: state, ends: 'superseded', issue });
  const renamed = (issue: Issue): Issue =>
    issue.format === 'link' ? { ...issue, template: `resend${issue.template}` } : issue;
  switch (waitsFor(state)) {
    case 'PENDING_SR':
      return ruling(registration(governance.selfRegistration.codeLifetime, 'resendaccountconfirmation'));
    case 'PENDING_LR':
      return ruling(lite(governance.liteRegistration.codeLifetime, 'resendaccountconfirmation'));
    case 'PENDING_EV':
      return ruling(renamed(verification(governance)));
    case 'PENDING_AP':
      return ruling(renamed(invitation(governance)));
    case 'PENDING_FUPR':
      return state.resetMode === 'offline-otp'
        ? undefined
        : ruling(reset(state.resetMode ?? 'link', governance));
    default:
      return undefined;
  }
}

/** What the law says of a deed; undefined: it is refused, and nothing changes. */
export function ruled(
  deed: Deed,
  state: AccountState | null,
  governance: Governance,
  now: number,
): Ruling | undefined {
  return written(decided(deed, state, governance, now), state, governance);
}

function decided(
  deed: Deed,
  state: AccountState | null,
  governance: Governance,
  now: number,
): Ruling | undefined {
  if (state === null) return begun(deed, governance);
  const { accountLock, adminReset, emailVerification, verificationOnUpdate, notifications } = governance;
  switch (deed) {
    case 'resend':
      return sentAgain(state, governance);
    case 'admin-set-password':
      // Rows 12 and 18: the wait for a password is over.
      return ['PENDING_AP', 'PENDING_FUPR'].includes(waitsFor(state) ?? '')
        ? { next: released(state, 'UNLOCKED'), ends: 'withdrawn', cuts: 'tokens and codes', password: true }
        : { next: state, cuts: 'tokens and codes', password: true };
    case 'change-password':
      return { next: { ...state, failedAttempts: 0 }, cuts: 'tokens and codes', password: true };
    case 'reset-by-link':
    case 'reset-by-email-otp':
    case 'reset-by-sms-otp':
    case 'reset-by-offline-otp': {
      const resetMode = deed.slice('reset-by-'.length) as ResetMode;
      return {
        next: {
          ...state,
          label: 'PENDING_FUPR',
          locked: true,
          lockReason: 'PENDING_ADMIN_FORCED_USER_PASSWORD_RESET',
          unlockAt: null,
          resetMode,
        },
        ends: 'superseded',
        issue: reset(resetMode, governance),
        mails: adminReset.lockNotification ? ['accountlockadmin'] : [],
      };
    }
    case 'fail': {
      if (state.locked && !timeIsOver(state, now)) return { next: state };
      if (state.failedAttempts + 1 < accountLock.attempts)
        return { next: { ...state, failedAttempts: state.failedAttempts + 1 } };
      const length = accountLock.baseMinutes * MINUTE * accountLock.ratio ** state.lockoutCount;
      return {
        next: {
          ...lockedBy(state, 'MAX_ATTEMPTS_EXCEEDED'),
          unlockAt: now + Math.min(length, YEAR),
          lockoutCount: state.lockoutCount + 1,
          failedAttempts: 0,
        },
        // A new lock by failed sign-ins sets the flag again, so it cuts again.
        cuts: 'tokens and codes',
        mails: ['accountlockfailedattempt'],
      };
    }
    case 'admin-lock':
      return state.locked
        ? undefined
        : { next: lockedBy(state, 'ADMIN_INITIATED'), mails: ['accountlockadmin'] };
    case 'admin-unlock': {
      if (!state.locked) return undefined;
      const silent =
        state.label === 'PENDING_SR' ||
        state.label === 'PENDING_LR' ||
        (state.label === 'PENDING_AP' && emailVerification.lockOnCreation);
      return {
        next: { ...released(state, state.disabled ? 'DISABLED' : 'UNLOCKED'), failedAttempts: 0 },
        mails: silent ? [] : ['accountunlockadmin'],
      };
    }
    case 'disable':
      return state.disabled
        ? undefined
        : {
            next: { ...state, label: notifications.internal ? 'DISABLED' : state.label, disabled: true },
            mails: ['accountdisable'],
          };
    case 'enable':
      return state.disabled
        ? {
            next: { ...state, label: state.locked ? 'LOCKED' : 'UNLOCKED', disabled: false },
            mails: ['accountenable'],
          }
        : undefined;
    case 'new-email':
    case 'new-phone': {
      const email = deed === 'new-email';
      return {
        next: state,
        endsStep: email ? 'VERIFY_EMAIL' : 'VERIFY_MOBILE_NUMBER',
        issue: {
          scenario: email ? 'EMAIL_VERIFICATION_ON_UPDATE' : 'MOBILE_VERIFICATION_ON_UPDATE',
          step: email ? 'VERIFY_EMAIL' : 'VERIFY_MOBILE_NUMBER',
          format: email ? 'link' : 'otp',
          channel: email ? 'email' : 'sms',
          lifetime: verificationOnUpdate.codeLifetime,
          template: email ? 'verifyEmailOnUpdate' : 'verifyMobileOnUpdate',
        },
        mails: verificationOnUpdate.notifyOldAddress ? ['notifyVerifyEmailOnUpdate'] : [],
      };
    }
    case 'idle':
      return state.locked
        ? undefined
        : { next: lockedBy(state, 'IDLE_ACCOUNT'), mails: ['idleAccountLocked'] };
    case 'offline-invite':
      if (state.disabled || (state.locked && !pending(waitsFor(state)))) return undefined;
      return {
        next: state,
        ends: 'superseded',
        issue: {
          scenario: 'ADMIN_INVITE_SET_PASSWORD_OFFLINE',
          step: 'UPDATE_PASSWORD',
          format: 'link',
          channel: 'handed-over',
          lifetime: emailVerification.codeLifetime,
          template: '',
        },
      };
    case 'delete':
      return { next: null, ends: 'withdrawn', cuts: 'tokens and codes' };
    default:
      return undefined;
  }
}
