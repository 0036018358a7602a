import { CONFIRMATION } from './rows/confirmation.ts';
import { CREATION } from './rows/creation.ts';
import { LOCKS } from './rows/locks.ts';
import { PASSWORDS } from './rows/passwords.ts';
import type { Standstill, Transition } from './transition.ts';

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
