import type { Channel } from '../../../contract/account-state.ts';
import type { CodeStep } from '../../../contract/codes.ts';
import type { Governance } from '../../../contract/governance.ts';
import { unlocked } from '../states.ts';
import { type Transition, transition } from '../transition.ts';
import type { Effect, PresentedCode } from '../trigger.ts';
import { invitation, verification } from './creation.ts';

const confirmed: readonly Effect[] = [
  { kind: 'verify-channel' },
  { kind: 'event', name: 'POST_USER_ACCOUNT_CONFIRMATION' },
];

/** Which of the two addresses was changed, the code says. */
const changed = ({ trigger }: { trigger: { code: PresentedCode } }): readonly Effect[] => [
  { kind: 'verify-channel' },
  {
    kind: 'event',
    name:
      trigger.code.step === 'VERIFY_MOBILE_NUMBER'
        ? 'POST_MOBILE_CHANGE_VERIFICATION'
        : 'POST_EMAIL_CHANGE_VERIFICATION',
  },
];

const ofStep = (...steps: CodeStep[]) => ({
  text: `the code is for ${steps.join(' or ')}`,
  holds: ({ trigger }: { trigger: { code: PresentedCode } }) =>
    trigger.code.step !== null && steps.includes(trigger.code.step),
});

/** Once an administrator has let the account in, a code that is still open confirms the address and no more. */
const onlyVerifies = transition<'confirm'>({
  row: null,
  trigger: 'confirm',
  title: 'confirms the address of an account that is open already',
  from: ['UNLOCKED', 'unwritten'],
  to: ['same'],
  when: [ofStep('CONFIRM_SIGN_UP', 'CONFIRM_LITE_SIGN_UP', 'CONFIRM_PENDING_EMAIL_VERIFICATION')],
  next: ({ state }) => state,
  effects: () => [{ kind: 'verify-channel' }],
});

