import { randomBytes } from 'node:crypto';
import type { SandboxInfo } from './contract/status.ts';
import type { WorkerOptions } from './contract/worker.ts';
import { createCall } from './control/call.ts';
import { openFrontDoors } from './control/front-doors.ts';
import { ensureGatewayClient, GATEWAY_CLIENT, gatewayCredential } from './control/gateway-client.ts';
import { openGround, pristineSnapshot } from './control/ground.ts';
import { createHandlers } from './control/handlers.ts';
import { hostFacts } from './control/host-facts.ts';
import type { HostCall } from './control/profiles.ts';
import { describeReady } from './control/ready.ts';
import { createRequestSender } from './control/request-sender.ts';
import { streamTo } from './control/stream.ts';
import { createVerbHost } from './control/verb-host.ts';
import type { Sandbox } from './control/worker-port.ts';
import type { VirtualClock } from './events/clock.ts';
import { createGateway } from './gateway/gateway.ts';
import { hashPassword } from './identity/directory/password.ts';
import { createIdentityProvider } from './identity/identity-provider.ts';
import { groundPorts } from './labs/core-ports.ts';
import { createLabs } from './labs/labs.ts';
import type { LabPorts } from './labs/ports.ts';
import { ruleBook } from './rule-book.ts';
import { Apis } from './store/apis.ts';
import { Applications } from './store/applications.ts';
import { IssuedTokens } from './store/issued-tokens.ts';
import { createTraceQueries } from './trace/trace-queries.ts';
import { PersonaAgent } from './world/agent/persona-agent.ts';
import { resetAttacks } from './world/attacks.ts';
import { startBackends } from './world/backends/start-backends.ts';
import { PersonaSwitch } from './world/persona-switch/persona-switch.ts';
import { APP_IDS } from './world/seed/applications.ts';
import { PERSONAS } from './world/seed/personas.ts';
import { seedWorld } from './world/seed/seed-world.ts';
import { followAddresses, startApps } from './world/start-apps.ts';
import { viewWorld } from './world/world-view.ts';

const ORGANISATION = 'Harbour Bank';
/** The applications' ports to try first: this one and those after it. */
const FIRST_APP_PORT = 9501;

/**
 * Builds and starts the sandbox: the one place that knows every module. Parts learn of one another only through what
 * is handed in here.
 */
export async function startSandbox(
  options: WorkerOptions,
  { clock, host }: { clock: VirtualClock; host: HostCall },
): Promise<Sandbox & { labPorts: LabPorts }> {
  const ground = openGround(options, clock, host, personaIds());
  const { core, keyboard, settings, ports, profiles, snapshots } = ground;
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
  await seedWorld(core.store, { clock, hashPassword, appUrls: apps.urls });
  ensureGatewayClient(core.store);
  followAddresses(core, apps.urls);
  core.store.onReplaced(() => followAddresses(core, apps.urls));

  const identity = await createIdentityProvider(core, { issuer, organisation: ORGANISATION });
  const personaSwitch = new PersonaSwitch({
    core,
    profiles,
    issuer,
    storageOrigin: () => apps.urls['online-banking'],
    ownOrigins: () => [issuer, gatewayUrl, ...Object.values(apps.urls)],
    current: () => keyboard.persona,
    switchTo: async (persona) => keyboard.switchTo(persona),
  });
  apps.intercept((request, response) => personaSwitch.handle(request, response));
  doors.idp.setHandler((request, response) => {
    if (!personaSwitch.handle(request, response)) identity.handler(request, response);
  });
  const gatewayKey = randomBytes(24).toString('base64url');
  const backends = await startBackends(core, gatewayKey);
  const gateway = createGateway(core, {
    apis: () => new Apis(core.store).all(),
    issuer,
    jwksUri: `${issuer}/jwks`,
    introspectionUri: `${issuer}/token/introspection`,
    introspectionCredential: () => gatewayCredential(core.store),
    settings: () => ({ revocationLookup: settings.get().gatewayRevocationLookup }),
    register: new IssuedTokens(core.store),
    upstreamOf: (api) => backends.upstreamOf(api),
    gatewayKey,
    corsOrigins: () => apps.pageOrigins(),
  });
  doors.gateway.setHandler(gateway.handler);

  const urlOf = (app: string) => (apps.urls as Readonly<Record<string, string>>)[app];
  const world = () =>
    viewWorld({
      store: core.store,
      gatewayUrl,
      urlOf,
      persona: () => keyboard.persona,
      hidden: new Set([GATEWAY_CLIENT]),
    });
  const agent = new PersonaAgent({ core, issuer, profiles, urlOf });
  const pristine = await pristineSnapshot(snapshots);
  const verbs = createVerbHost({
    core,
    agent,
    keyboard,
    clock: ground.clock,
    snapshots,
    pristine,
    resetAttacks: () => resetAttacks(core),
    send: createRequestSender(core, gatewayUrl),
  });
  const labPorts: LabPorts = {
    ...groundPorts(core, snapshots),
    verbs,
    names: () => {
      const { personas, applications, apis } = world();
      return {
        personas: personas.map(({ id }) => id),
        applications: applications.map(({ clientId }) => clientId),
        apis: apis.map(({ id }) => id),
      };
    },
    version: options.version,
    dataDir: options.dataDir,
    packDirs: options.packDirs,
  };
  const labs = createLabs(labPorts);
  const notices = () => [...ground.notices, ...ports.notices, ...labs.notices];
  const info = (): SandboxInfo => ({
    version: options.version,
    host: options.host,
    issuer,
    gateway: gatewayUrl,
    dataDir: options.dataDir,
    ports: ports.ports,
    notices: notices(),
    initialAccessToken: identity.initialAccessToken(),
    ...(core.log.trouble ? { trouble: core.log.trouble.toPublic() } : {}),
  });
  const call = createCall(
    createHandlers({
      core,
      clock: ground.clock,
      settings,
      snapshots,
      info,
      identity,
      world: {
        view: world,
        switchPersona: async (persona) => keyboard.switchTo(persona),
        personaLink: (persona, to) => personaSwitch.link(persona, to),
      },
      traces: createTraceQueries(core, () => world().participants, options.version),
      rules: ruleBook,
      labs: labs.handlers,
    }),
    () => core.recorder.committed(),
  );

  if (options.recoveredFrom !== undefined) {
    core.recorder.record({ type: 'sandbox.recovered', outcome: 'ok', data: { from: options.recoveredFrom } });
  }
  core.recorder.record({
    type: 'sandbox.started',
    outcome: 'ok',
    data: { version: options.version, issuer, gateway: gatewayUrl },
  });
  await core.recorder.committed();

  return {
    labPorts,
    ready: describeReady(world(), new Applications(core.store), {
      issuer,
      gateway: gatewayUrl,
      notices: notices(),
      now: clock.now(),
    }),
    call,
    onMessage: (listener) => streamTo(core, { world, clock: () => ground.clock.state(), labs }, listener),
    ...hostFacts(core),
    stop: async () => {
      labs.close();
      await Promise.all([
        apps.close(),
        doors.gateway.close(),
        doors.idp.close(),
        backends.close(),
        gateway.close(),
      ]);
      core.close();
    },
  };
}

function personaIds(): [string, ...string[]] {
  const [first, ...others] = PERSONAS.map(({ id }) => id);
  return [first ?? 'alice', ...others];
}
