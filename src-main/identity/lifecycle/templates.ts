/** What a message is filled with. */
export interface MessageFacts {
  name: string;
  organisation: string;
  /** The code to type, where the message carries one. */
  code?: string | undefined;
  /** For how long it works, for people to read. */
  within?: string | undefined;
  /** Why the message came, e.g. until when a lock lasts. */
  detail?: string | undefined;
}

interface Template {
  subject: string;
  text: (facts: MessageFacts) => string;
  /** What the link says, where the message carries one. */
  linkText?: string;
}

const link = (subject: string, what: string, linkText: string): Template => ({
  subject,
  linkText,
  text: ({ name, within }) =>
    `Hello ${name}, ${what} The link works once${within === undefined ? '' : `, for ${within}`}.`,
});

const code = (subject: string, what: string): Template => ({
  subject,
  text: ({ name, code: digits, within }) =>
    `Hello ${name}, ${what} Your code is ${digits ?? ''}. It works once${within === undefined ? '' : `, for ${within}`}. Nobody of ours will ever ask you for it.`,
});

const notice = (subject: string, what: string): Template => ({
  subject,
  text: ({ name, detail }) => `Hello ${name}, ${what}${detail === undefined ? '' : ` ${detail}`}`,
});

/** The messages of the directory, by the names that WSO2 gives their templates. */
export const TEMPLATES = {
  accountconfirmation: link(
    'Confirm your registration',
    'you registered with this address. Confirm that it is yours.',
    'Confirm my address',
  ),
  resendaccountconfirmation: link(
    'Confirm your registration',
    'you asked for this link again. Links that we sent before no longer work.',
    'Confirm my address',
  ),
  liteUserEmailConfirmation: link(
    'Confirm your address',
    'you registered with this address. Confirm that it is yours.',
    'Confirm my address',
  ),
  emailconfirm: link(
    'Confirm your address',
    'an account was made for you with this address. Confirm that it is yours.',
    'Confirm my address',
  ),
  resendemailconfirm: link(
    'Confirm your address',
    'this is a new link to confirm your address. Links that we sent before no longer work.',
    'Confirm my address',
  ),
  EmailOTPVerification: code('Your code', 'this code confirms your address.'),
  askPassword: link(
    'You are invited',
    'an account was made for you. Choose a password to begin.',
    'Choose a password',
  ),
  resendaskPassword: link(
    'You are invited',
    'this is a new link to choose your password. Links that we sent before no longer work.',
    'Choose a password',
  ),
  askPasswordEmailOTP: code(
    'You are invited',
    'an account was made for you. Sign in with this code in place of a password.',
  ),
  askPasswordSMSOTP: code(
    'You are invited',
    'an account was made for you. Sign in with this code in place of a password.',
  ),
  passwordreset: link(
    'Reset your password',
    'somebody asked to reset your password. If it was not you, do nothing.',
    'Choose a new password',
  ),
  passwordresetotp: code(
    'Your code to reset the password',
    'somebody asked to reset your password. If it was not you, do nothing.',
  ),
  passwordresetsucess: notice('Your password was reset', 'your password was reset just now.'),
  passwordRecoveryFailureNotify: notice(
    'Your password was not reset',
    'somebody asked to reset your password. That cannot be done now.',
  ),
  usernamerecovery: notice('Your user name', 'you asked for your user name.'),
  adminforcedpasswordreset: link(
    'Choose a new password',
    'an administrator wants you to choose a new password. Until then you cannot sign in.',
    'Choose a new password',
  ),
  adminforcedpasswordresetwithotp: code(
    'Choose a new password',
    'an administrator wants you to choose a new password. Sign in with this code in place of the old one.',
  ),
  adminforcedpasswordresetwithsmsotp: code(
    'Choose a new password',
    'an administrator wants you to choose a new password. Sign in with this code in place of the old one.',
  ),
  passwordexpiry: link(
    'Your password has expired',
    'your password is too old. Choose a new one.',
    'Choose a new password',
  ),
  accountActivationSuccess: notice('Welcome', 'your account is ready.'),
  selfRegistrationSuccess: notice('Welcome', 'your account was made.'),
  registrationWithTakenName: notice(
    'You have an account already',
    'somebody registered with your user name. Nothing was changed. If it was you, sign in, or recover your password.',
  ),
  accountlockfailedattempt: notice(
    'Your account is locked',
    'too many sign-ins to your account failed, so it is locked.',
  ),
  accountlockadmin: notice('Your account is locked', 'an administrator locked your account.'),
  accountunlockadmin: notice('Your account is open again', 'an administrator unlocked your account.'),
  accountunlocktimebased: notice(
    'Your account is open again',
    'you signed in after the time of the lock, so your account is open again.',
  ),
  accountunlock: notice('Your account is open', 'your account can be used now.'),
  accountdisable: notice('Your account is disabled', 'an administrator disabled your account.'),
  accountenable: notice('Your account is enabled', 'an administrator enabled your account.'),
  idleAccountReminder: notice(
    'You have not signed in for a while',
    'you have not used your account for a while. Sign in, or it will be locked.',
  ),
  idleAccountLocked: notice('Your account is locked', 'you have not used your account for too long.'),
  verifyEmailOnUpdate: link(
    'Confirm your new address',
    'your account is to get this address. Confirm that it is yours. Until then the old one holds.',
    'Confirm my new address',
  ),
  verifyMobileOnUpdate: code('Your code', 'your account is to get this telephone number.'),
  notifyVerifyEmailOnUpdate: notice(
    'Your address is about to change',
    'your account is to get another address. If it was not you who changed it, sign in and change your password.',
  ),
} as const satisfies Record<string, Template>;

export type TemplateName = keyof typeof TEMPLATES;

export const isTemplate = (name: string): name is TemplateName => Object.hasOwn(TEMPLATES, name);
