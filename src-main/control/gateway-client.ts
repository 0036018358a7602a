import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Applications } from '../store/applications.ts';
import { StateSettings } from '../store/settings.ts';
import type { StateStore } from '../store/state-store.ts';

/** The gateway's own client at the provider. It is no application that people use, so lists leave it out. */
export const GATEWAY_CLIENT = 'gateway';

const SECRET = 'gateway.client-secret';

/** Makes the gateway's client, which may only introspect, the first time (RFC 7662 §2.1). */
export function ensureGatewayClient(store: StateStore): void {
  const applications = new Applications(store);
  if (applications.get(GATEWAY_CLIENT)) return;
  const secret = randomBytes(24).toString('base64url');
  store.transaction(() => {
    new StateSettings(store).set(SECRET, secret);
    applications.save({
      clientId: GATEWAY_CLIENT,
      kind: 'server',
      name: 'API gateway',
      about: 'Asks the provider about opaque tokens.',
      metadata: {
        client_id: GATEWAY_CLIENT,
        client_secret: secret,
        client_name: 'API gateway',
        token_endpoint_auth_method: 'client_secret_basic',
        grant_types: [],
        response_types: [],
        redirect_uris: [],
      },
      settings: {
        requestedScopes: [],
        allowedScopes: [],
        resources: [],
        rotateRefreshTokens: true,
        pkce: true,
      },
      builtIn: true,
      position: 1000,
    });
  });
}

/** What the gateway authenticates with at the introspection endpoint. */
export function gatewayCredential(store: StateStore): { clientId: string; clientSecret: string } {
  return { clientId: GATEWAY_CLIENT, clientSecret: new StateSettings(store).get(SECRET, z.string()) ?? '' };
}
