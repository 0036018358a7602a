import { z } from 'zod';
import type { Account } from '../../store/accounts.ts';
import { StateSettings } from '../../store/settings.ts';
import { verifyPassword } from '../directory/password.ts';
import type { IdentityParts } from '../parts.ts';
import { type Refused, refuse } from './refuse.ts';

const formerSchema = z.array(z.string());
const keyOf = (account: string): string => `identity.former-passwords.${account}`;

/** The longest password, characters: longer ones only cost time. */
const MAX_LENGTH = 1024;

/**
 * Checks a new password against the policy of the directory: its length (NIST SP 800-63B-4 §3.1.1.2 asks for no mixture
 * of characters) and, where it is kept, the history. Answers the refusal, or undefined.
 */
export async function checkPassword(
  parts: IdentityParts,
  trigger: string,
  password: string,
  account?: Account,
): Promise<Refused | undefined> {
  const { minLength, history } = parts.lifecycle.governance.get().password;
  const length = [...password].length;
  if (length < minLength || length > MAX_LENGTH)
    return refuse(parts, trigger, 'idp.password.length', {
      account: account?.id,
      path: 'password.length',
      expected: minLength,
      seen: length,
      inputs: { length, minLength, maxLength: MAX_LENGTH },
    });
  if (!account || history === 0) return undefined;
  const lately = [account.passwordHash, ...formerOf(parts, account.id)].slice(0, history);
  for (const [place, hash] of lately.entries()) {
    if (await verifyPassword(password, hash))
      return refuse(parts, trigger, 'idp.password.history', {
        account: account.id,
        path: 'password.history',
        expected: history,
        seen: place + 1,
        inputs: { history, changesAgo: place },
      });
  }
  return undefined;
}

/** Keeps the hash of a password that goes, as many as the policy looks back. Part of the state transaction. */
export function rememberFormer(parts: IdentityParts, { id, passwordHash }: Account): void {
  const { history } = parts.lifecycle.governance.get().password;
  if (history === 0) return;
  const kept = [passwordHash, ...formerOf(parts, id)].slice(0, history);
  new StateSettings(parts.core.store).set(keyOf(id), kept);
}

const formerOf = ({ core }: IdentityParts, account: string): string[] =>
  new StateSettings(core.store).get(keyOf(account), formerSchema) ?? [];
