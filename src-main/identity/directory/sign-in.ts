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
  passwordMatches: boolean;
  accountEnabled: boolean;
}

/** How a sign-in was decided: the chain of rules in order, and the one that denied, if one did. */
export interface SignInDecision {
  account: Account | undefined;
  reasons: Reason[];
  deniedBy: IdpRule | undefined;
}

const RULES: readonly {
  rule: IdpRule;
  reads: keyof SignInInputs;
  holds: (inputs: SignInInputs) => boolean;
}[] = [
  {
    rule: 'idp.signin.credentials-given',
    reads: 'passwordGiven',
    holds: (inputs) => inputs.username !== '' && inputs.passwordGiven,
  },
  { rule: 'idp.signin.account-known', reads: 'accountKnown', holds: (inputs) => inputs.accountKnown },
  { rule: 'idp.signin.password', reads: 'passwordMatches', holds: (inputs) => inputs.passwordMatches },
  { rule: 'idp.signin.account-enabled', reads: 'accountEnabled', holds: (inputs) => inputs.accountEnabled },
];

/** Applies the rules of sign-in in order; the first that fails settles it. A pure function of its inputs. */
export function evaluateSignIn(inputs: SignInInputs): { reasons: Reason[]; deniedBy: IdpRule | undefined } {
  const reasons: Reason[] = [];
  for (const { rule, reads, holds } of RULES) {
    const kept = holds(inputs);
    reasons.push(
      reason(rule, kept ? 'pass' : 'fail', {
        path: reads,
        expected: true,
        seen: inputs[reads],
        inputs: { ...inputs },
      }),
    );
    if (!kept) return { reasons, deniedBy: rule };
  }
  return { reasons, deniedBy: undefined };
}

/** Checks a user name and a password against the directory. Takes as long for an account that does not exist. */
export async function decideSignIn(accounts: Accounts, credentials: Credentials): Promise<SignInDecision> {
  const username = credentials.username.trim();
  const account = accounts.byUsername(username);
  const matches = await verifyPassword(credentials.password, account?.passwordHash);
  const decision = evaluateSignIn({
    username,
    passwordGiven: credentials.password !== '',
    accountKnown: account !== undefined,
    passwordMatches: matches,
    accountEnabled: account !== undefined && !account.state.disabled,
  });
  return { ...decision, account };
}
