import {
  compactVerify,
  createLocalJWKSet,
  type JSONWebKeySet,
  type JWTPayload,
  errors as joseErrors,
} from 'jose';
import type { Reason } from '../../contract/events.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { IssuedToken } from '../../store/issued-tokens.ts';
import { toJson } from '../compact.ts';
import type { IdentityParts } from '../parts.ts';
import { type IdpRule, reason } from '../rules.ts';
import { publicKeys } from './public-keys.ts';

/** How a token was judged: the chain in order, the rule that failed if one did, and what is known of the token. */
export interface TokenVerdict {
  reasons: Reason[];
  failed: IdpRule | undefined;
  entry: IssuedToken | undefined;
  claims: JsonObject | undefined;
}

/**
 * Judges a signed access token by its signature, the register and the clock. The provider's library stores no signed
 * tokens and so cannot answer for them.
 */
export async function judgeSignedToken(parts: IdentityParts, value: string): Promise<TokenVerdict> {
  const claims = await verified(publicKeys(parts.keys), value);
  const signature = reason('idp.token.signature', claims ? 'pass' : 'fail', { path: 'token' });
  if (!claims)
    return { reasons: [signature], failed: 'idp.token.signature', entry: undefined, claims: undefined };
  const verdict = judgeByRegister(parts, value);
  return { ...verdict, reasons: [signature, ...verdict.reasons], claims: toJson(claims) as JsonObject };
}

/** Judges a token of either format by the register: it was issued, has not expired, was not revoked, its consent stands. */
export function judgeByRegister(parts: IdentityParts, value: string): Omit<TokenVerdict, 'claims'> {
  const { register, core } = parts;
  const entry =
    register.tokens.byHandle(register.handle('access', value)) ??
    register.tokens.byHandle(register.handle('refresh', value));
  const now = core.clock.seconds();
  const reasons: Reason[] = [];
  const holds = (rule: IdpRule, kept: boolean, inputs: JsonObject): boolean => {
    reasons.push(reason(rule, kept ? 'pass' : 'fail', { inputs }));
    return kept;
  };
  const failed = (rule: IdpRule) => ({ reasons, failed: rule, entry });
  if (!holds('idp.token.known', entry !== undefined, { registered: entry !== undefined }) || !entry) {
    return failed('idp.token.known');
  }
  const expires = entry.expiresAt ?? null;
  if (!holds('idp.token.unexpired', expires === null || expires > now, { expires, now }))
    return failed('idp.token.unexpired');
  const revoked = { revokedAt: entry.revokedAt ?? null, cause: entry.revokedBy ?? null };
  if (!holds('idp.token.unrevoked', entry.revokedAt === undefined, revoked))
    return failed('idp.token.unrevoked');
  if (entry.grant !== undefined) {
    const ends = parts.artefacts.find('Grant', entry.grant)?.exp ?? null;
    if (!holds('idp.grant.valid', ends !== null && ends > now, { grant: entry.grant, ends, now }))
      return failed('idp.grant.valid');
  }
  return { reasons, failed: undefined, entry };
}

async function verified(keys: JSONWebKeySet, value: string): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await compactVerify(value, createLocalJWKSet(keys));
    return JSON.parse(new TextDecoder().decode(payload)) as JWTPayload;
  } catch (error) {
    // Altered, signed by somebody else, or no JWT at all: in any case not a token of ours.
    if (error instanceof joseErrors.JOSEError || error instanceof SyntaxError || error instanceof TypeError)
      return undefined;
    throw error;
  }
}
