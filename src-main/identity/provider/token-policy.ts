import type {
  AccessToken,
  Client,
  ClientCredentials,
  Configuration,
  KoaContextWithOIDC,
  UnknownObject,
} from 'oidc-provider';
import { Applications } from '../../store/applications.ts';
import type { StateStore } from '../../store/state-store.ts';

/**
 * Which tokens are issued and what they carry.
 *
 * An application that may refresh gets a refresh token at each sign-in. With `offline_access` it outlives the session
 * at the provider (OpenID Connect Core §11); without, it ends with it.
 */
export function tokenPolicy(store: StateStore): Configuration {
  const applications = new Applications(store);
  return {
    expiresWithSession: async (_ctx, source) => !source.scopes.has('offline_access'),
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    // Always, even for confidential applications (RFC 9700 §2.2.2 asks it of public ones), unless switched off.
    rotateRefreshToken: async (ctx) =>
      applications.get(ctx.oidc.client?.clientId ?? '')?.settings.rotateRefreshTokens ?? true,
    extraTokenClaims: async (ctx, token) => (ctx ? authenticationClaims(ctx, token) : undefined),
    // RFC 9700 §2.1.1, unless switched off to see what it is for.
    pkce: {
      required: (_ctx, client) =>
        isPublic(client) && (applications.get(client.clientId)?.settings.pkce ?? true),
    },
  };
}

/** An application that can keep no secret (RFC 6749 §2.1). */
export const isPublic = (client: Client): boolean => client.tokenEndpointAuthMethod === 'none';

/** How and when the person signed in, for the API (RFC 9068 §2.2.1, RFC 9470 §6.2). */
function authenticationClaims(
  ctx: KoaContextWithOIDC,
  token: AccessToken | ClientCredentials,
): UnknownObject | undefined {
  if (token.kind !== 'AccessToken') return undefined;
  const { AuthorizationCode, DeviceCode, RefreshToken } = ctx.oidc.entities;
  const source = AuthorizationCode ?? DeviceCode ?? RefreshToken;
  if (!source) return undefined;
  const claims = { acr: source.acr, amr: source.amr, auth_time: source.authTime };
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}
