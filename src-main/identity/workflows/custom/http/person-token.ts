import type { KoaContextWithOIDC } from 'oidc-provider';
import type { IssuedToken } from '../../../../store/issued-tokens.ts';
import type { IdentityParts } from '../../../parts.ts';
import { possessionFault, presentedToken } from '../../../provider/presented-token.ts';
import { noteSubject } from '../../../recording/request-facts.ts';
import type { IdpRule } from '../../../rules.ts';
import type { RuleChecks } from '../refused.ts';

/** A good access token of a person. */
export interface PersonToken extends IssuedToken {
  account: string;
  /** Whether it is bound to a key, so that nobody but its client can send it. */
  bound: boolean;
}

/** What lets an application act for a person at the provider itself. */
export const PERSON_SCOPE = 'openid';

/** The rules by which an endpoint says that a token is missing, is for something else, or allows too little. */
export interface TokenRules {
  good: IdpRule;
  audience: IdpRule;
  scope: IdpRule;
}

/**
 * The person in whose name a request is made: she let the application act for her at this provider, and no other token
 * says so. One that was issued for an API does not, since whoever runs that API has it too (RFC 9068 §4). One that is
 * bound to a key comes with a proof (RFC 9449 §7). Each rule looks in turn; the first that fails refuses.
 */
export async function requirePerson(
  parts: IdentityParts,
  ctx: KoaContextWithOIDC,
  checks: RuleChecks,
  rules: TokenRules,
): Promise<PersonToken> {
  const shown = await presentedToken(parts, ctx.get('authorization'));
  if ('fault' in shown)
    return checks.fail(rules.good, shown.fault, { path: 'authorization', inputs: { failed: shown.failed } });
  const { account, client, audience, scope } = shown.entry;
  if (account === undefined)
    return checks.fail(rules.good, 'The token belongs to no person.', {
      path: 'authorization',
      inputs: { client },
    });
  noteSubject(account, undefined);
  checks.note({ by: account, client });
  checks.require(rules.good, true, '', { path: 'authorization', inputs: { client } });
  checks.require(
    rules.audience,
    audience === undefined,
    `The token was issued for ${audience}; what is sent there must not act for its person here.`,
    { path: 'token.aud', expected: null, seen: audience ?? null, inputs: { client } },
  );
  const { method, path } = ctx;
  const fault = await possessionFault(parts, shown, { method, path, proof: ctx.req.headers.dpop });
  if (fault) return checks.fail(fault.rule, fault.detail, fault.about);
  const bound = shown.jkt !== undefined;
  checks.require('idp.possession.scheme', true, '', { path: 'authorization', inputs: { bound } });
  if (bound) checks.require('idp.possession.proof', true, '', { path: 'DPoP' });
  const scopes = (scope ?? '').split(' ').filter(Boolean);
  checks.require(
    rules.scope,
    scopes.includes(PERSON_SCOPE),
    `The token does not have the scope ${PERSON_SCOPE}.`,
    { path: 'token.scope', expected: PERSON_SCOPE, seen: scopes.join(' ') },
  );
  return { ...shown.entry, account, bound };
}

/** Whether a request shows no good token at all, of which {@link requirePerson} could say what it is for. */
export async function showsNoToken(parts: IdentityParts, ctx: KoaContextWithOIDC): Promise<boolean> {
  return 'fault' in (await presentedToken(parts, ctx.get('authorization')));
}
