import { decodeJwt } from 'jose';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { IssuedToken } from '../../store/issued-tokens.ts';
import { compact } from '../compact.ts';
import type { IdentityParts } from '../parts.ts';
import type { RevocationCause } from '../register.ts';
import { type IdpRule, reason } from '../rules.ts';
import { judgeSignedToken } from './signed-token-judge.ts';

/**
 * Revocation (RFC 7009) of signed access tokens, which the library passes on. As with stored ones, everything that was
 * issued on the same grant ends with the token.
 */
export function revocationOutcome(parts: IdentityParts) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> => {
    await next();
    if (ctx.oidc?.route !== 'revocation') return;
    const { client, params } = ctx.oidc;
    const token = params?.token;
    if (!client || typeof token !== 'string') return;
    if ((ctx.body as { error?: string } | undefined)?.error !== 'unsupported_token_type') return;
    const { entry } = await judgeSignedToken(parts, token);
    if (!entry && isIdToken(parts, token))
      return refuse(parts, ctx, 'idp.token.revocable', 'unsupported_token_type', undefined);
    if (entry && entry.client !== client.clientId) {
      const description = 'client is not authorized to revoke the presented token';
      return refuse(parts, ctx, 'idp.revocation.owner', 'invalid_request', description);
    }
    // RFC 7009 §2.2: a token that is not known needs no revoking, so that is a success as well.
    if (entry) revokeToken(parts, entry, 'revocation');
    ctx.status = 200;
    ctx.body = '';
  };
}

/** Ends a token and what hangs on the same grant, in the register and in the provider's storage. */
export function revokeToken(parts: IdentityParts, token: IssuedToken, cause: RevocationCause): void {
  const { core, register, artefacts } = parts;
  const reasons =
    cause === 'revocation'
      ? [reason('idp.revocation.owner', 'pass', { inputs: { client: token.client } })]
      : [];
  core.store.transaction(() => {
    register.revoke(token.handle, cause, reasons);
    if (token.grant === undefined) return;
    register.revokeGrant(token.grant, cause, reasons);
    artefacts.removeOfGrant(token.grant);
  });
}

function isIdToken({ register }: IdentityParts, token: string): boolean {
  return (
    register.tokens.byHandle(register.handle('id', token)) !== undefined && decodeJwt(token).aud !== undefined
  );
}

function refuse(
  { core }: IdentityParts,
  ctx: KoaContextWithOIDC,
  rule: IdpRule,
  error: string,
  description: string | undefined,
): void {
  const client = ctx.oidc.client?.clientId ?? null;
  if (description !== undefined) ctx.body = { error, error_description: description };
  core.recorder.record({
    type: 'idp.request.refused',
    outcome: 'denied',
    reasons: [
      reason('idp.client.known', 'pass', { inputs: { client } }),
      reason(rule, 'fail', { inputs: { client } }),
    ],
    data: compact({ endpoint: 'revocation', client, error, description, status: ctx.status, rule }),
  });
}
