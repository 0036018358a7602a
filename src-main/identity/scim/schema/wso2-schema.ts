import { accountLabelSchema, channelSchema, lockReasonSchema } from '../../../contract/account-state.ts';
import { WSO2_SCHEMA } from '../urns.ts';
import { attribute, complex, flag, readOnly, type Schema } from './attribute.ts';

const input = { mutability: 'writeOnly', returned: 'never' } as const;
const time = { type: 'dateTime' } as const;

/**
 * The attributes of WSO2's identity claims that its account workflows use. Where WSO2 gives epoch milliseconds as text,
 * times here are dateTime, as SCIM writes them.
 */
export const WSO2: Schema = {
  id: WSO2_SCHEMA,
  name: 'WSO2User',
  description: 'State of the account and inputs of its workflows, by the names that WSO2 uses',
  attributes: [
    readOnly('accountState', 'The label: what the account waits for. Derived; nobody writes it.', {
      caseExact: true,
      canonicalValues: accountLabelSchema.options,
    }),
    flag(
      'accountLocked',
      'Whether sign-in is refused. Writing it locks and unlocks as an administrator does.',
    ),
    readOnly('lockedReason', 'Why the account is locked.', {
      caseExact: true,
      canonicalValues: lockReasonSchema.options,
    }),
    readOnly('unlockTime', 'When the lock may end. Absent: when somebody unlocks.', time),
    flag('accountDisabled', 'The second flag that refuses sign-in. The opposite of `active`.'),
    readOnly('failedLoginAttempts', 'Failed sign-ins since the last good one or the last lock.', {
      type: 'integer',
    }),
    readOnly('failedLoginLockoutCount', 'Locks by failed sign-ins since the last completed sign-in.', {
      type: 'integer',
    }),
    flag('askPassword', 'On creation: invites the person to choose a password.', input),
    flag('verifyEmail', 'On creation: wants the e-mail address confirmed.', input),
    flag('adminForcedPasswordReset', 'True: the person has to choose a new password.', input),
    flag('emailVerified', 'Whether the e-mail address is confirmed.'),
    flag('phoneVerified', 'Whether the telephone number is confirmed.'),
    complex(
      'pendingEmails',
      'A new address that waits to be confirmed.',
      [readOnly('value', 'The address.')],
      {
        multiValued: true,
        mutability: 'readOnly',
      },
    ),
    readOnly('pendingMobileNumber', 'A new telephone number that waits to be confirmed.'),
    attribute('preferredChannel', 'Where messages go first.', {
      canonicalValues: channelSchema.options.map((channel) => channel.toUpperCase()),
    }),
    readOnly(
      'oneTimePassword',
      'The code of a reset that the administrator hands over; told once, in the answer.',
      {
        returned: 'request',
        caseExact: true,
      },
    ),
    readOnly('accountConfirmedTime', 'When the person confirmed the account.', time),
    readOnly('lastPasswordUpdateTime', 'When the password last changed.', time),
    readOnly('lastLoginTime', 'When the person last signed in.', time),
  ],
};
