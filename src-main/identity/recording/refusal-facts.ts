import type { KoaContextWithOIDC } from 'oidc-provider';
import type { JsonObject } from '../../contract/json.ts';
import { compact } from '../compact.ts';
import { promptChain } from '../provider/interaction-policy.ts';
import type { Refusal } from '../refusals.ts';
import type { IdpRule } from '../rules.ts';
import type { RecordingParts } from './parts.ts';
import { parameter } from './request-facts.ts';

const PROMPT_ERRORS = new Set(['login_required', 'consent_required', 'interaction_required']);

/**
 * Sharpens the rule of a refusal by what the provider decided or keeps: which check of the policy asked for the person;
 * whether a refresh token that is not found was revoked; whether a code whose consent is gone had been used before.
 */
export function refinedRule(parts: RecordingParts, ctx: KoaContextWithOIDC, refusal: Refusal): IdpRule {
  if (PROMPT_ERRORS.has(refusal.error)) {
    const asked = promptChain(ctx).find((entry) => entry.outcome === 'fail');
    if (asked) return asked.rule as IdpRule;
  }
  if (refusal.rule === 'idp.refresh.known' || refusal.rule === 'idp.grant.valid') {
    const refreshToken = parameter(ctx, 'refresh_token');
    const token =
      refreshToken && parts.register.tokens.byHandle(parts.register.handle('refresh', refreshToken));
    if (token && token.revokedAt !== undefined) return 'idp.refresh.unrevoked';
  }
  if (refusal.rule === 'idp.grant.valid' || refusal.rule === 'idp.code.known') {
    const code = parameter(ctx, 'code');
    if (code && wasUsed(parts, code)) return 'idp.code.unused';
  }
  if (refusal.rule === 'idp.token.known') return accessTokenRule(parts, ctx) ?? refusal.rule;
  return refusal.rule;
}

/** Why an access token that the provider does not find is not good any more, as the register knows. */
function accessTokenRule({ register, core }: RecordingParts, ctx: KoaContextWithOIDC): IdpRule | undefined {
  const value = bearer(ctx);
  const token = value && register.tokens.byHandle(register.handle('access', value));
  if (!token) return undefined;
  if (token.revokedAt !== undefined) return 'idp.token.unrevoked';
  if (token.expiresAt !== undefined && token.expiresAt <= core.clock.seconds()) return 'idp.token.unexpired';
  return undefined;
}

function wasUsed({ core }: RecordingParts, code: string): boolean {
  const row = core.store
    .prepare<{ consumed_at: number | null }>(
      'SELECT consumed_at FROM oidc_artifact WHERE model = ? AND id = ?',
    )
    .get('AuthorizationCode', code);
  return row?.consumed_at != null;
}

/** Handles of the secrets that a request presented. */
export function presentedSecrets({ core, register }: RecordingParts, ctx: KoaContextWithOIDC): JsonObject {
  const code = parameter(ctx, 'code');
  const refreshToken = parameter(ctx, 'refresh_token');
  const deviceCode = parameter(ctx, 'device_code');
  const token = ctx.oidc.route === 'userinfo' ? bearer(ctx) : undefined;
  return compact({
    code: code && core.vault.handle('code', code),
    refreshToken: refreshToken && register.handle('refresh', refreshToken),
    device: deviceCode && core.vault.handle('device_code', deviceCode),
    token: token && register.handle('access', token),
  });
}

function bearer(ctx: KoaContextWithOIDC): string | undefined {
  return /^(?:bearer|dpop) (\S+)$/i.exec(ctx.headers.authorization ?? '')?.[1];
}
