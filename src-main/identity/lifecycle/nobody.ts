import { createHash } from 'node:crypto';
import { type Account, UNTROUBLED } from '../../store/accounts.ts';

const PREFIX = 'nobody:';

/**
 * Stands in for an account that there is not, or that a stranger shall not learn of. Its workflows begin as those of any
 * account, with codes of their own; nothing is sent, and none comes to an end. `typed` is what the stranger typed: the
 * same again ends the codes before, as it would for an account.
 */
export function nobody(typed: string, now: number): Account {
  const id = createHash('sha256').update(typed.trim().toLowerCase()).digest('base64url').slice(0, 22);
  return {
    id: `${PREFIX}${id}`,
    username: '',
    passwordHash: '',
    name: '',
    email: '',
    claims: {},
    groups: [],
    state: UNTROUBLED,
    pendingEmail: null,
    pendingPhone: null,
    preferredChannel: 'email',
    confirmedAt: null,
    passwordChangedAt: null,
    lastSignInAt: null,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
}

/** Whether an id is that of nobody. */
export const isNobody = (id: string): boolean => id.startsWith(PREFIX);

/** Nobody, whose id a code has. */
export const nobodyWith = (id: string, now: number): Account => ({ ...nobody('', now), id });
