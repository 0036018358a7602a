import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Participant } from './contract/world.ts';
import { updateApplication } from './control/applications.ts';
import { keptProfiles, type PersonaProfiles } from './control/profiles.ts';
import { realNow, VirtualClock } from './events/clock.ts';
import type { Core } from './events/core.ts';
import { createCore } from './events/create-core.ts';
import { InProcessNetwork } from './events/network.ts';
import { underClock } from './events/virtual-date.ts';
import type { ForkedSandbox } from './fixes/ports.ts';
import { startParts } from './sandbox-parts.ts';
import { storageError } from './store/storage-error.ts';
import { createTraceQueries } from './trace/trace-queries.ts';

/** What a fork is made from. */
export interface ForkOrigin {
  core: Core;
  dataDir: string;
  version: string;
  /** The port of each part, by its name: the fork's addresses are the same. */
  ports: () => Readonly<Record<string, number>>;
  profiles: PersonaProfiles;
  revocationLookup: () => boolean;
  participants: () => Participant[];
}

const forksFolder = (dataDir: string) => join(dataDir, 'forks');

/** Removes what forks of a killed process left behind. */
export function removeForks(dataDir: string): void {
  rmSync(forksFolder(dataDir), { recursive: true, force: true });
}

/**
 * Makes a fork: the state as it is now, copied, with a provider, a gateway, applications and APIs of its own that have
 * the addresses of the live ones and speak with one another inside the process. What happens on it happens nowhere
 * else: it has its own state and its own event log, and both are gone when it is closed.
 *
 * It has a clock of its own, and `Date` follows it in all that {@link ForkedSandbox.run} does.
 *
 * @param at virtual time at which it begins, ms since the epoch; the live sandbox's, unless given
 */
export async function openFork(origin: ForkOrigin, at?: number): Promise<ForkedSandbox> {
  const dataDir = join(forksFolder(origin.dataDir), randomBytes(6).toString('hex'));
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    return await openIn(dataDir, origin, at);
  } catch (error) {
    // A full disk ends it half-way; what was copied is removed, since it holds every secret of the world.
    rmSync(dataDir, { recursive: true, force: true });
    throw storageError(error, 'The fork was not made.');
  }
}

async function openIn(dataDir: string, origin: ForkOrigin, at: number | undefined): Promise<ForkedSandbox> {
  const clock = new VirtualClock();
  const network = new InProcessNetwork();
  const copied = await origin.profiles.readAll();
  origin.core.store.copyTo(join(dataDir, 'state.db'));
  const core = createCore({ dataDir, clock, network, origin: origin.core });
  if (at !== undefined) clock.setOffset(Math.round(at - realNow()));
  const profiles = keptProfiles();
  await profiles.replaceAll(copied);
  let lookup = origin.revocationLookup();
  const parts = await underClock(clock, () =>
    startParts(core, {
      ports: { claim: (server, { name }) => server.listen(origin.ports()[name] ?? 0) },
      profiles,
      revocationLookup: () => lookup,
    }),
  ).catch(async (error: unknown) => {
    await network.close();
    core.close();
    throw error;
  });
  const traces = createTraceQueries(core, origin.participants, origin.version);
  return {
    core,
    agent: parts.agent,
    hasPages: (client) => parts.urlOf(client) !== undefined,
    issuer: parts.doors.issuer,
    gatewayUrl: parts.doors.gatewayUrl,
    updateApplication: (change) => updateApplication(core, change),
    setRevocationLookup: (on) => {
      lookup = on;
    },
    view: traces.view,
    run: (work) => underClock(clock, work),
    close: async () => {
      await parts.close();
      await network.close();
      core.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
