import type { AccountState } from '../../../contract/account-state.ts';
import type { Scenario } from '../../../contract/codes.ts';
import { unlocked, waitsForSomething } from '../states.ts';
import { type Transition, transition } from '../transition.ts';
import type { Effect, PresentedCode } from '../trigger.ts';

/** A password that changes takes every token with it, whoever changed it (OAuth's listener on credentials). */
const cutAll: readonly Effect[] = [{ kind: 'cut', codes: true }];

const ofScenario = (beginning: string) => ({
  text: `the code was sent for ${beginning}`,
  holds: ({ trigger }: { trigger: { code: PresentedCode } }) =>
    trigger.code.scenario?.startsWith(beginning) ?? false,
});

/** What a link opens that was sent before somebody locked the account: no more than a new one would. */
const notLockedByOthers = {
  text: 'the account is not locked, or only for this',
  holds: ({ state }: { state: AccountState | null }) =>
    state !== null && (!state.locked || waitsForSomething(state)),
};

const RESET_CODES = {
  link: {
    scenario: 'ADMIN_FORCED_PASSWORD_RESET_VIA_EMAIL_LINK',
    format: 'link',
    channel: 'email',
    template: 'adminforcedpasswordreset',
  },
  'email-otp': {
    scenario: 'ADMIN_FORCED_PASSWORD_RESET_VIA_OTP',
    format: 'otp',
    channel: 'email',
    template: 'adminforcedpasswordresetwithotp',
  },
  'sms-otp': {
    scenario: 'ADMIN_FORCED_PASSWORD_RESET_VIA_SMS_OTP',
    format: 'otp',
    channel: 'sms',
    template: 'adminforcedpasswordresetwithsmsotp',
  },
  'offline-otp': {
    scenario: 'ADMIN_FORCED_PASSWORD_RESET_OFFLINE',
    format: 'otp',
    channel: 'handed-over',
    template: 'none',
  },
} as const satisfies Record<
  string,
  { scenario: Scenario; format: string; channel: string; template: string }
>;

