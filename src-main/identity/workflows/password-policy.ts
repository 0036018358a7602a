import type { Account } from '../../store/accounts.ts';
import { verifyPassword } from '../directory/password.ts';
import { FormerPasswords } from '../lifecycle/former-passwords.ts';
import type { IdentityParts } from '../parts.ts';
import type { IdpRule } from '../rules.ts';
import { type Refused, type RefusedBecause, refuse } from './refuse.ts';

/** The longest password, characters: longer ones only cost time. */
const MAX_LENGTH = 1024;

/** What is wrong with a password: the rule that it breaks, and what that rule looked at. */
export interface PasswordProblem {
  rule: IdpRule;
  because: RefusedBecause;
}

/**
 * Looks at a new password by the policy of the directory: its length (NIST SP 800-63B-4 §3.1.1.2 asks for no mixture of
 * characters) and, where it is kept, the history. Whoever sets the password, the policy is the same. Records nothing.
 */
export async function passwordProblem(
  { core, lifecycle }: Pick<IdentityParts, 'core' | 'lifecycle'>,
  password: string,
  account?: Account,
): Promise<PasswordProblem | undefined> {
  const { minLength, history } = lifecycle.governance.get().password;
  const length = [...password].length;
  if (length < minLength || length > MAX_LENGTH)
    return {
      rule: 'idp.password.length',
      because: {
        account: account?.id,
        path: 'password.length',
        expected: minLength,
        seen: length,
        inputs: { length, minLength, maxLength: MAX_LENGTH },
      },
    };
  if (!account || history === 0) return undefined;
  const former = new FormerPasswords(core.store).of(account.id);
  for (const [place, hash] of [account.passwordHash, ...former].slice(0, history).entries()) {
    if (await verifyPassword(password, hash))
      return {
        rule: 'idp.password.history',
        because: {
          account: account.id,
          path: 'password.history',
          expected: history,
          seen: place + 1,
          inputs: { history, changesAgo: place },
        },
      };
  }
  return undefined;
}

/** Checks a new password. A refusal is recorded and answered; undefined: it is good. */
export async function checkPassword(
  parts: IdentityParts,
  trigger: string,
  password: string,
  account?: Account,
): Promise<Refused | undefined> {
  const problem = await passwordProblem(parts, password, account);
  return problem && refuse(parts, trigger, problem.rule, problem.because);
}
