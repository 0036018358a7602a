import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SandboxInfo } from './contract/status.ts';
import type { World } from './contract/world.ts';
import { updateApplication } from './control/applications.ts';
import { createClockControl } from './control/clock.ts';
import { GATEWAY_CLIENT } from './control/gateway-client.ts';
import { createWorldHandlers } from './control/handlers.ts';
import { Keyboard } from './control/persona-identity.ts';
import { keptProfiles, type PersonaProfiles } from './control/profiles.ts';
import { realNow, VirtualClock } from './events/clock.ts';
import type { Core } from './events/core.ts';
import { createCore } from './events/create-core.ts';
import { InProcessNetwork } from './events/network.ts';
import type { ProfileKeeper } from './events/snapshots.ts';
import { underClock } from './events/virtual-date.ts';
import { createFixes } from './fixes/fixes.ts';
import type { ForkStart, OpenFork } from './forks/ports.ts';
import { ruleBook } from './rule-book.ts';
import { startParts } from './sandbox-parts.ts';
import { STATE_FILE } from './store/database.ts';
import { storageError } from './store/storage-error.ts';
import { createTraceQueries } from './trace/trace-queries.ts';
import { mailReaderOf } from './world/mail-readers.ts';
import { PERSONAS } from './world/seed/personas.ts';
import { viewWorld } from './world/world-view.ts';

/** What a fork is made from. */
export interface ForkOrigin {
  core: Core;
  dataDir: string;
  /** What is true of the fork as well: version, host, addresses. */
  info: () => SandboxInfo;
  profiles: ProfileKeeper;
  revocationLookup: () => boolean;
}

const forksFolder = (dataDir: string) => join(dataDir, 'forks');

/** Removes what forks of a killed process left behind. */
export function removeForks(dataDir: string): void {
  rmSync(forksFolder(dataDir), { recursive: true, force: true });
}

/**
 * Makes a fork: the state as it is now, or that of a snapshot, copied, with a provider, a gateway, applications and APIs
 * of its own that have the addresses of the live ones and speak with one another inside the process. What happens on it
 * happens nowhere else: it has its own state and its own event log, and both are gone when it is closed.
 *
 * It has a clock of its own, and `Date` follows it in all that {@link OpenFork.run} does.
 */
export async function openFork(origin: ForkOrigin, start: ForkStart = {}): Promise<OpenFork> {
  const dataDir = join(forksFolder(origin.dataDir), randomBytes(6).toString('hex'));
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    return await openIn(dataDir, origin, start);
  } catch (error) {
    // A full disk ends it half-way; what was copied is removed, since it holds every secret of the world.
    rmSync(dataDir, { recursive: true, force: true });
    throw storageError(error, 'The fork was not made.');
  }
}

async function openIn(dataDir: string, origin: ForkOrigin, { at, source }: ForkStart): Promise<OpenFork> {
  const clock = new VirtualClock();
  const network = new InProcessNetwork();
  const copied = source?.profiles ?? (await origin.profiles.readAll());
  const file = join(dataDir, STATE_FILE);
  if (source) copyFileSync(source.file, file);
  else origin.core.store.copyTo(file);
  const core = createCore({ dataDir, clock, network, origin: origin.core });
  if (at !== undefined) clock.setOffset(Math.round(at - realNow()));
  const profiles = keptProfiles();
  await profiles.replaceAll(copied);
  const parts = await partsOf(core, origin, profiles).catch(async (error: unknown) => {
    await network.close();
    core.close();
    throw error;
  });
  const { doors, urlOf } = parts.running;
  const keyboard = new Keyboard(core, PERSONAS[0]?.id ?? 'alice');
  const world = (): World =>
    viewWorld({
      store: core.store,
      gatewayUrl: doors.gatewayUrl,
      urlOf,
      persona: () => keyboard.persona,
      hidden: new Set([GATEWAY_CLIENT]),
    });
  const traces = createTraceQueries(core, () => world().participants, origin.info().version, mailReaderOf);
  const hasPages = (client: string) => urlOf(client) !== undefined;
  const info = (): SandboxInfo => ({
    ...origin.info(),
    dataDir,
    notices: [],
    initialAccessToken: parts.running.identity.initialAccessToken(),
  });
  return {
    core,
    profiles,
    agent: parts.running.agent,
    hasPages,
    issuer: doors.issuer,
    gatewayUrl: doors.gatewayUrl,
    updateApplication: (change) => updateApplication(core, change),
    setRevocationLookup: parts.setRevocationLookup,
    actOnAccount: async (id, action) => {
      await parts.running.identity.administration.act(id, action);
    },
    advanceTo: async (time) => {
      const ahead = time - core.clock.now();
      if (ahead > 0) await createClockControl(core).advance(ahead);
    },
    view: traces.view,
    handlers: createWorldHandlers({
      core,
      clock: createClockControl(core),
      info,
      identity: parts.running.identity,
      world: { view: world, switchPersona: async (persona) => keyboard.switchTo(persona) },
      traces,
      workflows: traces.workflows,
      rules: ruleBook,
      fixes: createFixes({
        core,
        hasPages,
        view: traces.view,
        // A fork of the fork: its files lie within this one's.
        fork: (time) =>
          openFork({ core, dataDir, info, profiles, revocationLookup: parts.revocationLookup }, { at: time }),
      }),
      send: parts.running.send,
    }),
    run: (work) => underClock(clock, work),
    close: async () => {
      await parts.running.close();
      await network.close();
      core.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The parts of a fork at the addresses of its origin; whether its gateway looks revoked tokens up is its own matter. */
async function partsOf(core: Core, origin: ForkOrigin, profiles: PersonaProfiles) {
  let lookup = origin.revocationLookup();
  const { ports } = origin.info();
  const running = await underClock(core.clock, () =>
    startParts(core, {
      ports: { claim: (server, { name }) => server.listen(ports[name] ?? 0) },
      profiles,
      revocationLookup: () => lookup,
    }),
  );
  return {
    running,
    revocationLookup: () => lookup,
    setRevocationLookup: (on: boolean) => {
      lookup = on;
    },
  };
}
