import type { Client, Configuration, KoaContextWithOIDC, RefreshToken } from 'oidc-provider';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** An access token that names no API, s. One for an API lives as long as the API says. */
const ACCESS_TOKEN_S = 10 * MINUTE;
const ID_TOKEN_S = HOUR;
const REFRESH_TOKEN_S = 14 * DAY;

/** A signed token cannot live longer than this, s: keys stay published so long after they signed last. */
export const LONGEST_SIGNED_TOKEN_S = DAY;

/** How long everything lives, s of the virtual clock. Nothing is left to a library's defaults. */
export const TOKEN_LIFETIMES: NonNullable<Configuration['ttl']> = {
  AccessToken: (_ctx, token) => apiLifetime(token.resourceServer?.accessTokenTTL),
  ClientCredentials: (_ctx, token) => apiLifetime(token.resourceServer?.accessTokenTTL),
  AuthorizationCode: MINUTE,
  DeviceCode: 10 * MINUTE,
  Grant: 90 * DAY,
  IdToken: ID_TOKEN_S,
  Interaction: HOUR,
  RefreshToken: refreshTokenLifetime,
  Session: 12 * HOUR,
};

function apiLifetime(asked: number | undefined): number {
  return Math.min(asked ?? ACCESS_TOKEN_S, LONGEST_SIGNED_TOKEN_S);
}

/**
 * The refresh tokens of a public application in a browser do not gain time by rotation: what is stolen there ends
 * when the first one would have ended (RFC 9700 §2.2.2, OAuth 2.0 for Browser-Based Applications).
 */
function refreshTokenLifetime(ctx: KoaContextWithOIDC, token: RefreshToken, client: Client): number {
  const rotated = ctx?.oidc?.entities.RotatedRefreshToken;
  const inBrowser = client.applicationType === 'web' && client.tokenEndpointAuthMethod === 'none';
  if (rotated && inBrowser && !token.isSenderConstrained()) return Math.max(rotated.remainingTTL, 1);
  return REFRESH_TOKEN_S;
}
