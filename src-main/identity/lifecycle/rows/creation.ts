import type { Governance } from '../../../contract/governance.ts';
import { fresh, waiting } from '../states.ts';
import { type Transition, transition } from '../transition.ts';
import type { Effect } from '../trigger.ts';

const selfSignUp = ({ selfRegistration }: Governance): Effect[] => [
  { kind: 'end-codes' },
  {
    kind: 'issue-code',
    scenario: 'SELF_SIGN_UP',
    step: 'CONFIRM_SIGN_UP',
    format: 'link',
    channel: 'email',
    lifetime: selfRegistration.codeLifetime,
    template: 'accountconfirmation',
  },
];

/** The code of an invitation, in the form that the directory is set to. */
export function invitation({ emailVerification }: Governance): Effect {
  const { inviteBy, codeLifetime } = emailVerification;
  const base = { kind: 'issue-code', step: 'UPDATE_PASSWORD', lifetime: codeLifetime } as const;
  if (inviteBy === 'email-otp')
    return {
      ...base,
      scenario: 'ASK_PASSWORD_VIA_EMAIL_OTP',
      format: 'otp',
      channel: 'email',
      template: 'askPasswordEmailOTP',
    };
  if (inviteBy === 'sms-otp')
    return {
      ...base,
      scenario: 'ASK_PASSWORD_VIA_SMS_OTP',
      format: 'otp',
      channel: 'sms',
      template: 'askPasswordSMSOTP',
    };
  return { ...base, scenario: 'ASK_PASSWORD', format: 'link', channel: 'email', template: 'askPassword' };
}

/** The code by which an address is confirmed that an administrator typed. */
export function verification({ emailVerification }: Governance): Effect {
  const { verifyBy, codeLifetime } = emailVerification;
  const base = { kind: 'issue-code', channel: 'email', lifetime: codeLifetime } as const;
  if (verifyBy === 'email-otp')
    return {
      ...base,
      scenario: 'EMAIL_VERIFICATION_OTP',
      step: 'CONFIRM_PENDING_EMAIL_VERIFICATION',
      format: 'otp',
      template: 'EmailOTPVerification',
    };
  return {
    ...base,
    scenario: 'SELF_SIGN_UP',
    step: 'CONFIRM_SIGN_UP',
    format: 'link',
    template: 'emailconfirm',
  };
}

const notVerified = {
  text: 'the address is not verified yet',
  holds: ({ trigger }: { trigger: { channelVerified: boolean } }) => !trigger.channelVerified,
};
const lockOnCreation = {
  text: 'new accounts are locked until they are confirmed',
  holds: ({ governance }: { governance: Governance }) => governance.selfRegistration.lockOnCreation,
};
const confirmationSent = {
  text: 'a confirmation is sent',
  holds: ({ governance }: { governance: Governance }) => governance.selfRegistration.sendConfirmation,
};

/** Rows 1 to 4, 8, 10 and 14: how an account comes to be. */
export const CREATION: readonly Transition[] = [
  transition<'self-register'>({
    row: 1,
    trigger: 'self-register',
    title: 'registers herself; locked until the address is confirmed',
    from: ['none'],
    to: ['PENDING_SR'],
    when: [notVerified, lockOnCreation],
    next: () => waiting('PENDING_SR', true, 'PENDING_SELF_REGISTRATION'),
    effects: ({ governance }) => selfSignUp(governance),
  }),
  transition<'self-register'>({
    row: 2,
    trigger: 'self-register',
    title: 'registers herself; can sign in while the confirmation is out',
    from: ['none'],
    to: ['PENDING_SR'],
    when: [notVerified, confirmationSent],
    next: () => waiting('PENDING_SR', false, null),
    effects: ({ governance }) => selfSignUp(governance),
  }),
  transition<'self-register'>({
    row: 3,
    trigger: 'self-register',
    title: 'registers herself; nothing to confirm',
    from: ['none'],
    to: ['unwritten'],
    when: [notVerified],
    next: () => fresh(null),
    effects: () => [{ kind: 'notify', template: 'selfRegistrationSuccess' }],
  }),
  transition<'self-register'>({
    row: 4,
    trigger: 'self-register',
    title: 'registers herself with an address that is verified already',
    from: ['none'],
    to: ['unwritten'],
    when: [],
    next: () => fresh(null),
    effects: () => [],
  }),
  transition<'lite-register'>({
    row: 8,
    trigger: 'lite-register',
    title: 'registers with an address alone',
    from: ['none'],
    to: ['PENDING_LR'],
    when: [
      {
        text: 'new accounts are locked until they are confirmed',
        holds: ({ governance }) => governance.liteRegistration.lockOnCreation,
      },
    ],
    next: () => waiting('PENDING_LR', true, null),
    effects: ({ governance }) => [
      { kind: 'end-codes' },
      {
        kind: 'issue-code',
        scenario: 'LITE_SIGN_UP',
        step: 'CONFIRM_LITE_SIGN_UP',
        format: 'link',
        channel: 'email',
        lifetime: governance.liteRegistration.codeLifetime,
        template: 'liteUserEmailConfirmation',
      },
    ],
  }),
  transition<'lite-register'>({
    row: 8,
    trigger: 'lite-register',
    title: 'registers with an address alone; nothing is sent',
    from: ['none'],
    to: ['unwritten'],
    when: [],
    next: () => fresh(null),
    effects: () => [],
  }),
  transition<'create'>({
    row: null,
    trigger: 'create',
    title: 'an administrator makes the account, with a password',
    from: ['none'],
    to: ['UNLOCKED'],
    when: [],
    next: () => fresh('UNLOCKED'),
    effects: () => [],
  }),
  transition<'invite'>({
    row: 10,
    trigger: 'invite',
    title: 'is invited to choose a password',
    from: ['none'],
    to: ['PENDING_AP'],
    when: [],
    next: ({ governance }) =>
      waiting('PENDING_AP', governance.emailVerification.lockOnCreation, 'PENDING_ASK_PASSWORD'),
    effects: ({ governance }) => [{ kind: 'end-codes' }, invitation(governance)],
  }),
  transition<'create-to-verify'>({
    row: 14,
    trigger: 'create-to-verify',
    title: 'an administrator makes the account; the address is to be confirmed',
    from: ['none'],
    to: ['PENDING_EV'],
    when: [],
    next: ({ governance }) =>
      waiting(
        governance.notifications.internal ? 'PENDING_EV' : null,
        governance.emailVerification.lockOnCreation,
        'PENDING_EMAIL_VERIFICATION',
      ),
    effects: ({ governance }) => [{ kind: 'end-codes' }, verification(governance)],
  }),
];
