import { defineRules } from './rule.ts';

/** Rules of the workflows that people go through by pages and by REST: registration, recovery, new passwords. */
export const WORKFLOW_RULES = defineRules({
  'idp.workflow.caller': {
    title: 'Whoever is given codes to deliver is a caller that the directory knows.',
    standard: 'RFC 6750 §3.1',
    next: 'Send the token of SCIM as a bearer token; Connect shows it. Or have the sandbox send the messages itself.',
    answer: '401 UE-10001',
  },
  'idp.workflow.delivered': {
    title: 'Somebody delivers the code that this would send.',
    standard: 'WSO2 IS: Notification.InternallyManage',
    next: 'The directory sends nothing itself. Begin at the application, which delivers the code, or have the directory send its messages.',
    answer: '403 UE-10002',
  },
  'idp.registration.complete': {
    title: 'A registration brings what an account is made of.',
    standard: 'WSO2 IS: POST /me',
    next: 'Give a user name, an e-mail address that has an @, and, unless it is a lite registration, a password.',
    answer: '400 20009',
  },
  'idp.password.length': {
    title: 'A password is as long as the directory asks for.',
    standard: 'NIST SP 800-63B-4 §3.1.1.2',
    next: 'Choose a longer password: several words are easy to remember and hard to guess.',
    answer: '400 20035',
  },
  'idp.password.history': {
    title: 'A new password is none of the former ones.',
    standard: 'WSO2 IS: passwordHistory.enable',
    next: 'Choose a password that this account has not had lately.',
    answer: '400 22001',
  },
  'idp.recovery.enabled': {
    title: 'The directory lets people recover what they forgot.',
    standard: 'WSO2 IS: Recovery.Notification.Password.Enable, Recovery.Notification.Username.Enable',
    next: 'An administrator can switch recovery on.',
    answer: '400 20080',
  },
  'idp.recovery.account-known': {
    title: 'The account that is to be recovered is known.',
    standard: 'WSO2 IS: NotificationPasswordRecoveryManager',
    next: 'Check the user name or the address. The page never tells whether it is known.',
    answer: '404 18003',
  },
  'idp.recovery.address-known': {
    title: 'The account has an address to which a code can go.',
    standard: 'WSO2 IS: NotificationPasswordRecoveryManager',
    next: 'An administrator can add an address, or reset the password.',
    answer: '400 18015',
  },
  'idp.recovery.local-credential': {
    title: 'The account has a password in this directory.',
    standard: 'WSO2 IS: NotificationPasswordRecoveryManager',
    next: 'Sign in where the account comes from. An administrator can set a password.',
    answer: '400 18006',
  },
  'idp.recovery.account-enabled': {
    title: 'A disabled account is not recovered.',
    standard: 'WSO2 IS: NotificationPasswordRecoveryManager',
    next: 'An administrator has to enable the account first.',
    answer: '400 17004',
  },
  'idp.recovery.registration-confirmed': {
    title: 'An account whose registration is not confirmed is not recovered.',
    standard: 'WSO2 IS: NotificationPasswordRecoveryManager',
    next: 'Confirm the registration first; the code can be sent again.',
    answer: '400 17005',
  },
  'idp.recovery.invitation-accepted': {
    title: 'An account whose invitation is open is not recovered.',
    standard: 'WSO2 IS: NotificationPasswordRecoveryManager',
    next: 'Use the invitation; it can be sent again.',
    answer: '400 17006',
  },
  'idp.recovery.account-unlocked': {
    title: 'A locked account is not recovered.',
    standard: 'WSO2 IS: NotificationPasswordRecoveryManager',
    next: 'Wait until the lock is over, or have an administrator unlock the account.',
    answer: '400 17003',
  },
  'idp.recovery.flow': {
    title: 'The code of the recovery as a whole comes with the code of the step.',
    standard: 'WSO2 IS: recovery v2, flowConfirmationCode',
    next: 'Send the flowConfirmationCode that the first answer gave, within fifteen minutes, or begin again.',
    answer: '406 18001',
  },
});
