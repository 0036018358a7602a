import { answersIn } from './answers/state-answers.ts';
import { strangerAnswers } from './answers/stranger-answers.ts';
import type { SandboxInfo } from './contract/status.ts';
import type { WorkerOptions } from './contract/worker.ts';
import { answer, createCall } from './control/call.ts';
import { createDirectoryTokens } from './control/directory-tokens.ts';
import { GATEWAY_CLIENT } from './control/gateway-client.ts';
import { openGround, pristineSnapshot } from './control/ground.ts';
import { createHandlers } from './control/handlers.ts';
import { hostFacts } from './control/host-facts.ts';
import type { HostCall } from './control/profiles.ts';
import { createProviderRequests } from './control/provider-requests.ts';
import { describeReady } from './control/ready.ts';
import { streamTo } from './control/stream.ts';
import { createVerbHost } from './control/verb-host.ts';
import type { Sandbox } from './control/worker-port.ts';
import type { VirtualClock } from './events/clock.ts';
import type { Core } from './events/core.ts';
import { createFixes } from './fixes/fixes.ts';
import { type ForkOrigin, openFork, removeForks } from './fork.ts';
import { OpenForks } from './forks/open-forks.ts';
import type { OpenFork } from './forks/ports.ts';
import { groundPorts } from './labs/core-ports.ts';
import { createLabs } from './labs/labs.ts';
import type { LabPorts } from './labs/ports.ts';
import { probe } from './probe.ts';
import { ruleBook } from './rule-book.ts';
import { startParts } from './sandbox-parts.ts';
import { Applications } from './store/applications.ts';
import { createTraceQueries } from './trace/trace-queries.ts';
import { resetAttacks } from './world/attacks.ts';
import { mailReaderOf } from './world/mail-readers.ts';
import { PersonaSwitch } from './world/persona-switch/persona-switch.ts';
import { PERSONAS } from './world/seed/personas.ts';
import { createMailServer } from './world/smtp/mail-server.ts';
import { viewWorld } from './world/world-view.ts';

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
  const parts = await startParts(core, {
    ports,
    profiles,
    revocationLookup: () => settings.get().gatewayRevocationLookup,
  });
  const { doors, apps, identity, agent, urlOf } = parts;
  const { issuer, gatewayUrl } = doors;
  const ownOrigins = () => [issuer, gatewayUrl, ...Object.values(apps.urls)];
  const mailServer = createMailServer(core, ownOrigins);
  const smtp = {
    host: '127.0.0.1',
    port: await ports.claim(mailServer, {
      name: 'smtp',
      preferred: 9525,
      breaks: 'What sends mail into this world needs the new port.',
    }),
  };
  const personaSwitch = new PersonaSwitch({
    core,
    profiles,
    issuer,
    storageOrigin: () => apps.urls['online-banking'],
    ownOrigins,
    current: () => keyboard.persona,
    switchTo: async (persona) => keyboard.switchTo(persona),
  });
  apps.intercept((request, response) => personaSwitch.handle(request, response));
  doors.idp.setHandler((request, response) => {
    if (!personaSwitch.handle(request, response)) identity.handler(request, response);
  });
  const world = () =>
    viewWorld({
      store: core.store,
      gatewayUrl,
      urlOf,
      persona: () => keyboard.persona,
      hidden: new Set([GATEWAY_CLIENT]),
    });
  const pristine = await pristineSnapshot(snapshots);
  const verbs = createVerbHost({
    core,
    agent,
    keyboard,
    clock: ground.clock,
    snapshots,
    pristine,
    resetAttacks: () => resetAttacks(core),
    administration: identity.administration,
    extensions: identity.extensions,
    governance: identity.governance,
    workflows: identity.workflows,
    send: parts.send,
    directoryToken: createDirectoryTokens(core, issuer, agent),
    providerRequest: createProviderRequests(core, issuer, () => identity.scim().token),
  });
  const origin: ForkOrigin = {
    core,
    dataDir: options.dataDir,
    info: () => info(),
    profiles,
    revocationLookup: () => settings.get().gatewayRevocationLookup,
  };
  const fork = (at?: number) => openFork(origin, { at });
  const labPorts: LabPorts = {
    probe: (call) => probe(() => fork(), call),
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
    scim: identity.scim(),
    smtp,
    ...troubleOf(core),
  });
  const traces = createTraceQueries(core, () => world().participants, options.version, mailReaderOf);
  removeForks(options.dataDir);
  const fixes = createFixes({
    core,
    hasPages: (client) => urlOf(client) !== undefined,
    view: traces.view,
    fork,
  });
  const forks = new OpenForks({
    core,
    snapshots,
    open: (start) => openFork(origin, start),
    view: traces.view,
    answer,
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
      },
      personaLink: (persona, to) => personaSwitch.link(persona, to),
      traces,
      workflows: traces.workflows,
      rules: ruleBook,
      fixes,
      send: parts.send,
      labs: labs.handlers,
      forks: forks.handlers,
      answers: {
        'lifecycle.answers': ({ state }) => answersIn(fork, state),
        'governance.strangers': () => strangerAnswers(fork),
      },
      trySignIn: (input) => agent.signIn(input),
      tryExtension: (input) =>
        onFork(
          () => fork(),
          async ({ handlers }) => handlers['extensions.try'](input),
        ),
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
      scim: identity.scim(),
      smtp,
      notices: notices(),
      now: clock.now(),
    }),
    call,
    onMessage: (listener) => streamTo(core, { world, clock: () => ground.clock.state(), labs }, listener),
    ...hostFacts(core),
    stop: async () => {
      labs.close();
      await forks.close();
      await mailServer.close();
      await parts.close();
      core.close();
    },
  };
}

/** Does something on a fork that is closed afterwards. */
async function onFork<T>(open: () => Promise<OpenFork>, work: (fork: OpenFork) => Promise<T>): Promise<T> {
  const fork = await open();
  try {
    return await fork.run(() => work(fork));
  } finally {
    await fork.close();
  }
}

function troubleOf({ log }: Core): Pick<SandboxInfo, 'trouble'> {
  const trouble = log.trouble ?? log.damage;
  return trouble ? { trouble: trouble.toPublic() } : {};
}

function personaIds(): [string, ...string[]] {
  const [first, ...others] = PERSONAS.map(({ id }) => id);
  return [first ?? 'alice', ...others];
}