/** Rows 11, 12, 16 and 18, and password changes that the table does not number. */
export const PASSWORDS: readonly Transition[] = [
  transition<'set-password'>({
    row: 11,
    trigger: 'set-password',
    title: 'chooses the password that the invitation asks for',
    // Without a label, an invitation that does not lock leaves no other trace than its code.
    from: ['PENDING_AP', 'unwritten'],
    to: ['UNLOCKED'],
    when: [ofScenario('ASK_PASSWORD'), notLockedByOthers],
    next: ({ state }) => unlocked(state, 'UNLOCKED'),
    effects: () => [
      { kind: 'verify-channel' },
      ...cutAll,
      { kind: 'end-codes' },
      { kind: 'notify', template: 'accountActivationSuccess' },
    ],
  }),
  transition<'set-password'>({
    row: 18,
    trigger: 'set-password',
    title: 'does the reset that an administrator asked for',
    from: ['PENDING_FUPR'],
    to: ['UNLOCKED'],
    when: [ofScenario('ADMIN_FORCED_PASSWORD_RESET')],
    next: ({ state }) => unlocked(state, 'UNLOCKED'),
    effects: ({ governance }) => [
      ...cutAll,
      { kind: 'end-codes' },
      ...(governance.adminReset.unlockNotification
        ? ([{ kind: 'notify', template: 'accountunlockadmin' }] as const)
        : []),
    ],
  }),
  transition<'set-password'>({
    row: null,
    trigger: 'set-password',
    title: 'finishes a recovery, which writes the state',
    from: ['UNLOCKED', 'unwritten', 'PENDING_SR', 'PENDING_EV', 'PENDING_AP', 'PENDING_LR'],
    to: ['UNLOCKED'],
    when: [
      ofScenario('NOTIFICATION_BASED_PW_RECOVERY'),
      { text: 'the account is not locked', holds: ({ state }) => state?.locked === false },
      {
        text: 'a recovery writes the state (as the newest sources read)',
        holds: ({ governance }) => governance.recovery.writesState,
      },
    ],
    next: ({ state }) => unlocked(state, state.label === null ? null : 'UNLOCKED'),
    effects: ({ governance }) => [
      { kind: 'verify-channel' },
      ...cutAll,
      { kind: 'end-codes' },
      ...successMail(governance.recovery.notifySuccess),
    ],
  }),
  transition<'set-password'>({
    row: null,
    trigger: 'set-password',
    title: 'finishes a recovery',
    from: ['UNLOCKED', 'unwritten', 'PENDING_SR', 'PENDING_EV', 'PENDING_AP', 'PENDING_LR'],
    to: ['same'],
    when: [
      ofScenario('NOTIFICATION_BASED_PW_RECOVERY'),
      { text: 'the account is not locked', holds: ({ state }) => state?.locked === false },
    ],
    next: ({ state }) => state,
    effects: ({ governance }) => [
      { kind: 'verify-channel' },
      ...cutAll,
      { kind: 'end-codes' },
      ...successMail(governance.recovery.notifySuccess),
    ],
  }),
  transition<'set-password'>({
    row: null,
    trigger: 'set-password',
    title: 'replaces a password that has expired',
    from: ['any'],
    to: ['same'],
    when: [
      ofScenario('PASSWORD_EXPIRY'),
      { text: 'the account is not locked', holds: ({ state }) => state?.locked === false },
    ],
    next: ({ state }) => state,
    effects: () => [...cutAll, { kind: 'end-codes' }],
  }),
  transition<'set-password'>({
    row: 11,
    trigger: 'set-password',
    title: 'chooses a password by a link that was handed over',
    from: ['any'],
    to: ['UNLOCKED'],
    when: [
      ofScenario('ADMIN_INVITE_SET_PASSWORD_OFFLINE'),
      notLockedByOthers,
      { text: 'the account is not disabled', holds: ({ state }) => state?.disabled === false },
    ],
    next: ({ state }) => unlocked(state, 'UNLOCKED'),
    effects: () => [...cutAll, { kind: 'end-codes' }],
  }),
  transition<'offline-invite'>({
    row: null,
    trigger: 'offline-invite',
    title: 'an administrator asks for a link to hand over',
    from: ['any'],
    to: ['same'],
    when: [],
    next: ({ state }) => state,
    effects: ({ governance }) => [
      { kind: 'end-codes' },
      {
        kind: 'issue-code',
        scenario: 'ADMIN_INVITE_SET_PASSWORD_OFFLINE',
        step: 'UPDATE_PASSWORD',
        format: 'link',
        channel: 'handed-over',
        lifetime: governance.emailVerification.codeLifetime,
        template: 'none',
      },
    ],
  }),
  transition<'change-password'>({
    row: null,
    trigger: 'change-password',
    title: 'changes her own password',
    from: ['any'],
    to: ['same'],
    when: [],
    // She has shown the old one, as at a good sign-in.
    next: ({ state }) => ({ ...state, failedAttempts: 0 }),
    effects: () => cutAll,
  }),
  transition<'admin-set-password'>({
    row: 12,
    trigger: 'admin-set-password',
    title: 'an administrator sets a password; the invitation is over',
    from: ['PENDING_AP'],
    to: ['UNLOCKED'],
    when: [],
    next: ({ state }) => unlocked(state, 'UNLOCKED'),
    effects: () => [...cutAll, { kind: 'end-codes' }],
  }),
  transition<'admin-set-password'>({
    row: 18,
    trigger: 'admin-set-password',
    title: 'an administrator sets a password; the reset is over',
    from: ['PENDING_FUPR'],
    to: ['UNLOCKED'],
    when: [],
    next: ({ state }) => unlocked(state, 'UNLOCKED'),
    effects: () => [...cutAll, { kind: 'end-codes' }],
  }),
  transition<'admin-set-password'>({
    row: null,
    trigger: 'admin-set-password',
    title: 'an administrator sets a password',
    from: ['any'],
    to: ['same'],
    when: [],
    next: ({ state }) => state,
    effects: () => cutAll,
  }),
  transition<'force-reset'>({
    row: 16,
    trigger: 'force-reset',
    title: 'an administrator wants a new password',
    from: ['any'],
    to: ['PENDING_FUPR'],
    when: [],
    next: ({ state, trigger }) => ({
      ...state,
      label: 'PENDING_FUPR',
      locked: true,
      lockReason: 'PENDING_ADMIN_FORCED_USER_PASSWORD_RESET',
      unlockAt: null,
      resetMode: trigger.mode,
    }),
    effects: ({ trigger, governance }) => [
      { kind: 'end-codes' },
      {
        kind: 'issue-code',
        step: 'UPDATE_PASSWORD',
        lifetime: governance.adminReset.codeLifetime,
        ...RESET_CODES[trigger.mode],
      },
      ...(governance.adminReset.lockNotification
        ? ([{ kind: 'notify', template: 'accountlockadmin' }] as const)
        : []),
    ],
  }),
  transition<'resend'>({
    // The matrix of what each state allows has it; the table of transitions gives it no number.
    row: null,
    trigger: 'resend',
    title: 'asks for the message of the reset again',
    from: ['PENDING_FUPR'],
    to: ['same'],
    when: [
      {
        text: 'the code was sent, not handed over by an administrator',
        holds: ({ state }) => state !== null && state.resetMode !== 'offline-otp',
      },
    ],
    next: ({ state }) => state,
    effects: ({ state, governance }) => [
      { kind: 'end-codes' },
      {
        kind: 'issue-code',
        step: 'UPDATE_PASSWORD',
        lifetime: governance.adminReset.codeLifetime,
        ...RESET_CODES[state.resetMode ?? 'link'],
      },
    ],
  }),
];

const successMail = (wanted: boolean): Effect[] =>
  wanted ? [{ kind: 'notify', template: 'passwordresetsucess' }] : [];
