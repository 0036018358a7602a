import type { AccountState } from '../../../contract/account-state.ts';
import { keepPending, lockDuration, unlocked } from '../states.ts';
import { type Transition, transition } from '../transition.ts';
import type { Effect } from '../trigger.ts';

const mayTry = {
  text: 'the account is not locked, or its time is over',
  holds: ({ state, now }: { state: AccountState | null; now: number }) =>
    state !== null && (!state.locked || timeIsOver(state, now)),
};

/** Whether the time of a lock has passed. The lock is still there: only a good sign-in takes it away (rows 20, 21). */
export const timeIsOver = (state: AccountState, now: number): boolean =>
  state.locked && state.unlockAt !== null && now >= state.unlockAt;

/** The mail about an unlock is not sent to those who were locked only since they were new. */
const unlockMail = (state: AccountState, inviteLocks: boolean): Effect[] => {
  const { label } = state;
  if (label === 'PENDING_SR' || label === 'PENDING_LR' || (label === 'PENDING_AP' && inviteLocks)) return [];
  return [{ kind: 'notify', template: 'accountunlockadmin' }];
};

/** Rows 19, 21 and 23 to 27, and 30: locks, the disable flag, and the end. */
export const LOCKS: readonly Transition[] = [
  transition<'sign-in-failed'>({
    row: 19,
    trigger: 'sign-in-failed',
    title: 'fails to sign in once too often',
    from: ['any'],
    to: ['LOCKED', 'same'],
    when: [
      {
        text: 'failed sign-ins lock accounts',
        holds: ({ governance }) => governance.accountLock.enabled,
      },
      mayTry,
      {
        text: 'it is the last of the attempts',
        holds: ({ state, governance }) => (state?.failedAttempts ?? 0) + 1 >= governance.accountLock.attempts,
      },
    ],
    next: ({ state, governance, now }) => ({
      ...state,
      label: keepPending(state, 'LOCKED'),
      locked: true,
      lockReason: 'MAX_ATTEMPTS_EXCEEDED',
      unlockAt: now + lockDuration(governance.accountLock, state.lockoutCount),
      lockoutCount: state.lockoutCount + 1,
      failedAttempts: 0,
    }),
    effects: () => [
      { kind: 'cut', codes: true },
      { kind: 'notify', template: 'accountlockfailedattempt' },
      { kind: 'event', name: 'POST_LOCK_ACCOUNT' },
    ],
  }),
  transition<'sign-in-failed'>({
    row: null,
    trigger: 'sign-in-failed',
    title: 'fails to sign in',
    from: ['any'],
    to: ['same'],
    when: [
      {
        text: 'failed sign-ins lock accounts',
        holds: ({ governance }) => governance.accountLock.enabled,
      },
      mayTry,
    ],
    next: ({ state }) => ({ ...state, failedAttempts: state.failedAttempts + 1 }),
    effects: () => [],
  }),
  transition<'sign-in-failed'>({
    row: null,
    trigger: 'sign-in-failed',
    title: 'fails to sign in, which is not counted',
    from: ['any'],
    to: ['same'],
    when: [],
    next: ({ state }) => state,
    effects: () => [],
  }),
  transition<'sign-in-completed'>({
    row: 21,
    trigger: 'sign-in-completed',
    title: 'signs in after the time of the lock',
    from: ['any'],
    to: ['UNLOCKED', 'same'],
    when: [
      {
        text: 'the time of the lock is over',
        holds: ({ state, now }) => state !== null && timeIsOver(state, now),
      },
    ],
    next: ({ state }) => ({
      ...unlocked(state, keepPending(state, 'UNLOCKED')),
      failedAttempts: 0,
      lockoutCount: 0,
    }),
    effects: () => [
      { kind: 'notify', template: 'accountunlocktimebased' },
      { kind: 'event', name: 'POST_UNLOCK_ACCOUNT' },
    ],
  }),
  transition<'sign-in-completed'>({
    row: null,
    trigger: 'sign-in-completed',
    title: 'signs in; the counters begin anew',
    from: ['any'],
    to: ['same'],
    when: [],
    next: ({ state }) => ({ ...state, failedAttempts: 0, lockoutCount: 0 }),
    effects: () => [],
  }),
  transition<'admin-lock'>({
    row: 23,
    trigger: 'admin-lock',
    title: 'an administrator locks the account',
    from: ['any'],
    to: ['LOCKED', 'same'],
    when: [{ text: 'the account is not locked', holds: ({ state }) => state?.locked === false }],
    next: ({ state }) => ({
      ...state,
      label: keepPending(state, 'LOCKED'),
      locked: true,
      lockReason: 'ADMIN_INITIATED',
      unlockAt: null,
    }),
    effects: () => [
      { kind: 'notify', template: 'accountlockadmin' },
      { kind: 'event', name: 'POST_LOCK_ACCOUNT' },
    ],
  }),
  transition<'admin-unlock'>({
    row: 24,
    trigger: 'admin-unlock',
    title: 'an administrator unlocks the account, whatever it waited for',
    from: ['any'],
    to: ['UNLOCKED', 'DISABLED'],
    when: [{ text: 'the account is locked', holds: ({ state }) => state?.locked === true }],
    next: ({ state }) => ({
      ...unlocked(state, state.disabled ? 'DISABLED' : 'UNLOCKED'),
      failedAttempts: 0,
    }),
    effects: ({ state, governance }) => [
      ...unlockMail(state, governance.emailVerification.lockOnCreation),
      { kind: 'event', name: 'POST_UNLOCK_ACCOUNT' },
    ],
  }),
  transition<'idle'>({
    row: 25,
    trigger: 'idle',
    title: 'was not used for too long',
    from: ['any'],
    to: ['LOCKED', 'same'],
    when: [{ text: 'the account is not locked', holds: ({ state }) => state?.locked === false }],
    next: ({ state }) => ({
      ...state,
      label: keepPending(state, 'LOCKED'),
      locked: true,
      lockReason: 'IDLE_ACCOUNT',
      unlockAt: null,
    }),
    effects: () => [
      { kind: 'notify', template: 'idleAccountLocked' },
      { kind: 'event', name: 'POST_ACCOUNT_SUSPENSION' },
    ],
  }),
  transition<'disable'>({
    row: 26,
    trigger: 'disable',
    title: 'an administrator disables the account',
    from: ['any'],
    to: ['DISABLED', 'same'],
    when: [{ text: 'the account is not disabled', holds: ({ state }) => state?.disabled === false }],
    next: ({ state, governance }) => ({
      ...state,
      label: governance.notifications.internal ? 'DISABLED' : state.label,
      disabled: true,
    }),
    effects: () => [
      { kind: 'notify', template: 'accountdisable' },
      { kind: 'event', name: 'POST_DISABLE_ACCOUNT' },
    ],
  }),
  transition<'enable'>({
    row: 27,
    trigger: 'enable',
    title: 'an administrator enables the account; what it waited for is forgotten',
    from: ['any'],
    to: ['LOCKED', 'UNLOCKED'],
    when: [{ text: 'the account is disabled', holds: ({ state }) => state?.disabled === true }],
    next: ({ state }) => ({ ...state, label: state.locked ? 'LOCKED' : 'UNLOCKED', disabled: false }),
    effects: () => [
      { kind: 'notify', template: 'accountenable' },
      { kind: 'event', name: 'POST_ENABLE_ACCOUNT' },
    ],
  }),
  transition<'delete'>({
    row: 30,
    trigger: 'delete',
    title: 'the account is deleted',
    from: ['any'],
    to: ['none'],
    when: [],
    next: () => null,
    effects: () => [
      { kind: 'end-codes' },
      { kind: 'cut', codes: true },
      { kind: 'event', name: 'POST_DELETE_USER' },
    ],
  }),
];
