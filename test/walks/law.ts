import type { AccountLabel, AccountState, ResetMode } from '../../src-main/contract/account-state.ts';
import type { CodeStep, Scenario } from '../../src-main/contract/codes.ts';
import type { Governance } from '../../src-main/contract/governance.ts';
import { type Issue, invitation, lite, registration, reset, verification } from './law-codes.ts';

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

/** What the law says of a deed: where it leads, and all that it does beside. */
export interface Ruling {
  /** Null: the account is gone. */
  next: AccountState | null;
  /** All open codes of the account end, in this way. */
  ends?: 'superseded' | 'withdrawn';
  /** Only those of this step, superseded. */
  endsStep?: CodeStep;
  issue?: Issue;
  /** Mails beside that of the code. */
  mails?: readonly string[];
  /** What is cut beside what the edges of lock and disable flag cut. */
  cuts?: 'tokens and codes';
  /** The channel of the code that was shown is verified. */
  verifies?: boolean;
  /** A password was changed. */
  password?: boolean;
}

/** What the law knows of a code that is shown. */
export interface ShownFact {
  step: CodeStep;
  scenario: Scenario;
}

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
/**
 * What an account waits for: the reason of its lock says it, also where no label is written (row 14 with messages of
 * somebody else's; a directory without the claim). A lock or the disable flag make it forget. Only a lite registration is
 * locked for no reason.
 */
function waitsFor({ label, locked, lockReason, unlockAt }: AccountState): AccountLabel | null {
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

const pending = (label: AccountLabel | null): boolean => label?.startsWith('PENDING_') ?? false;
const released = (state: AccountState, label: AccountLabel | null): AccountState => ({
  ...state,
  label,
  locked: false,
  lockReason: null,
  unlockAt: null,
  resetMode: null,
});
const lockedBy = (state: AccountState, lockReason: AccountState['lockReason']): AccountState => ({
  ...state,
  label: pending(state.label) ? state.label : 'LOCKED',
  locked: true,
  lockReason,
  unlockAt: null,
});
/** Whether the time of a lock by failed sign-ins is over (row 20: nothing happens then). */
export const timeIsOver = ({ locked, unlockAt }: AccountState, now: number): boolean =>
  locked && unlockAt !== null && now >= unlockAt;

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

/** Where the directory knows no label, none is written. */
const written = (ruling: Ruling | undefined, state: AccountState | null, governance: Governance) =>
  ruling?.next && !governance.notifications.labelDefined
    ? { ...ruling, next: { ...ruling.next, label: state?.label ?? null } }
    : ruling;

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
