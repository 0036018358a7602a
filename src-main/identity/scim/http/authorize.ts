import { timingSafeEqual } from 'node:crypto';
import type { JsonObject } from '../../../contract/json.ts';
import type { IdentityParts } from '../../parts.ts';
import { judgeByRegister, judgeSignedToken } from '../../provider/signed-token-judge.ts';
import type { RuleChain } from '../rule-chain.ts';

/** Who calls, and what the token allows. */
export interface Caller {
  /** For events: by which token, and of which application. */
  by: JsonObject;
  /** Null: everything. */
  scopes: ReadonlySet<string> | null;
}

/** Finds out who calls, by the bearer token (RFC 6750 §2.1). `secret` is the token of this sandbox. */
export async function authenticate(
  parts: IdentityParts,
  authorization: string | undefined,
  secret: string,
  chain: RuleChain,
): Promise<Caller> {
  const [, token] = /^bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (token === undefined)
    return chain.fail('scim.token.given', 'The request carries no bearer token.', { path: 'Authorization' });
  chain.pass('scim.token.given', { path: 'Authorization' });
  if (same(token, secret)) {
    chain.pass('scim.token.valid', { path: 'Authorization', inputs: { token: 'sandbox' } });
    return { by: { via: 'scim', token: 'sandbox' }, scopes: null };
  }
  const { entry, failed } = token.includes('.')
    ? await judgeSignedToken(parts, token)
    : judgeByRegister(parts, token);
  if (failed !== undefined || !entry || entry.kind !== 'access')
    return chain.fail('scim.token.valid', 'The token is not known, or not good any more.', {
      path: 'Authorization',
      inputs: { token: 'access', failed: failed ?? null },
    });
  chain.pass('scim.token.valid', {
    path: 'Authorization',
    inputs: { token: 'access', client: entry.client },
  });
  return {
    by: { via: 'scim', token: 'access', client: entry.client },
    scopes: new Set((entry.scope ?? '').split(' ').filter(Boolean)),
  };
}

/** Ends the chain where the token does not have the scope. */
export function requireScope({ scopes }: Caller, scope: string, chain: RuleChain): void {
  if (scopes === null) return;
  chain.require('scim.token.scope', scopes.has(scope), `The token needs the scope ${scope}.`, {
    path: 'token.scope',
    expected: scope,
    seen: [...scopes].join(' '),
    inputs: { scope },
  });
}

function same(given: string, secret: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(secret)];
  return one.length === other.length && timingSafeEqual(one, other);
}
