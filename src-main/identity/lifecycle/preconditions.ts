import type { IdpRule } from '../rules.ts';
import { waitsForSomething } from './states.ts';
import type { Precondition } from './transition.ts';
import type { PresentedCode, TriggerKind } from './trigger.ts';

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

/** Nothing is sent again, or taken back, where no new address waits. */
const NEW_ADDRESS = rule<'send-address-again' | 'withdraw-address'>(
  'idp.lifecycle.address-changing',
  'account.pendingEmail',
  ({ addressWaits }) => addressWaits === true,
);

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
  'send-address-again': [NEW_ADDRESS],
  'withdraw-address': [NEW_ADDRESS],
  'set-password': CODE,
  // One that waits is just who such a link is for; one that an administrator or the guesses of somebody locked is not.
  'offline-invite': [
    rule<'offline-invite'>('idp.recovery.account-enabled', 'state.disabled', ({ state }) => !state?.disabled),
    rule<'offline-invite'>(
      'idp.recovery.account-unlocked',
      'state.locked',
      ({ state }) => state === null || !state.locked || waitsForSomething(state),
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
