import type { IssuedToken } from '../../../../store/issued-tokens.ts';
import type { IdentityParts } from '../../../parts.ts';
import { judgeByRegister, judgeSignedToken } from '../../../provider/signed-token-judge.ts';
import type { IdpRule } from '../../../rules.ts';

/** The bearer token of a request, if it is a good access token of a person; else what is wrong with it. */
export type PersonToken =
  | { token: IssuedToken & { account: string } }
  | { fault: string; failed: IdpRule | null; missing: boolean };

/** Looks at an `Authorization` header (RFC 6750 §2.1). */
export async function personToken(parts: IdentityParts, header: string): Promise<PersonToken> {
  const [, value] = /^bearer +(\S+)$/i.exec(header) ?? [];
  if (value === undefined)
    return { fault: 'The request carries no bearer token.', failed: null, missing: true };
  const verdict = value.includes('.') ? await judgeSignedToken(parts, value) : judgeByRegister(parts, value);
  const { entry, failed } = verdict;
  if (failed !== undefined || entry?.kind !== 'access')
    return { fault: 'The token is not known, or not good any more.', failed: failed ?? null, missing: false };
  if (entry.account === undefined)
    return { fault: 'The token belongs to no person.', failed: null, missing: false };
  return { token: { ...entry, account: entry.account } };
}
