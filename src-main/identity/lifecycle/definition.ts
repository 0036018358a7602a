import type { IdpRule } from '../rules.ts';
import { CONFIRMATION } from './rows/confirmation.ts';
import { CREATION } from './rows/creation.ts';
import { LOCKS } from './rows/locks.ts';
import { PASSWORDS } from './rows/passwords.ts';
import type { Precondition, Standstill, Transition } from './transition.ts';
import type { PresentedCode, TriggerKind } from './trigger.ts';

/**
 * The life of an account, as data: the transition table that WSO2's sources add up to, row by row. The engine runs it
 * and the chart draws it. Of the rows with the trigger at hand, the first that fits is taken.
 */
export const TRANSITIONS: readonly Transition[] = [...CREATION, ...CONFIRMATION, ...PASSWORDS, ...LOCKS];

/** Rows in which an account stays as it is. */
export const STANDSTILLS: readonly Standstill[] = [
  {
    row: 6,
    title: 'presents a code that is wrong or too old',
    from: ['PENDING_SR', 'PENDING_LR', 'PENDING_EV', 'PENDING_AP', 'PENDING_FUPR'],
    rules: [
      'idp.confirmation.known',
      'idp.confirmation.step',
      'idp.confirmation.tries',
      'idp.confirmation.open',
      'idp.confirmation.fresh',
    ],
    about: 'The account waits on; a new code can be asked for.',
  },
  {
    row: 17,
    title: 'signs in while a reset waits',
    from: ['PENDING_FUPR'],
    rules: ['idp.signin.reset-done'],
    about:
      'The answer names the way of the reset; the right one-time password leads to the page for a new one.',
  },
  {
    row: 20,
    title: 'the time of the lock passes',
    from: ['LOCKED'],
    rules: [],
    about: 'Nothing happens. Lock, reason and label stay until the next good sign-in.',
  },
  {
    row: 22,
    title: 'signs in before the time of the lock is over',
    from: ['LOCKED'],
    rules: ['idp.signin.account-unlocked'],
    about: 'Refused, even with the right password.',
  },
];

const rule = <K extends TriggerKind>(
  name: IdpRule,
  path: string,
  holds: Precondition<K>['holds'],
): Precondition => ({ rule: name, path, holds }) as unknown as Precondition;

/** What must hold of a presented code, in the order in which it is looked at. */
const CODE: readonly Precondition[] = [
  rule<'confirm'>('idp.confirmation.known', 'code.known', ({ trigger }) => trigger.code.known),
  rule<'confirm'>('idp.confirmation.step', 'code.step', ({ trigger }) => stepFits(trigger.code)),
  rule<'confirm'>(
    'idp.confirmation.tries',
    'code.status',
    ({ trigger }) => trigger.code.status !== 'worn-out',
  ),
  rule<'confirm'>('idp.confirmation.open', 'code.status', ({ trigger }) => trigger.code.status === 'open'),
  rule<'confirm'>(
    'idp.confirmation.fresh',
    'code.expiresAt',
    ({ trigger, now }) => trigger.code.expiresAt !== null && now < trigger.code.expiresAt,
  ),
];

const stepFits = ({ step, accepted }: PresentedCode): boolean => step !== null && accepted.includes(step);

/** What must hold before any row of a trigger is looked at. */
export const PRECONDITIONS: Readonly<Partial<Record<TriggerKind, readonly Precondition[]>>> = {
  'self-register': [
    rule<'self-register'>(
      'idp.lifecycle.self-registration-enabled',
      'governance.selfRegistration.enabled',
      ({ governance }) => governance.selfRegistration.enabled,
    ),
  ],
  'lite-register': [
    rule<'lite-register'>(
      'idp.lifecycle.lite-registration-enabled',
      'governance.liteRegistration.enabled',
      ({ governance }) => governance.liteRegistration.enabled,
    ),
  ],
  invite: [
    rule<'invite'>(
      'idp.lifecycle.email-verification-enabled',
      'governance.emailVerification.enabled',
      ({ governance }) => governance.emailVerification.enabled,
    ),
  ],
  'create-to-verify': [
    rule<'create-to-verify'>(
      'idp.lifecycle.email-verification-enabled',
      'governance.emailVerification.enabled',
      ({ governance }) => governance.emailVerification.enabled,
    ),
    rule<'create-to-verify'>(
      'idp.lifecycle.address-given',
      'trigger.addressGiven',
      ({ trigger }) => trigger.addressGiven,
    ),
  ],
  confirm: [
    ...CODE,
    rule<'confirm'>(
      'idp.confirmation.address-waits',
      'account.pendingEmail',
      ({ addressWaits }) => addressWaits !== false,
    ),
  ],
  'set-password': CODE,
  // One that waits is just who such a link is for; one that an administrator or the guesses of somebody locked is not.
  'offline-invite': [
    rule<'offline-invite'>('idp.recovery.account-enabled', 'state.disabled', ({ state }) => !state?.disabled),
    rule<'offline-invite'>(
      'idp.recovery.account-unlocked',
      'state.locked',
      ({ state }) => !state?.locked || (state.label?.startsWith('PENDING_') ?? false),
    ),
  ],
  'force-reset': [
    rule<'force-reset'>(
      'idp.lifecycle.reset-mode-enabled',
      'governance.adminReset',
      ({ governance: { adminReset }, trigger }) =>
        ({
          link: adminReset.link,
          'email-otp': adminReset.emailOtp,
          'sms-otp': adminReset.smsOtp,
          'offline-otp': adminReset.offline,
        })[trigger.mode],
    ),
  ],
  idle: [
    rule<'idle'>(
      'idp.lifecycle.idle-long-enough',
      'trigger.idleDays',
      ({ governance: { suspension }, trigger }) =>
        suspension.enabled && trigger.idleDays >= suspension.idleDays,
    ),
  ],
  disable: [
    rule<'disable'>(
      'idp.lifecycle.disabling-enabled',
      'governance.disabling.enabled',
      ({ governance }) => governance.disabling.enabled,
    ),
  ],
};
