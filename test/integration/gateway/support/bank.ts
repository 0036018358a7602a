import * as client from 'openid-client';
import { onTestFinished } from 'vitest';
import { ensureGatewayClient, gatewayCredential } from '../../../../src-main/control/gateway-client.ts';
import { createObservedServer } from '../../../../src-main/events/observed-server.ts';
import { createGateway } from '../../../../src-main/gateway/gateway.ts';
import { Apis } from '../../../../src-main/store/apis.ts';
import { IssuedTokens } from '../../../../src-main/store/issued-tokens.ts';
import { startBackends } from '../../../../src-main/world/backends/start-backends.ts';
import { CALLBACK, CARE_DESK, signIn, startIdentity, WORKBENCH } from '../../../support/identity.ts';

/** The real provider, the real gateway and the real APIs of the bank, all on ports of their own. */
export async function bank() {
  const identity = await startIdentity();
  const { core, issuer } = identity;
  ensureGatewayClient(core.store);
  identity.provider.rebuild();
  const backends = await startBackends(core, 'key');
  const settings = { revocationLookup: true };
  const gateway = createGateway(core, {
    apis: () => new Apis(core.store).all(),
    issuer,
    jwksUri: `${issuer}/jwks`,
    introspectionUri: `${issuer}/token/introspection`,
    introspectionCredential: () => gatewayCredential(core.store),
    settings: () => settings,
    register: new IssuedTokens(core.store),
    upstreamOf: (api) => backends.upstreamOf(api),
    gatewayKey: 'key',
  });
  const server = createObservedServer({
    core,
    node: 'gateway',
    handler: gateway.handler,
    hosts: ['127.0.0.1'],
  });
  const url = `http://127.0.0.1:${await server.listen(0)}`;
  onTestFinished(async () => {
    await server.close();
    await gateway.close();
    await backends.close();
  });
  const insecure = { execute: [client.allowInsecureRequests] };
  const careDesk = () =>
    client.discovery(
      new URL(issuer),
      CARE_DESK.id,
      undefined,
      client.ClientSecretBasic(CARE_DESK.secret),
      insecure,
    );
  const workbench = () =>
    client.discovery(
      new URL(issuer),
      WORKBENCH.id,
      undefined,
      client.ClientSecretBasic(WORKBENCH.secret),
      insecure,
    );
  return {
    ...identity,
    gateway,
    settings,
    url,
    careDesk,
    workbench,
    call: (path: string, token: string) =>
      fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } }),
    /** Signs in through the pages, and answers the tokens. */
    tokens: async (config: client.Configuration, scope: string, resource: string, username = 'alice') => {
      const verifier = client.randomPKCECodeVerifier();
      const address = client.buildAuthorizationUrl(config, {
        redirect_uri: CALLBACK,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        scope,
        resource,
      });
      const end = await signIn(identity.browser(), address, username);
      return client.authorizationCodeGrant(
        config,
        new URL(end.url),
        { pkceCodeVerifier: verifier },
        { resource },
      );
    },
    decisions: () => core.log.list({ limit: 5000 }).filter((event) => event.type.startsWith('gw.')),
  };
}
