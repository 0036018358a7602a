import { timingSafeEqual } from 'node:crypto';
import type { JsonObject } from '../../../contract/json.ts';
import type { IssuedToken } from '../../../store/issued-tokens.ts';
import { compact } from '../../compact.ts';
import type { IdentityParts } from '../../parts.ts';
import { judgeByRegister, judgeSignedToken } from '../../provider/signed-token-judge.ts';
import { roleAllows } from '../protected-resource.ts';
import type { RuleChain } from '../rule-chain.ts';
import { scimToken } from './scim-token.ts';

/** Who calls, and what the token allows. */
export interface Caller {
  /** For events: by which token, of which application and for whom. */
  by: JsonObject;
  /** Null: everything. */
  scopes: ReadonlySet<string> | null;
  /** The person on whose behalf an application calls; undefined for a machine and for the sandbox's own token. */
  person: { id: string; groups: readonly string[] } | undefined;
}

/** The credential of a request, and what a proof of possession is checked against. */
export interface Presented {
  authorization: string | undefined;
  proof: string | string[] | undefined;
  method: string;
  /** The address of the request without query. */
  address: string;
}

/** Why a token is not good, in words; the names are those of the rules and checks that did not hold. */
const WHY: Readonly<Record<string, string>> = {
  'idp.token.signature': 'It was not signed by this provider.',
  'idp.token.known': 'This provider did not issue it.',
  'idp.token.unexpired': 'It has expired.',
  'idp.token.unrevoked': 'It was revoked.',
  'idp.grant.valid': 'What the person had allowed has ended.',
  issuer: 'Another issuer made it.',
  kind: 'It is not an access token.',
};

/** Finds out who calls: by the token of this sandbox, or by an access token that the provider issued for SCIM. */
export async function authenticate(
  parts: IdentityParts,
  presented: Presented,
  chain: RuleChain,
): Promise<Caller> {
  const [, scheme = '', token] = /^(bearer|dpop) +(\S+)$/i.exec(presented.authorization ?? '') ?? [];
  if (token === undefined)
    return chain.fail('scim.token.given', 'The request carries no access token.', { path: 'Authorization' });
  chain.pass('scim.token.given', { path: 'Authorization' });
  const dpop = scheme.toLowerCase() === 'dpop';
  if (!dpop && same(token, scimToken(parts.core.store))) {
    chain.pass('scim.token.valid', { path: 'Authorization', inputs: { token: 'sandbox' } });
    return { by: { via: 'scim', token: 'sandbox' }, scopes: null, person: undefined };
  }
  const { entry, jkt } = await judged(parts, token, chain);
  const { resource } = parts.scim;
  chain.require('scim.token.audience', entry.audience === resource, 'The token was issued for another API.', {
    path: 'token.aud',
    expected: resource,
    seen: entry.audience ?? null,
    inputs: { audience: entry.audience ?? null },
  });
  const wanted = jkt === undefined ? 'Bearer' : 'DPoP';
  chain.require('scim.token.scheme', dpop === (jkt !== undefined), `The token comes under ${wanted}.`, {
    path: 'Authorization',
    expected: wanted,
    seen: scheme,
    inputs: { scheme, bound: jkt !== undefined },
  });
  if (jkt !== undefined) {
    const fault = await parts.proofs.judge({ ...presented, token, jkt });
    if (fault)
      return chain.fail(
        fault.kind === 'nonce' ? 'scim.proof.nonce' : 'scim.proof.sound',
        fault.detail,
        fault.about,
      );
    chain.pass('scim.proof.nonce', { path: 'proof.nonce', inputs: { nonce: 'given' } });
    chain.pass('scim.proof.sound', { path: 'DPoP', inputs: { jkt } });
  }
  const { client, account: id } = entry;
  return {
    by: compact({ via: 'scim', token: 'access', client, account: id }),
    scopes: new Set((entry.scope ?? '').split(' ').filter(Boolean)),
    person: id === undefined ? undefined : { id, groups: parts.accounts.get(id)?.groups ?? [] },
  };
}

/** Judges an access token by signature, register and clock; ends the chain by `scim.token.valid`. */
async function judged(
  parts: IdentityParts,
  token: string,
  chain: RuleChain,
): Promise<{ entry: IssuedToken; jkt: string | undefined }> {
  const verdict = token.includes('.')
    ? await judgeSignedToken(parts, token)
    : { ...judgeByRegister(parts, token), claims: undefined };
  const { entry, claims } = verdict;
  const foreign = claims?.iss !== undefined && claims.iss !== parts.issuer;
  const failed =
    verdict.failed ?? (foreign ? 'issuer' : undefined) ?? (entry?.kind === 'access' ? undefined : 'kind');
  if (failed !== undefined || !entry)
    return chain.fail('scim.token.valid', `The token is not good. ${WHY[failed ?? ''] ?? ''}`.trim(), {
      path: 'Authorization',
      inputs: compact({ token: 'access', failed, client: entry?.client }),
    });
  chain.pass('scim.token.valid', {
    path: 'Authorization',
    inputs: { token: 'access', client: entry.client },
  });
  const { cnf } = claims ?? {};
  const jkt = typeof cnf === 'object' && cnf !== null && !Array.isArray(cnf) ? cnf.jkt : undefined;
  return { entry, jkt: typeof jkt === 'string' ? jkt : undefined };
}

/** Ends the chain where the token does not have the scope, or the person behind it no role that may do this. */
export function requireScope({ scopes, person }: Caller, scope: string, chain: RuleChain): void {
  if (scopes === null) return;
  chain.require('scim.token.scope', scopes.has(scope), `The token needs the scope ${scope}.`, {
    path: 'token.scope',
    expected: scope,
    seen: [...scopes].join(' '),
    inputs: { scope },
  });
  if (!person) return;
  const { groups } = person;
  chain.require('scim.token.role', roleAllows(groups, scope), `Her role does not allow ${scope}.`, {
    path: 'account.groups',
    expected: scope,
    seen: groups.join(' '),
    inputs: { scope, groups: [...groups] },
  });
}

function same(given: string, secret: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(secret)];
  return one.length === other.length && timingSafeEqual(one, other);
}
