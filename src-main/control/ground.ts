import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkerOptions } from '../contract/worker.ts';
import type { VirtualClock } from '../events/clock.ts';
import type { Core } from '../events/core.ts';
import { createCore } from '../events/create-core.ts';
import { LOG_FILE, putLogAside } from '../events/open-log.ts';
import { Snapshots } from '../events/snapshots.ts';
import { removeDrafts } from '../store/whole-file.ts';
import { AppSettings } from './app-settings.ts';
import { type ClockControl, createClockControl } from './clock.ts';
import { Keyboard, personaFromTracestate } from './persona-identity.ts';
import { PortClaims } from './port-claims.ts';
import { desktopProfiles, type HostCall, keptProfiles, type PersonaProfiles } from './profiles.ts';

/** What the parts of the sandbox stand on, before there is any part. */
export interface Ground {
  core: Core;
  clock: ClockControl;
  keyboard: Keyboard;
  settings: AppSettings;
  ports: PortClaims;
  profiles: PersonaProfiles;
  snapshots: Snapshots;
  /** What a person should know about how the data folder was found. */
  notices: string[];
}

const MIB = 1024 * 1024;

/** Opens the data folder. `personas` has the one who sits at the keyboard in a new world first. */
export function openGround(
  options: WorkerOptions,
  clock: VirtualClock,
  host: HostCall,
  personas: readonly [string, ...string[]],
): Ground {
  const { dataDir, secret } = options;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  removeDrafts(dataDir);
  const ports = new PortClaims(dataDir, options.port === 0);
  const newLog = options.newLog ? putLogAside(join(dataDir, LOG_FILE)) : undefined;
  const core = createCore({ dataDir, clock });
  const keyboard = new Keyboard(core, personas[0]);
  core.personaOf = (tracestate, fromBrowser) =>
    personaFromTracestate(secret, tracestate) ??
    (options.host === 'web' && fromBrowser ? keyboard.persona : undefined);
  const settings = new AppSettings(join(dataDir, 'settings.json'));
  settings.onChange(({ logLimitMb }) => core.log.setLimit(logLimitMb * MIB));
  core.log.setLimit(settings.get().logLimitMb * MIB);
  const profiles = options.host === 'desktop' ? desktopProfiles(host, () => [...personas]) : keptProfiles();
  return {
    core,
    clock: createClockControl(core),
    keyboard,
    settings,
    ports,
    profiles,
    snapshots: new Snapshots(core, join(dataDir, 'snapshots'), profiles),
    notices: [newLog, core.log.notice, settings.notice].filter((notice) => notice !== undefined),
  };
}

/** The snapshot of the world as it was first made, for “put everything back”. */
export async function pristineSnapshot(snapshots: Snapshots): Promise<string> {
  const name = 'The world as it began';
  // The oldest of that name: one that was added from a file, or taken by a person, is younger.
  const known = snapshots.list().findLast((snapshot) => snapshot.name === name && !snapshot.automatic);
  const { id } = known ?? (await snapshots.take(name));
  snapshots.keep(id);
  return id;
}
