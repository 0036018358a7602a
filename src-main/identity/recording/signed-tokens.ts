import { decodeJwt, type JWTPayload } from 'jose';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { JsonObject } from '../../contract/json.ts';
import { setByAction } from '../extensions/actions/set-by-action.ts';
import { accessTokenOrigins, idTokenOrigins } from './claim-origins.ts';
import { grantReasons } from './grant-reasons.ts';
import type { RecordingParts } from './parts.ts';
import { noteSubject, parameter } from './request-facts.ts';
import { signedClaims } from './signed-claims.ts';

interface TokenResponse {
  access_token?: string;
  id_token?: string;
}

/**
 * Registers the signed tokens of a token response. The provider stores neither signed access tokens nor ID tokens, so
 * no write tells of them; the response has not left yet.
 */
export function signedTokensIssued(parts: RecordingParts, ctx: KoaContextWithOIDC): void {
  const { AccessToken, ClientCredentials, Grant, AuthorizationCode, DeviceCode, RefreshToken } =
    ctx.oidc.entities;
  const source = AuthorizationCode ?? DeviceCode ?? RefreshToken;
  const access = AccessToken ?? ClientCredentials;
  const response = ctx.body as TokenResponse;
  const client = ctx.oidc.client?.clientId ?? '';
  const grant = Grant?.jti;
  const account = AccessToken?.accountId;
  const grantType = parameter(ctx, 'grant_type');
  noteSubject(account, AccessToken?.sessionUid);
  const signed = response.id_token || (access?.format === 'jwt' && response.access_token);
  if (signed) parts.register.assertGrantLives(grant);
  if (access && access.format === 'jwt' && response.access_token) {
    const claims: JWTPayload = signedClaims(access) ?? decodeJwt(response.access_token);
    parts.register.issueSoon(
      {
        kind: 'access',
        value: response.access_token,
        format: 'jwt',
        jti: claims.jti,
        grant,
        account,
        client,
        scope: access.scope,
        audience: [claims.aud ?? []].flat()[0],
        issuedAt: claims.iat ?? parts.core.clock.seconds(),
        expiresAt: claims.exp,
        grantType,
        jkt: access.jkt,
        origins: accessTokenOrigins(claims as JsonObject, account !== undefined, setByAction(ctx)),
      },
      grantReasons(ctx, parts.core.clock.seconds()),
    );
  }
  if (response.id_token) {
    const claims = decodeJwt(response.id_token);
    parts.register.issueSoon({
      kind: 'id',
      value: response.id_token,
      format: 'jwt',
      jti: claims.jti,
      grant,
      account,
      client,
      audience: [claims.aud ?? []].flat()[0],
      issuedAt: claims.iat ?? parts.core.clock.seconds(),
      expiresAt: claims.exp,
      grantType,
      origins: idTokenOrigins(
        claims as JsonObject,
        { scope: source?.scope, parameter: source?.claims?.id_token },
        access?.aud === undefined,
      ),
    });
  }
}
