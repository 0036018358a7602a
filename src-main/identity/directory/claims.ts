import type { ClaimMapper } from '../../contract/claim-origins.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import type { Account } from '../../store/accounts.ts';

/** Identity scopes, what they are for in plain words, and the claims that come with them (OpenID Connect Core §5.4). */
export const IDENTITY_SCOPES: Readonly<Record<string, { about: string; claims: readonly string[] }>> = {
  openid: { about: 'Know who you are', claims: ['sub', 'acr', 'amr', 'auth_time'] },
  profile: {
    about: 'See your name and your profile',
    claims: [
      'name',
      'given_name',
      'family_name',
      'preferred_username',
      'locale',
      'zoneinfo',
      'birthdate',
      'picture',
      'updated_at',
    ],
  },
  email: { about: 'See your e-mail address', claims: ['email', 'email_verified'] },
  phone: { about: 'See your telephone number', claims: ['phone_number', 'phone_number_verified'] },
  address: { about: 'See your postal address', claims: ['address'] },
  groups: { about: 'See which groups you belong to', claims: ['groups'] },
  offline_access: { about: 'Keep its access while you are away', claims: [] },
};

/** The claims that are mapped from an attribute of their own; every other one is looked up among the account's claims. */
const MAPPED: Readonly<Record<string, { mapper: ClaimMapper; of: (account: Account) => Json }>> = {
  sub: { mapper: 'directory.id', of: (account) => account.id },
  name: { mapper: 'directory.name', of: (account) => account.name },
  preferred_username: { mapper: 'directory.username', of: (account) => account.username },
  email: { mapper: 'directory.email', of: (account) => account.email },
  groups: { mapper: 'directory.groups', of: (account) => account.groups },
};

/** What the provider can say about an account. The scopes and the claims parameter choose from it. */
export function claimsOf(account: Account): JsonObject & { sub: string } {
  const mapped = Object.entries(MAPPED).map(([name, { of }]) => [name, of(account)]);
  return { ...account.claims, ...Object.fromEntries(mapped), sub: account.id };
}

/** Which mapper reads a claim from the directory. */
export const directoryMapper = (claim: string): ClaimMapper => MAPPED[claim]?.mapper ?? 'directory.claim';
