import { defineRules } from './rule.ts';

/** Rules of the life of an account, and of the codes that move it on. */
export const LIFECYCLE_RULES = defineRules({
  'idp.lifecycle.self-registration-enabled': {
    title: 'People may register themselves.',
    standard: 'WSO2 IS: SelfRegistration.Enable',
    next: 'An administrator can switch self-registration on.',
    answer: '400 USR-20002',
  },
  'idp.lifecycle.lite-registration-enabled': {
    title: 'People may register with an address alone.',
    standard: 'WSO2 IS: LiteRegistration.Enable',
    next: 'An administrator can switch lite registration on.',
    answer: '400 USR-20002',
  },
  'idp.lifecycle.email-verification-enabled': {
    title: 'Administrators may invite people and have addresses confirmed.',
    standard: 'WSO2 IS: EmailVerification.Enable',
    next: 'Switch e-mail verification on.',
    answer: '400',
  },
  'idp.lifecycle.address-given': {
    title: 'There is an address to confirm.',
    standard: 'WSO2 IS: UserEmailVerificationHandler',
    next: 'Give the account an e-mail address.',
    answer: '400',
  },
  'idp.lifecycle.reset-mode-enabled': {
    title: 'Passwords may be reset by an administrator in this way.',
    standard: 'WSO2 IS: Recovery.AdminPasswordReset',
    next: 'Choose another way, or switch this one on.',
    answer: '400',
  },
  'idp.lifecycle.idle-long-enough': {
    title: 'The account was not used for as long as the directory allows.',
    standard: 'WSO2 IS: suspension.notification',
    next: 'Nothing: an account that is used is left alone.',
    answer: '400',
  },
  'idp.lifecycle.disabling-enabled': {
    title: 'Accounts may be disabled.',
    standard: 'WSO2 IS: account.disable.handler.enable',
    next: 'Switch disabling on, or lock the account.',
    answer: '400',
  },
  'idp.lifecycle.account-free': {
    title: 'No account has this user name yet.',
    standard: 'RFC 7644 §3.3',
    next: 'Choose another user name.',
    answer: '409 20030',
  },
  'idp.lifecycle.account-exists': {
    title: 'There is such an account.',
    standard: 'RFC 7644 §3.12',
    next: 'Look the account up again: it may have been deleted.',
    answer: '404',
  },
  'idp.lifecycle.state-fits': {
    title: 'The account is in a state from which this can happen.',
    standard: 'WSO2 IS: accountState, accountLocked, accountDisabled',
    next: 'Look at the chart of the account: it shows what can happen now.',
    answer: '409',
  },
  'idp.lifecycle.address-changing': {
    title: 'A new address waits to be confirmed.',
    standard: 'WSO2 IS: emailaddress.pendingValue, mobileNumber.pendingValue',
    next: 'Look at the account: the new address was confirmed, or the change was taken back already.',
    answer: '409',
  },
  'idp.confirmation.known': {
    title: 'The code is one that was sent out.',
    standard: 'NIST SP 800-63B-4 §3.1.3.2',
    next: 'Copy the whole code from the newest message, or ask for a new one.',
    answer: '404 18001',
  },
  'idp.confirmation.step': {
    title: 'The code was sent for this step.',
    standard: 'WSO2 IS: RecoverySteps',
    next: 'Use the code where its message says; one of a sign-up cannot reset a password.',
    answer: '406 18001',
  },
  'idp.confirmation.tries': {
    title: 'The code was not guessed at too often.',
    standard: 'NIST SP 800-63B-4 §3.2.2',
    next: 'Ask for a new code: somebody typed wrong ones until this one was closed.',
    answer: '406 18001',
  },
  'idp.confirmation.open': {
    title: 'The code was neither used nor replaced.',
    standard: 'NIST SP 800-63B-4 §3.1.3.2',
    next: 'Use the code of the newest message, or ask for a new one.',
    answer: '406 18001',
  },
  'idp.confirmation.fresh': {
    title: 'The code has not expired.',
    standard: 'NIST SP 800-63B-4 §3.1.3.2',
    next: 'Ask for a new code.',
    answer: '406 18002',
  },
  'idp.confirmation.address-waits': {
    title: 'The address that the code was sent to is still the one that waits.',
    standard: 'WSO2 IS: emailaddress.pendingValue',
    next: 'Use the code of the newest message: the address was changed again, or the change was taken back.',
    answer: '406 18001',
  },
});
