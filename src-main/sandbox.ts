import { randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import type { SandboxInfo } from './contract/status.ts';
import type { StreamMessage } from './contract/stream.ts';
import type { WorkerOptions } from './contract/worker.ts';
import { AppSettings } from './control/app-settings.ts';
import { createCall } from './control/call.ts';
import { createClockControl } from './control/clock.ts';
import { ensureGatewayClient, GATEWAY_CLIENT, gatewayCredential } from './control/gateway-client.ts';
import { createHandlers } from './control/handlers.ts';
import { Keyboard, personaFromTracestate } from './control/persona-identity.ts';
import { PortClaims } from './control/port-claims.ts';
import { desktopProfiles, type HostCall, keptProfiles } from './control/profiles.ts';
import { describeReady } from './control/ready.ts';
import { createRequestSender } from './control/request-sender.ts';
import { createVerbHost } from './control/verb-host.ts';
import type { Sandbox } from './control/worker-port.ts';
import type { VirtualClock } from './events/clock.ts';
import type { Core } from './events/core.ts';
import { createCore } from './events/create-core.ts';
import { createObservedServer } from './events/observed-server.ts';
import { Snapshots } from './events/snapshots.ts';
import { createGateway } from './gateway/gateway.ts';
import { hashPassword } from './identity/directory/password.ts';
import { createIdentityProvider } from './identity/identity-provider.ts';
import { groundPorts } from './labs/core-ports.ts';
import { createLabs } from './labs/labs.ts';
import type { LabPorts } from './labs/ports.ts';
import { Apis } from './store/apis.ts';
import { Applications } from './store/applications.ts';
import { IssuedTokens } from './store/issued-tokens.ts';
import { createTraceQueries } from './trace/trace-queries.ts';
import { PersonaAgent } from './world/agent/persona-agent.ts';
import { startBackends } from './world/backends/start-backends.ts';
import { PersonaSwitch } from './world/persona-switch/persona-switch.ts';
import { APP_IDS } from './world/seed/applications.ts';
import { PERSONAS } from './world/seed/personas.ts';
import { seedWorld } from './world/seed/seed-world.ts';
import { followAddresses, startApps } from './world/start-apps.ts';
import { viewWorld } from './world/world-view.ts';

const ORGANISATION = 'Harbour Bank';
const FIRST_PERSONA = 'alice';
/** Ports to try first. */
const PORTS = { idp: 9480, gateway: 9490, app: 9501 } as const;

/**
 * Builds and starts the sandbox: the one place that knows every module. Parts learn of one another only through what
 * is handed in here.
 */
export async function startSandbox(
  options: WorkerOptions,
  { clock, host }: { clock: VirtualClock; host: HostCall },
): Promise<Sandbox & { labPorts: LabPorts }> {
  const { dataDir, secret } = options;
  const core = createCore({ dataDir, clock });
  const keyboard = new Keyboard(core, FIRST_PERSONA);
  core.personaOf = (tracestate, fromBrowser) =>
    personaFromTracestate(secret, tracestate) ??
    (options.host === 'web' && fromBrowser ? keyboard.persona : undefined);
  const settings = new AppSettings(join(dataDir, 'settings.json'));
  settings.onChange(({ logLimitMb }) => core.log.setLimit(logLimitMb * 1024 * 1024));
  core.log.setLimit(settings.get().logLimitMb * 1024 * 1024);
  const ports = new PortClaims(dataDir, options.port === 0);
  const personaIds = () => PERSONAS.map(({ id }) => id);
  const profiles = options.host === 'desktop' ? desktopProfiles(host, personaIds) : keptProfiles();
  const snapshots = new Snapshots(core, join(dataDir, 'snapshots'), profiles);

  const starting: RequestListener = (_request, response) => {
    response.statusCode = 503;
    response.setHeader('retry-after', '1');
    response.end();
  };
  const idpServer = createObservedServer({ core, node: 'idp', handler: starting, hosts: ['localhost'] });
  const issuer = `http://localhost:${await ports.claim(idpServer, {
    name: 'idp',
    preferred: PORTS.idp,
    breaks:
      'The issuer has another name until then: tokens of the old one are refused, and clients of your own need the new address.',
  })}`;
  const gatewayServer = createObservedServer({
    core,
    node: 'gateway',
    handler: starting,
    hosts: ['127.0.0.1', 'localhost'],
  });
  const gatewayUrl = `http://127.0.0.1:${await ports.claim(gatewayServer, {
    name: 'gateway',
    preferred: PORTS.gateway,
    breaks: 'Saved commands that call the APIs need the new address.',
  })}`;

  const apps = await startApps(core, {
    issuer,
    gatewayUrl,
    claim: (server, app) =>
      ports.claim(server, {
        name: app,
        preferred: PORTS.app + APP_IDS.indexOf(app),
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
  idpServer.setHandler((request, response) => {
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
  gatewayServer.setHandler(gateway.handler);

  const urlOf = (app: string) => (apps.urls as Readonly<Record<string, string>>)[app];
  const world = () =>
    viewWorld({
      store: core.store,
      gatewayUrl,
      urlOf,
      persona: () => keyboard.persona,
      hidden: new Set([GATEWAY_CLIENT]),
    });
  const clockControl = createClockControl(core);
  const agent = new PersonaAgent({ core, issuer, profiles, urlOf });
  const pristine = await pristineSnapshot(snapshots);
  const verbs = createVerbHost({
    core,
    agent,
    keyboard,
    clock: clockControl,
    snapshots,
    pristine,
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
    dataDir,
    packDirs: options.packDirs,
  };
  const labs = createLabs(labPorts);
  const notices = () => [...ports.notices, ...labs.notices];
  const info = (): SandboxInfo => ({
    version: options.version,
    host: options.host,
    issuer,
    gateway: gatewayUrl,
    dataDir,
    ports: ports.ports,
    notices: notices(),
    initialAccessToken: identity.initialAccessToken(),
  });
  const call = createCall(
    createHandlers({
      core,
      clock: clockControl,
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
    onMessage: (listener) =>
      tellEverything(core, { world, clock: () => clockControl.state(), labs }, listener),
    navigationRefused: ({ persona, url, reason }) =>
      core.recorder.record({
        type: 'persona.navigation.refused',
        outcome: 'denied',
        actor: `persona:${persona}`,
        node: `browser:${persona}`,
        reasons: [{ rule: 'persona.navigation.loopback', outcome: 'fail', seen: core.redactor.target(url) }],
        data: { url: core.redactor.target(url), reason },
      }),
    httpRefused: ({ rule, method, path, reason }) =>
      core.recorder.record({
        type: 'http.refused',
        outcome: 'denied',
        actor: 'outside',
        node: 'ui',
        reasons: [{ rule, outcome: 'fail', seen: reason }],
        data: { method, path: core.redactor.target(path) },
      }),
    stop: async () => {
      labs.close();
      await Promise.all([
        apps.close(),
        gatewayServer.close(),
        idpServer.close(),
        backends.close(),
        gateway.close(),
      ]);
      core.close();
    },
  };
}

/** The world as it was first made, for “put everything back”. */
async function pristineSnapshot(snapshots: Snapshots): Promise<string> {
  const name = 'The world as it began';
  const known = snapshots.list().find((snapshot) => snapshot.name === name && !snapshot.automatic);
  return (known ?? (await snapshots.take(name))).id;
}

interface Sources {
  world: () => Extract<StreamMessage, { kind: 'world' }>['world'];
  clock: () => Extract<StreamMessage, { kind: 'clock' }>['clock'];
  labs: ReturnType<typeof createLabs>;
}

/** Event types after which the world looks different to people. */
const WORLD_CHANGES = new Set([
  'config.changed',
  'idp.client.registered',
  'persona.switched',
  'snapshot.restored',
]);
const CLOCK_CHANGES = new Set(['clock.advanced', 'clock.reset', 'snapshot.restored']);

function tellEverything(core: Core, sources: Sources, tell: (message: StreamMessage) => void): void {
  core.log.subscribe((events) => {
    tell({ kind: 'events', events });
    if (events.some(({ type }) => WORLD_CHANGES.has(type))) tell({ kind: 'world', world: sources.world() });
    if (events.some(({ type }) => CLOCK_CHANGES.has(type))) tell({ kind: 'clock', clock: sources.clock() });
  });
  core.log.onTrimmed((first) => tell({ kind: 'log-trimmed', first }));
  sources.labs.onState((lab) => tell({ kind: 'lab', lab }));
}
