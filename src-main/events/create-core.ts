import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { STATE_FILE } from '../store/database.ts';
import { StateSettings } from '../store/settings.ts';
import { StateStore } from '../store/state-store.ts';
import { VirtualClock } from './clock.ts';
import { currentContext } from './context.ts';
import type { Core } from './core.ts';
import { Correlator } from './correlator.ts';
import { HttpDispatcher, SpanOwners } from './dispatcher.ts';
import { InFlight } from './in-flight.ts';
import { EventLog } from './log.ts';
import { loopbackNetwork, type Network } from './network.ts';
import { LOG_FILE } from './open-log.ts';
import { Redactor } from './redaction.ts';
import { Scheduler } from './scheduler.ts';

/** How many events of earlier runs are read to recognise stories that go on. */
const RELEARN = 5000;

export interface CoreOptions {
  /** Folder of the databases; created with mode 0700. */
  dataDir: string;
  /** See {@link Core.personaOf}. Nobody, unless given. */
  personaOf?: Core['personaOf'];
  /** The clock, when its `Date` was installed before anything else was loaded. */
  clock?: VirtualClock;
  /** What carries calls between the parts; real ports, unless given. */
  network?: Network;
  /** The core that this one is a fork of: secrets have the handles that they have there. */
  origin?: Core;
}

/** Opens the databases and builds what every part stands on. The clock continues at the offset that the state holds. */
export function createCore({
  dataDir,
  personaOf,
  clock = new VirtualClock(),
  network = loopbackNetwork,
  origin,
}: CoreOptions): Core {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const store = new StateStore(join(dataDir, STATE_FILE), () => currentContext()?.generation);
  store.onUnkept((error) => {
    const context = currentContext();
    if (context) context.unkept = error;
  });
  const log = new EventLog(join(dataDir, LOG_FILE), store, clock, origin?.vault);
  const correlator = new Correlator();
  const spans = new SpanOwners();
  const scheduler = new Scheduler(clock, (name, error) => {
    log.record({
      type: 'sandbox.task-failed',
      outcome: 'failed',
      data: { task: name, error: String(error) },
    });
  });
  correlator.recordTo((event) => log.record(event));
  relearn(correlator, log);
  followStoredOffset(store, clock);
  return {
    clock,
    scheduler,
    recorder: log,
    log,
    vault: log.vault,
    redactor: new Redactor(log.vault),
    store,
    network,
    dispatcher: new HttpDispatcher(spans, network.fetch),
    spans,
    correlator,
    inFlight: new InFlight(),
    personaOf: personaOf ?? (() => undefined),
    close: () => {
      scheduler.stop();
      log.close();
      store.close();
    },
  };
}

/** Stories that a damaged log does not give back begin anew; the log itself tells of the damage. */
function relearn(correlator: Correlator, log: EventLog): void {
  try {
    correlator.relearn(log.list({ limit: RELEARN }));
  } catch (error) {
    if (log.damage === undefined) throw error;
  }
}

/** The offset is part of the state: it survives a restart, and a restore gives it back. */
function followStoredOffset(store: StateStore, clock: VirtualClock): void {
  const settings = new StateSettings(store);
  const stored = () => settings.get('clock.offset', z.number()) ?? 0;
  // A new world begins at the time to which its clock was set.
  if (clock.offset !== 0 && settings.get('clock.offset', z.number()) === undefined)
    settings.set('clock.offset', clock.offset);
  const apply = () => clock.setOffset(stored());
  apply();
  store.onReplaced(apply);
  clock.onChange(() => {
    if (stored() !== clock.offset) settings.set('clock.offset', clock.offset);
  });
}
