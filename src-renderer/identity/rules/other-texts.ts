import { DURATION, FLAG, type RuleTexts } from './rule.ts';

/** Resets, addresses, passwords, codes, and what people are told, switch by switch. */
export const OTHER_TEXTS: Pick<
  RuleTexts,
  | 'enumeration'
  | 'password'
  | 'adminReset'
  | 'verificationOnUpdate'
  | 'codes'
  | 'notifications'
  | 'sessions'
  | 'oneTimeCode'
> = {
  enumeration: {
    notifyUserExistence: {
      group: 'strangers',
      label: 'Say that a user does not exist',
      about: 'Off: asking for nobody is answered as if all went well.',
      control: FLAG,
      wso2: 'Recovery.NotifyUserExistence',
    },
    notifyEmailExistence: {
      group: 'strangers',
      label: 'Say that an account has no address',
      about: 'Off: answered as if all went well, and nothing is sent.',
      control: FLAG,
      wso2: 'Recovery.NotifyRecoveryEmailExistence',
    },
    notifyAccountStatus: {
      group: 'strangers',
      label: 'Say why an account cannot be recovered',
      about: 'On: locked, disabled and unconfirmed accounts are told apart (17003 to 17006).',
      control: FLAG,
      wso2: 'Recovery.NotifyUserAccountStatus',
    },
    hideUserExistence: {
      group: 'strangers',
      label: 'Hide it all',
      about: 'Wins over the three above: every refusal of a recovery looks like a success.',
      control: FLAG,
      wso2: 'Recovery.HideUserExistence',
    },
    signInTellsState: {
      group: 'strangers',
      label: 'The sign-in page says why',
      about:
        'On: “locked” and “disabled” are said to anybody who types a user name. Off: “user name or password is wrong” for all.',
      control: FLAG,
      origin: 'ours',
    },
  },
  password: {
    minLength: {
      group: 'passwords',
      label: 'At least',
      about:
        'Shorter ones are refused (20035). NIST SP 800-63B asks for length, not for a mixture of characters.',
      control: { kind: 'number', min: 1, max: 128, unit: 'characters' },
      origin: 'ours',
    },
    history: {
      group: 'passwords',
      label: 'Former passwords that may not come back',
      about: '0: any may. A repeated one is refused (22001).',
      control: { kind: 'number', min: 0, max: 24, unit: 'passwords' },
    },
    expiryEnabled: {
      group: 'passwords',
      label: 'Passwords expire',
      about:
        'A right password that is too old leads to the page for a new one. No state of the account: the label stays.',
      control: FLAG,
      wso2: 'PASSWORD_EXPIRY',
    },
    expiryDays: {
      group: 'passwords',
      label: 'A password is too old after',
      about: 'Counted from the day on which it was chosen, on the virtual clock.',
      control: { kind: 'number', min: 1, max: 3650, unit: 'days' },
      origin: 'ours',
    },
  },
  adminReset: {
    link: {
      group: 'reset',
      label: 'By a link',
      about: 'The person opens the link and chooses.',
      control: FLAG,
      wso2: 'ADMIN_FORCED_PASSWORD_RESET_VIA_EMAIL_LINK',
    },
    emailOtp: {
      group: 'reset',
      label: 'By a one-time password by mail',
      about: 'She types it at the sign-in page; the right one leads to the page for a new password.',
      control: FLAG,
      wso2: 'ADMIN_FORCED_PASSWORD_RESET_VIA_OTP',
    },
    smsOtp: {
      group: 'reset',
      label: 'By a one-time password by text message',
      about: 'The same, to the telephone.',
      control: FLAG,
      wso2: 'ADMIN_FORCED_PASSWORD_RESET_VIA_SMS_OTP',
    },
    offline: {
      group: 'reset',
      label: 'By a one-time password that is handed over',
      about: 'Nothing is sent: the administrator sees the code once.',
      control: FLAG,
      wso2: 'Offline; claim oneTimePassword',
    },
    lockNotification: {
      group: 'reset',
      label: 'Tell the person that the account is locked',
      about: 'The mail accountlockadmin, beside the message with the code.',
      control: FLAG,
      wso2: 'Recovery.AdminPasswordReset.AccountLockNotification',
    },
    unlockNotification: {
      group: 'reset',
      label: 'Tell the person that it is open again',
      about: 'The mail accountunlockadmin, once she has chosen.',
      control: FLAG,
      wso2: 'Recovery.AdminPasswordReset.AccountUnlockNotification',
    },
    codeLifetime: {
      group: 'reset',
      label: 'How long the code of a reset works',
      about: 'Afterwards the account stays locked until it is sent again, or a password is set.',
      control: DURATION,
      origin: 'ours',
    },
  },
  verificationOnUpdate: {
    email: {
      group: 'address',
      label: 'A new e-mail address is confirmed first',
      about: 'Until then it waits beside the old one, which stays in force.',
      control: FLAG,
      wso2: 'UserClaimUpdate.Email; emailaddress.pendingValue',
    },
    phone: {
      group: 'address',
      label: 'A new telephone number is confirmed first',
      about: 'The same, by text message.',
      control: FLAG,
      wso2: 'UserClaimUpdate.MobileNumber; mobileNumber.pendingValue',
    },
    notifyOldAddress: {
      group: 'address',
      label: 'The old address is told',
      about: 'Who loses an account to somebody else learns of it here.',
      control: FLAG,
    },
    clearsLock: {
      group: 'address',
      label: 'Confirming an address also clears a lock',
      about:
        'The same code confirms a registration and a change, so it also writes UNLOCKED. Off: the state is left alone.',
      control: FLAG,
      origin: 'inferred',
    },
    codeLifetime: {
      group: 'address',
      label: 'How long the confirmation works',
      about: 'Afterwards the address has to be changed once more.',
      control: DURATION,
      origin: 'ours',
    },
  },
  codes: {
    otpLength: {
      group: 'codes',
      label: 'Characters of a one-time password',
      about: 'Shorter is easier to guess; see the tries below.',
      control: { kind: 'number', min: 4, max: 12, unit: 'characters' },
    },
    maxTries: {
      group: 'codes',
      label: 'Wrong tries that close a code',
      about: 'After so many a one-time password is worn out, and a new one has to be asked for.',
      control: { kind: 'number', min: 1, max: 100, unit: 'tries' },
      origin: 'ours',
    },
    tolerance: {
      group: 'codes',
      label: 'Asking again gives the same code within',
      about: '0: always a new one, and the one before it works no more.',
      control: { kind: 'duration', min: 0, max: 3_600_000 },
      wso2: '…ConfirmationCodeTolerancePeriod',
    },
  },
  notifications: {
    internal: {
      group: 'notifications',
      label: 'The directory sends the messages itself',
      about:
        'Off: nothing is sent, and whoever calls the API gets the code to deliver; only a caller that the directory trusts may call then. Some labels are not written either (PENDING_EV, DISABLED).',
      control: FLAG,
      wso2: 'Notification.InternallyManage',
    },
    labelDefined: {
      group: 'notifications',
      label: 'The label accountState is kept',
      about: 'Off: as before IS 5.9.0, when the claim did not exist. Lock and disable flag work as ever.',
      control: FLAG,
      wso2: 'claim accountState',
    },
  },
  sessions: {
    endOnLock: {
      group: 'sessions',
      label: 'A lock ends sessions',
      about: 'Off: a locked person stays signed in, and gets no token.',
      control: FLAG,
      origin: 'ours',
    },
    endOnDisable: {
      group: 'sessions',
      label: 'Disabling ends sessions',
      about: 'The same for the disable flag.',
      control: FLAG,
      origin: 'ours',
    },
    endOnPasswordChange: {
      group: 'sessions',
      label: 'A new password ends sessions',
      about: 'Off: who signed in with the old password stays signed in.',
      control: FLAG,
      origin: 'ours',
    },
    endOnDelete: {
      group: 'sessions',
      label: 'Deleting ends sessions',
      about: 'Off: the session stays and leads nowhere.',
      control: FLAG,
      origin: 'ours',
    },
  },
  oneTimeCode: {
    mode: {
      group: 'chain',
      label: 'Each call proves that the one before it succeeded',
      about:
        'The answer of a call holds a code, and the next call has to show it. Two ways are flawed on purpose, after a published sample: find out how.',
      control: {
        kind: 'choice',
        options: [
          { value: 'off', label: 'No code' },
          { value: 'sound', label: 'Sound' },
          { value: 'result-ignored', label: 'Flawed: the result is ignored' },
          { value: 'never-consumed', label: 'Flawed: never consumed' },
        ],
      },
      origin: 'ours',
    },
    lifetime: {
      group: 'chain',
      label: 'How long such a code works',
      about: 'The time between two calls of a chain.',
      control: DURATION,
      origin: 'ours',
    },
  },
};
