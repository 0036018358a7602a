import { randomBytes } from 'node:crypto';
import { type Configuration, errors } from 'oidc-provider';
import type { IdentityParts } from '../parts.ts';
import { deviceFlow } from './device-flow.ts';
import { mayIntrospect } from './introspection.ts';
import { logout } from './logout.ts';
import { Resources } from './resources.ts';
import type { ProviderSecrets } from './secrets.ts';

/** What is switched on, and the functions that each part asks. Nothing is left to the library's quick-start defaults. */
export function features(
  parts: IdentityParts,
  secrets: ProviderSecrets,
): NonNullable<Configuration['features']> {
  const resources = new Resources(parts.core.store, [parts.scim]);
  return {
    devInteractions: { enabled: false },
    externalSigningSupport: { enabled: true, ack: 'experimental-01' },
    backchannelLogout: { enabled: true },
    claimsParameter: { enabled: true },
    clientCredentials: { enabled: true },
    deviceFlow: deviceFlow(parts),
    dPoP: {
      enabled: true,
      nonceSecret: Buffer.from(secrets.nonceSecret, 'base64url'),
      // Clients have the real clock; a nonce carries the sandbox's time into their proofs (RFC 9449 §8).
      requireNonce: () => true,
      allowReplay: false,
    },
    introspection: {
      enabled: true,
      allowedPolicy: async (_ctx, client, token) => mayIntrospect(client, token.clientId),
    },
    jwtResponseModes: { enabled: true },
    pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: false },
    registration: {
      enabled: true,
      initialAccessToken: secrets.initialAccessToken,
      idFactory: () => randomBytes(12).toString('base64url'),
      secretFactory: async () => randomBytes(32).toString('base64url'),
      issueRegistrationAccessToken: true,
    },
    registrationManagement: { enabled: true, rotateRegistrationAccessToken: true },
    requestObjects: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: async (ctx, client, oneOf) => resources.byDefault(ctx, client, oneOf),
      getResourceServerInfo: async (ctx, indicator, client) => resources.info(ctx, indicator, client),
      // A token request that names no resource gets a token for what was granted (RFC 8707 §2.2).
      useGrantedResource: async () => true,
    },
    revocation: {
      enabled: true,
      allowedPolicy: async (_ctx, client, token) => {
        if (token.clientId === client.clientId) return true;
        throw new errors.InvalidRequest('client is not authorized to revoke the presented token');
      },
    },
    rpInitiatedLogout: logout(parts),
    userinfo: { enabled: true },
  };
}
