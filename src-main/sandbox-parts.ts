import { randomBytes } from 'node:crypto';
import { GatehouseError } from './contract/errors.ts';
import { createDirectoryTokens } from './control/directory-tokens.ts';
import { type FrontDoors, openFrontDoors, type Ports } from './control/front-doors.ts';
import { ensureGatewayClient, gatewayCredential } from './control/gateway-client.ts';
import { createRequestSender } from './control/request-sender.ts';
import type { Core } from './events/core.ts';
import { createGateway } from './gateway/gateway.ts';
import { hashPassword } from './identity/directory/password.ts';
import { createIdentityProvider, type IdentityProvider } from './identity/identity-provider.ts';
import { Apis } from './store/apis.ts';
import { IssuedTokens } from './store/issued-tokens.ts';
import { startActionService } from './world/actions/action-service.ts';
import { PersonaAgent } from './world/agent/persona-agent.ts';
import type { PersonaProfiles } from './world/agent/profile-jar.ts';
import { startBackends } from './world/backends/start-backends.ts';
import { APP_IDS } from './world/seed/applications.ts';
import { PERSONAS } from './world/seed/personas.ts';
import { seedWorld } from './world/seed/seed-world.ts';
import { followAddresses, type RunningApps, startApps } from './world/start-apps.ts';

const ORGANISATION = 'Harbour Bank';
/** The applications' ports to try first: this one and those after it. */
const FIRST_APP_PORT = 9501;

export interface PartsOptions {
  /** Gives each part that people address its port. */
  ports: Ports;
  profiles: PersonaProfiles;
  /** Whether the gateway asks the register if a token was revoked. */
  revocationLookup: () => boolean;
}

/** Everything that answers requests: provider, gateway, applications and APIs, listening. */
export interface SandboxParts {
  doors: FrontDoors;
  apps: RunningApps;
  identity: IdentityProvider;
  /** What personas do by themselves. */
  agent: PersonaAgent;
  send: ReturnType<typeof createRequestSender>;
  urlOf(app: string): string | undefined;
  close(): Promise<void>;
}

/** Builds and starts the parts on a core. The live sandbox and its forks are made of the same ones, by this function. */
export async function startParts(core: Core, options: PartsOptions): Promise<SandboxParts> {
  const { ports, profiles } = options;
  const doors = await openFrontDoors(core, ports);
  const { issuer, gatewayUrl } = doors;
  const apps = await startApps(core, {
    issuer,
    gatewayUrl,
    claim: (server, app) =>
      ports.claim(server, {
        name: app,
        preferred: FIRST_APP_PORT + APP_IDS.indexOf(app),
        breaks: 'Bookmarks of this application need the new address.',
      }),
  });
  await seedWorld(core.store, { clock: core.clock, hashPassword, appUrls: apps.urls });
  ensureGatewayClient(core.store);
  followAddresses(core, apps.urls);
  core.store.onReplaced(() => followAddresses(core, apps.urls));

  const actions = await startActionService(core);
  const identity = await createIdentityProvider(core, {
    issuer,
    organisation: ORGANISATION,
    gateway: gatewayUrl,
    actionService: () => actions.url,
    obtainToken: (account) => obtainToken(account),
    accountIds: new Map(PERSONAS.map(({ username, id }) => [username, id])),
  });
  doors.idp.setHandler(identity.handler);
  const gatewayKey = randomBytes(24).toString('base64url');
  const backends = await startBackends(core, gatewayKey);
  const gateway = createGateway(core, {
    apis: () => new Apis(core.store).all(),
    issuer,
    jwksUri: `${issuer}/jwks`,
    introspectionUri: `${issuer}/token/introspection`,
    introspectionCredential: () => gatewayCredential(core.store),
    settings: () => ({ revocationLookup: options.revocationLookup() }),
    register: new IssuedTokens(core.store),
    upstreamOf: (api) => backends.upstreamOf(api),
    gatewayKey,
    corsOrigins: () => apps.pageOrigins(),
  });
  doors.gateway.setHandler(gateway.handler);
  identity.workflows.open();
  const urlOf = (app: string) => (apps.urls as Readonly<Record<string, string>>)[app];
  const agent = new PersonaAgent({ core, issuer, profiles, urlOf });
  const tokens = createDirectoryTokens(core, issuer, agent);
  const obtainToken = async (account: string): Promise<void> => {
    if (!PERSONAS.some(({ id }) => id === account)) return;
    try {
      await tokens({ persona: account, scope: '', of: 'provider' });
    } catch (error) {
      // Why she got none stands in the log; what she wanted it for is refused there by a rule of its own.
      if (!(error instanceof GatehouseError)) throw error;
    }
  };
  return {
    doors,
    apps,
    identity,
    agent,
    send: createRequestSender(core, gatewayUrl),
    urlOf,
    close: async () => {
      identity.workflows.close();
      await Promise.all([
        apps.close(),
        doors.gateway.close(),
        doors.idp.close(),
        backends.close(),
        actions.close(),
        gateway.close(),
      ]);
    },
  };
}