/** Rows 5, 7, 9, 13, 15, 28 and 29: codes that confirm an address. */
export const CONFIRMATION: readonly Transition[] = [
  transition<'confirm'>({
    row: 5,
    trigger: 'confirm',
    title: 'confirms the address of her registration',
    from: ['PENDING_SR'],
    to: ['UNLOCKED'],
    when: [ofStep('CONFIRM_SIGN_UP')],
    next: ({ state }) => unlocked(state, 'UNLOCKED'),
    effects: () => confirmed,
  }),
  transition<'confirm'>({
    row: 9,
    trigger: 'confirm',
    title: 'confirms the address of her registration',
    from: ['PENDING_LR'],
    to: ['UNLOCKED'],
    when: [ofStep('CONFIRM_LITE_SIGN_UP')],
    next: ({ state }) => unlocked(state, 'UNLOCKED'),
    effects: () => confirmed,
  }),
  transition<'confirm'>({
    row: 15,
    trigger: 'confirm',
    title: 'confirms the address that an administrator typed',
    from: ['PENDING_EV'],
    to: ['UNLOCKED'],
    when: [ofStep('CONFIRM_SIGN_UP', 'CONFIRM_PENDING_EMAIL_VERIFICATION')],
    next: ({ state }) => unlocked(state, 'UNLOCKED'),
    effects: () => [...confirmed, { kind: 'notify', template: 'accountunlock' }],
  }),
  transition<'confirm'>({
    row: 29,
    trigger: 'confirm',
    title: 'confirms a new address, which also unlocks',
    from: ['any'],
    to: ['UNLOCKED'],
    when: [
      ofStep('VERIFY_EMAIL', 'VERIFY_MOBILE_NUMBER'),
      {
        text: 'confirming an address clears a lock (as one source reads)',
        holds: ({ governance }) => governance.verificationOnUpdate.clearsLock,
      },
    ],
    next: ({ state }) => unlocked(state, 'UNLOCKED'),
    effects: changed,
  }),
  transition<'confirm'>({
    row: 29,
    trigger: 'confirm',
    title: 'confirms a new address',
    from: ['any'],
    to: ['same'],
    when: [ofStep('VERIFY_EMAIL', 'VERIFY_MOBILE_NUMBER')],
    next: ({ state }) => state,
    effects: changed,
  }),
  onlyVerifies,
  transition<'resend'>({
    row: 7,
    trigger: 'resend',
    title: 'asks for the confirmation again',
    from: ['PENDING_SR'],
    to: ['same'],
    when: [],
    next: ({ state }) => state,
    effects: ({ governance }) => [
      { kind: 'end-codes' },
      {
        kind: 'issue-code',
        scenario: 'SELF_SIGN_UP',
        step: 'CONFIRM_SIGN_UP',
        format: 'link',
        channel: 'email',
        lifetime: governance.selfRegistration.codeLifetime,
        template: 'resendaccountconfirmation',
      },
    ],
  }),
  transition<'resend'>({
    row: 7,
    trigger: 'resend',
    title: 'asks for the confirmation again',
    from: ['PENDING_EV'],
    to: ['same'],
    when: [],
    next: ({ state }) => state,
    effects: ({ governance }) => [{ kind: 'end-codes' }, again(verification(governance))],
  }),
  transition<'resend'>({
    row: 7,
    trigger: 'resend',
    title: 'asks for the confirmation again',
    from: ['PENDING_LR'],
    to: ['same'],
    when: [],
    next: ({ state }) => state,
    effects: ({ governance }) => [
      { kind: 'end-codes' },
      {
        kind: 'issue-code',
        scenario: 'LITE_SIGN_UP',
        step: 'CONFIRM_LITE_SIGN_UP',
        format: 'link',
        channel: 'email',
        lifetime: governance.liteRegistration.codeLifetime,
        template: 'resendaccountconfirmation',
      },
    ],
  }),
  transition<'resend'>({
    row: 13,
    trigger: 'resend',
    title: 'asks for the invitation again',
    from: ['PENDING_AP'],
    to: ['same'],
    when: [],
    next: ({ state }) => state,
    effects: ({ governance }) => [{ kind: 'end-codes' }, again(invitation(governance))],
  }),
  transition<'change-address'>({
    row: 28,
    trigger: 'change-address',
    title: 'changes an address, which waits to be confirmed',
    from: ['any'],
    to: ['same'],
    when: [{ text: 'new addresses are confirmed first', holds: verified }],
    next: ({ state }) => state,
    effects: ({ governance, trigger }) => [
      codeForNew(trigger.channel, governance),
      ...(governance.verificationOnUpdate.notifyOldAddress
        ? ([{ kind: 'notify', template: 'notifyVerifyEmailOnUpdate', to: 'old-address' }] as const)
        : []),
    ],
  }),
  transition<'change-address'>({
    row: null,
    trigger: 'change-address',
    title: 'changes an address, which holds at once',
    from: ['any'],
    to: ['same'],
    when: [],
    next: ({ state }) => state,
    effects: () => [],
  }),
  // The table has no rows for these two: what a person does who waits for the code of a new address.
  transition<'send-address-again'>({
    row: null,
    trigger: 'send-address-again',
    title: 'asks for the code of a new address again',
    from: ['any'],
    to: ['same'],
    when: [],
    next: ({ state }) => state,
    effects: ({ governance, trigger: { channel } }) => [
      { kind: 'end-codes', steps: [stepForNew(channel)] },
      codeForNew(channel, governance),
    ],
  }),
  transition<'withdraw-address'>({
    row: null,
    trigger: 'withdraw-address',
    title: 'takes back a new address, and the old one stays',
    from: ['any'],
    to: ['same'],
    when: [],
    next: ({ state }) => state,
    effects: ({ trigger: { channel } }) => [
      { kind: 'end-codes', steps: [stepForNew(channel)] },
      { kind: 'drop-address', channel },
    ],
  }),
];

const stepForNew = (channel: Channel): CodeStep =>
  channel === 'email' ? 'VERIFY_EMAIL' : 'VERIFY_MOBILE_NUMBER';

/** The code that goes to a new address: a link by mail, one to type onto a phone. */
const codeForNew = (channel: Channel, { verificationOnUpdate }: Governance): Effect => ({
  kind: 'issue-code',
  scenario: channel === 'email' ? 'EMAIL_VERIFICATION_ON_UPDATE' : 'MOBILE_VERIFICATION_ON_UPDATE',
  step: stepForNew(channel),
  format: channel === 'email' ? 'link' : 'otp',
  channel,
  lifetime: verificationOnUpdate.codeLifetime,
  template: channel === 'email' ? 'verifyEmailOnUpdate' : 'verifyMobileOnUpdate',
});

function verified({
  governance,
  trigger,
}: {
  governance: Governance;
  trigger: { channel: 'email' | 'sms' };
}): boolean {
  const { email, phone } = governance.verificationOnUpdate;
  return trigger.channel === 'email' ? email : phone;
}

const again = (effect: Effect): Effect =>
  effect.kind === 'issue-code' && effect.format === 'link'
    ? { ...effect, template: `resend${effect.template}` }
    : effect;
