import type { AccountState } from '../../contract/account-state.ts';
import type { Reason } from '../../contract/events.ts';
import type { Account, Accounts } from '../../store/accounts.ts';
import { type IdpRule, reason } from '../rules.ts';
import { verifyPassword } from './password.ts';

/** What was typed. */
export interface Credentials {
  username: string;
  password: string;
}

/** What the rules of a sign-in read. The password itself is not among it. */
export interface SignInInputs {
  username: string;
  passwordGiven: boolean;
  accountKnown: boolean;
  accountEnabled: boolean;
  /** Whether a lock stands in the way that has nothing to do with a confirmation or a reset that waits. */
  accountLocked: boolean;
  /** Virtual time at which such a lock ends, ms; null: not by time. */
  unlockAt: number | null;
  /** Virtual time, ms. */
  now: number;
  resetWaits: boolean;
  passwordMatches: boolean;
  confirmationWaits: boolean;
}

/** How a sign-in was decided: the chain of rules in order, and the one that denied, if one did. */
export interface SignInDecision {
  account: Account | undefined;
  reasons: Reason[];
  deniedBy: IdpRule | undefined;
}

/**
 * The order is that of the handlers which were read: the disable flag and the lock are looked at before the password,
 * so a locked account is refused even with the right one; whether a registration was confirmed is looked at after it,
 * so that only the right password learns of it.
 */
const RULES: readonly {
  rule: IdpRule;
  reads: keyof SignInInputs;
  expected: boolean;
  holds: (inputs: SignInInputs) => boolean;
}[] = [
  {
    rule: 'idp.signin.credentials-given',
    reads: 'passwordGiven',
    expected: true,
    holds: (inputs) => inputs.username !== '' && inputs.passwordGiven,
  },
  {
    rule: 'idp.signin.account-known',
    reads: 'accountKnown',
    expected: true,
    holds: (inputs) => inputs.accountKnown,
  },
  {
    rule: 'idp.signin.account-enabled',
    reads: 'accountEnabled',
    expected: true,
    holds: (inputs) => inputs.accountEnabled,
  },
  {
    rule: 'idp.signin.account-unlocked',
    reads: 'accountLocked',
    expected: false,
    holds: ({ accountLocked, unlockAt, now }) => !accountLocked || (unlockAt !== null && now >= unlockAt),
  },
  {
    rule: 'idp.signin.reset-done',
    reads: 'resetWaits',
    expected: false,
    holds: (inputs) => !inputs.resetWaits,
  },
  {
    rule: 'idp.signin.password',
    reads: 'passwordMatches',
    expected: true,
    holds: (inputs) => inputs.passwordMatches,
  },
  {
    rule: 'idp.signin.confirmed',
    reads: 'confirmationWaits',
    expected: false,
    holds: (inputs) => !inputs.confirmationWaits,
  },
];

/** Applies the rules of sign-in in order; the first that fails settles it. A pure function of its inputs. */
export function evaluateSignIn(inputs: SignInInputs): { reasons: Reason[]; deniedBy: IdpRule | undefined } {
  const reasons: Reason[] = [];
  for (const { rule, reads, expected, holds } of RULES) {
    const kept = holds(inputs);
    reasons.push(
      reason(rule, kept ? 'pass' : 'fail', {
        path: reads,
        expected,
        seen: inputs[reads],
        inputs: { ...inputs },
      }),
    );
    if (!kept) return { reasons, deniedBy: rule };
  }
  return { reasons, deniedBy: undefined };
}

/** What stands in the way of a sign-in in this state: which kind of lock, or none. */
export function obstacles({ locked, lockReason, disabled, unlockAt }: AccountState) {
  const confirmationWaits =
    locked && (lockReason === 'PENDING_SELF_REGISTRATION' || lockReason === 'PENDING_EMAIL_VERIFICATION');
  const resetWaits = locked && lockReason === 'PENDING_ADMIN_FORCED_USER_PASSWORD_RESET';
  return {
    accountEnabled: !disabled,
    accountLocked: locked && !confirmationWaits && !resetWaits,
    unlockAt,
    resetWaits,
    confirmationWaits,
  };
}

/**
 * Checks a user name and a password against the directory. Takes as long for an account that does not exist. The state
 * is read after the password was checked, so that what happened meanwhile counts.
 */
export async function decideSignIn(
  accounts: Accounts,
  credentials: Credentials,
  now: () => number,
): Promise<SignInDecision> {
  const username = credentials.username.trim();
  const known = accounts.byUsername(username);
  const matches = await verifyPassword(credentials.password, known?.passwordHash);
  const account = known && accounts.get(known.id);
  const inputs = {
    username,
    passwordGiven: credentials.password !== '',
    accountKnown: account !== undefined,
    passwordMatches: matches && account?.passwordHash === known?.passwordHash,
    now: now(),
    ...(account ? obstacles(account.state) : NO_ACCOUNT),
  };
  return { ...evaluateSignIn(inputs), account };
}

const NO_ACCOUNT = {
  accountEnabled: false,
  accountLocked: false,
  unlockAt: null,
  resetWaits: false,
  confirmationWaits: false,
};
