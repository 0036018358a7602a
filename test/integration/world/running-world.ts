// First, so that every library gets the virtual Date.
import './virtual-clock.ts';

import { ensureGatewayClient, gatewayCredential } from '../../../src-main/control/gateway-client.ts';
import { keptProfiles, type PersonaProfiles } from '../../../src-main/control/profiles.ts';
import type { Core } from '../../../src-main/events/core.ts';
import { createCore } from '../../../src-main/events/create-core.ts';
import { createObservedServer, type ObservedServer } from '../../../src-main/events/observed-server.ts';
import { createGateway } from '../../../src-main/gateway/gateway.ts';
import { hashPassword } from '../../../src-main/identity/directory/password.ts';
import {
  createIdentityProvider,
  type IdentityProvider,
} from '../../../src-main/identity/identity-provider.ts';
import { Apis } from '../../../src-main/store/apis.ts';
import { Applications } from '../../../src-main/store/applications.ts';
import { IssuedTokens } from '../../../src-main/store/issued-tokens.ts';
import { PersonaAgent } from '../../../src-main/world/agent/persona-agent.ts';
import { startBackends } from '../../../src-main/world/backends/start-backends.ts';
import { PersonaSwitch } from '../../../src-main/world/persona-switch/persona-switch.ts';
import type { AppUrls } from '../../../src-main/world/seed/applications.ts';
import { seedWorld } from '../../../src-main/world/seed/seed-world.ts';
import { followAddresses, startApps } from '../../../src-main/world/start-apps.ts';
import { newClock } from './virtual-clock.ts';

/** The world with the real provider and the real gateway, on ports of its own. */
export interface TestWorld {
  core: Core;
  issuer: string;
  gatewayUrl: string;
  apps: AppUrls;
  agent: PersonaAgent;
  profiles: PersonaProfiles;
  identity: IdentityProvider;
  personaSwitch: PersonaSwitch;
  /** The persona at the keyboard. */
  seated(): string;
  requestedScopes(clientId: string, scopes: string[]): void;
  /** The provider no longer listens. */
  silenceProvider(): Promise<void>;
  stop(): Promise<void>;
}

/** Ports of an earlier run, so that issuer and addresses stay. */
export type TestPorts = Record<string, number>;

export async function startWorld(
  dataDir: string,
  ports: TestPorts = {},
  profiles: PersonaProfiles = keptProfiles(),
): Promise<TestWorld> {
  const core = createCore({ dataDir, clock: newClock() });
  core.personaOf = (_tracestate, fromBrowser) => (fromBrowser ? seated : undefined);
  let seated = 'alice';
  const claim = async (server: ObservedServer, name: string) => {
    ports[name] = await server.listen(ports[name] ?? 0);
    return ports[name];
  };
  const idp = createObservedServer({ core, node: 'idp', handler: () => undefined, hosts: ['localhost'] });
  const issuer = `http://localhost:${await claim(idp, 'idp')}`;
  const front = createObservedServer({
    core,
    node: 'gateway',
    handler: () => undefined,
    hosts: ['127.0.0.1'],
  });
  const gatewayUrl = `http://127.0.0.1:${await claim(front, 'gateway')}`;
  const apps = await startApps(core, { issuer, gatewayUrl, claim });
  await seedWorld(core.store, { clock: core.clock, hashPassword, appUrls: apps.urls });
  ensureGatewayClient(core.store);
  followAddresses(core, apps.urls);
  const identity = await createIdentityProvider(core, { issuer, organisation: 'Harbour Bank' });
  const personaSwitch = new PersonaSwitch({
    core,
    profiles,
    issuer,
    storageOrigin: () => apps.urls['online-banking'],
    ownOrigins: () => [issuer, ...Object.values(apps.urls)],
    current: () => seated,
    switchTo: async (persona) => {
      seated = persona;
    },
  });
  apps.intercept((req, res) => personaSwitch.handle(req, res));
  idp.setHandler((req, res) => {
    if (!personaSwitch.handle(req, res)) identity.handler(req, res);
  });
  const gatewayKey = 'key-of-this-test';
  const backends = await startBackends(core, gatewayKey);
  const gateway = createGateway(core, {
    apis: () => new Apis(core.store).all(),
    issuer,
    jwksUri: `${issuer}/jwks`,
    introspectionUri: `${issuer}/token/introspection`,
    introspectionCredential: () => gatewayCredential(core.store),
    settings: () => ({ revocationLookup: true }),
    register: new IssuedTokens(core.store),
    upstreamOf: (api) => backends.upstreamOf(api),
    gatewayKey,
    corsOrigins: () => apps.pageOrigins(),
  });
  front.setHandler(gateway.handler);
  const urlOf = (app: string) => (apps.urls as Record<string, string>)[app];
  return {
    core,
    issuer,
    gatewayUrl,
    apps: apps.urls,
    agent: new PersonaAgent({ core, issuer, profiles, urlOf }),
    profiles,
    identity,
    personaSwitch,
    seated: () => seated,
    requestedScopes: (clientId, requestedScopes) => {
      const applications = new Applications(core.store);
      const application = applications.get(clientId)!;
      applications.save({ ...application, settings: { ...application.settings, requestedScopes } });
    },
    silenceProvider: () => idp.close(),
    stop: async () => {
      await Promise.all([apps.close(), front.close(), idp.close(), backends.close(), gateway.close()]);
      core.close();
    },
  };
}
