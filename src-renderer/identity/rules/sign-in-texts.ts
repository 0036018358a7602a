import { DURATION, FLAG, type RuleTexts } from './rule.ts';

/** How accounts come to be, are locked and are recovered, switch by switch. */
export const SIGN_IN_TEXTS: Pick<
  RuleTexts,
  | 'selfRegistration'
  | 'liteRegistration'
  | 'emailVerification'
  | 'accountLock'
  | 'suspension'
  | 'disabling'
  | 'recovery'
> = {
  selfRegistration: {
    enabled: {
      group: 'registration',
      label: 'People may register themselves',
      about: 'Off: the page and the endpoint refuse everybody.',
      control: FLAG,
      wso2: 'SelfRegistration.Enable',
    },
    lockOnCreation: {
      group: 'registration',
      label: 'Locked until the address is confirmed',
      about: 'Off: PENDING_SR is a label only, and she can sign in before she has confirmed anything.',
      control: FLAG,
      wso2: 'SelfRegistration.LockOnCreation',
    },
    sendConfirmation: {
      group: 'registration',
      label: 'A confirmation is sent',
      about:
        'Only matters without the lock. With both off no label is written at all: nothing is to be confirmed.',
      control: FLAG,
      wso2: 'SelfRegistration.SendConfirmationOnCreation',
    },
    codeLifetime: {
      group: 'registration',
      label: 'How long the confirmation works',
      about: 'An older code is refused (18002), and the account waits on.',
      control: DURATION,
      origin: 'ours',
    },
  },
  liteRegistration: {
    enabled: {
      group: 'registration',
      label: 'An address alone is enough',
      about: 'Lite registration: no password is asked for.',
      control: FLAG,
      wso2: 'LiteRegistration.Enable',
    },
    lockOnCreation: {
      group: 'registration',
      label: 'Lite: locked until the address is confirmed',
      about: 'Off: nothing is sent at all, and no label is written.',
      control: FLAG,
      wso2: 'LiteRegistration.LockOnCreation',
    },
    codeLifetime: {
      group: 'registration',
      label: 'Lite: how long the confirmation works',
      about: 'As above, for PENDING_LR.',
      control: DURATION,
      origin: 'ours',
    },
  },
  emailVerification: {
    enabled: {
      group: 'invitation',
      label: 'Administrators may invite and have addresses verified',
      about: 'Off: both are refused. Accounts with a password can still be made.',
      control: FLAG,
      wso2: 'EmailVerification.Enable',
    },
    lockOnCreation: {
      group: 'invitation',
      label: 'Locked until it is done',
      about: 'Off: PENDING_AP and PENDING_EV are labels only; whoever knows the password is let in.',
      control: FLAG,
      wso2: 'EmailVerification.LockOnCreation',
    },
    inviteBy: {
      group: 'invitation',
      label: 'How an invited person proves who she is',
      about:
        'A one-time password is typed at the sign-in page, in place of the password that she has yet to choose.',
      control: {
        kind: 'choice',
        options: [
          { value: 'link', label: 'Link by mail' },
          { value: 'email-otp', label: 'One-time password by mail' },
          { value: 'sms-otp', label: 'One-time password by text message' },
        ],
      },
      wso2: 'ASK_PASSWORD, …_VIA_EMAIL_OTP, …_VIA_SMS_OTP',
    },
    verifyBy: {
      group: 'invitation',
      label: 'How an address is verified',
      about: 'The two use different steps: the code of one is refused where the other is asked for.',
      control: {
        kind: 'choice',
        options: [
          { value: 'link', label: 'Link by mail' },
          { value: 'email-otp', label: 'One-time password by mail' },
        ],
      },
      wso2: 'SELF_SIGN_UP, EMAIL_VERIFICATION_OTP',
    },
    codeLifetime: {
      group: 'invitation',
      label: 'How long invitation and verification work',
      about: 'Afterwards a new one has to be sent.',
      control: DURATION,
      origin: 'ours',
    },
  },
  accountLock: {
    enabled: {
      group: 'lock',
      label: 'Failed sign-ins lock accounts',
      about: 'Off: wrong passwords are not counted, and anybody may guess on.',
      control: FLAG,
      wso2: 'account.lock.handler.enable',
    },
    attempts: {
      group: 'lock',
      label: 'Wrong passwords until the lock',
      about: 'The last of them locks. A good sign-in begins the count anew.',
      control: { kind: 'number', min: 1, max: 100, unit: 'attempts' },
      origin: 'inferred',
    },
    baseMinutes: {
      group: 'lock',
      label: 'The first lock lasts',
      about: 'How long the right password does not help either.',
      control: { kind: 'number', min: 1, max: 100_000, unit: 'minutes' },
      origin: 'inferred',
    },
    ratio: {
      group: 'lock',
      label: 'Each further lock is longer by',
      about: 'Until a sign-in succeeds. WSO2’s comment says “plus”; the code multiplies.',
      control: { kind: 'number', min: 1, max: 100, step: 0.5, unit: 'times' },
      origin: 'inferred',
    },
  },
  suspension: {
    enabled: {
      group: 'idle',
      label: 'Idle accounts are locked',
      about:
        'Looked at each day of the sandbox’s clock. Off: nobody is reminded, and nothing is locked for it.',
      control: FLAG,
    },
    idleDays: {
      group: 'idle',
      label: 'Days until the lock',
      about: 'Since the last sign-in; for an account into which nobody ever signed in, since it was made.',
      control: { kind: 'number', min: 1, max: 3650, unit: 'days' },
      origin: 'ours',
    },
    reminderDays: {
      group: 'idle',
      label: 'Reminders go out after',
      about:
        'Days without a sign-in, up to five of them; none after the day of the lock. Empty: no reminder.',
      control: { kind: 'numbers', min: 1, max: 3650, most: 5, unit: 'days' },
      origin: 'ours',
    },
  },
  disabling: {
    enabled: {
      group: 'disabling',
      label: 'Accounts may be disabled',
      about:
        'The disable flag stands beside the lock. Off: an administrator’s wish is refused; flags that are set stay.',
      control: FLAG,
      wso2: 'claim accountDisabled',
    },
  },
  recovery: {
    passwordEnabled: {
      group: 'recovery',
      label: 'A password can be recovered',
      about: 'Off: the page and the endpoint refuse everybody.',
      control: FLAG,
      wso2: 'Recovery.Notification.Password',
      origin: 'inferred',
    },
    usernameEnabled: {
      group: 'recovery',
      label: 'A user name can be recovered',
      about: 'By the address of the account. Off: refused.',
      control: FLAG,
      wso2: 'Recovery.Notification.Username',
      origin: 'inferred',
    },
    byLink: {
      group: 'recovery',
      label: 'By a link',
      about: 'Off: messages hold a one-time password instead.',
      control: FLAG,
      origin: 'ours',
    },
    byOtp: {
      group: 'recovery',
      label: 'By a one-time password',
      about: 'Off: the page does not offer it.',
      control: FLAG,
      origin: 'ours',
    },
    flowLifetime: {
      group: 'recovery',
      label: 'A recovery may take',
      about: 'How long its flow confirmation code works: the one that a stolen reset code lacks.',
      control: DURATION,
      wso2: 'recovery flow id, 15 min',
    },
    recoveryCodeLifetime: {
      group: 'recovery',
      label: 'From the first step to the second',
      about: 'How long the recovery code works that the first answer holds.',
      control: DURATION,
      wso2: 'recovery code, 1 min',
    },
    resendCodeLifetime: {
      group: 'recovery',
      label: 'The message can be asked for again for',
      about: 'How long the resend code works.',
      control: DURATION,
      wso2: 'resend code, 1 min',
    },
    confirmationLifetime: {
      group: 'recovery',
      label: 'The message works for',
      about: 'How long the person has to open the link, or to type the code.',
      control: DURATION,
      origin: 'ours',
    },
    writesState: {
      group: 'recovery',
      label: 'A recovery that is done writes UNLOCKED',
      about:
        'So an unconfirmed PENDING_SR is confirmed by it. The newest sources write it; those of 2021 to 2024 left the state alone.',
      control: FLAG,
      origin: 'inferred',
    },
    notifySuccess: {
      group: 'recovery',
      label: 'Tell the person when it is done',
      about:
        'The mail passwordresetsucess (spelt so in WSO2): who did not ask for it learns that somebody else did.',
      control: FLAG,
    },
  },
};
