import type { Account } from '../../store/accounts.ts';
import { verifyPassword } from '../directory/password.ts';
import { preUpdatePassword } from '../extensions/actions/pre-update-password.ts';
import { FormerPasswords } from '../lifecycle/former-passwords.ts';
import type { IdentityParts } from '../parts.ts';
import type { IdpRule } from '../rules.ts';
import { type Refused, type RefusedBecause, refuse } from './refuse.ts';

/** The longest password, characters: longer ones only cost time. */
const MAX_LENGTH = 1024;

/** What a password has to be like, for whoever is about to choose one. */
export function passwordPolicy({ lifecycle }: IdentityParts): string {
  const { minLength, history } = lifecycle.governance.get().password;
  const former =
    history === 0 ? '' : history === 1 ? ' Not the one before.' : ` None of your last ${history} passwords.`;
  return `At least ${minLength} characters. Several words are easy to remember and hard to guess.${former}`;
}

/** What is wrong with a password: the rule that it breaks, and what that rule looked at. */
export interface PasswordProblem {
  rule: IdpRule;
  because: RefusedBecause;
}

/**
 * Looks at a new password by the policy of the directory: its length (NIST SP 800-63B-4 §3.1.1.2 asks for no mixture of
 * characters), where it is kept, the history, and last by the service that is asked before a password is changed. Whoever
 * sets the password, the policy is the same. A refusal is not recorded, but that the service was asked is.
 */
export async function passwordProblem(
  parts: IdentityParts,
  password: string,
  account: Account | undefined,
  by: 'USER' | 'ADMIN',
): Promise<PasswordProblem | undefined> {
  const broken = await policyProblem(parts, password, account);
  return broken ?? (account && preUpdatePassword(parts, { account, password, by }));
}

async function policyProblem(
  { core, lifecycle }: IdentityParts,
  password: string,
  account: Account | undefined,
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
  const by = trigger.startsWith('admin-') ? 'ADMIN' : 'USER';
  const problem = await passwordProblem(parts, password, account, by);
  return problem && refuse(parts, trigger, problem.rule, problem.because);
}
