import type { StateStore } from '../store/state-store.ts';
import type { VirtualClock } from './clock.ts';
import type { Correlator } from './correlator.ts';
import type { Dispatcher, SpanOwners } from './dispatcher.ts';
import type { InFlight } from './in-flight.ts';
import type { EventLog } from './log.ts';
import type { Network } from './network.ts';
import type { Recorder } from './recorder.ts';
import type { Redactor } from './redaction.ts';
import type { Scheduler } from './scheduler.ts';
import type { SqliteVault } from './vault.ts';

/** What every part of the sandbox stands on. Built once, see `createCore`, and handed in. */
export interface Core {
  readonly clock: VirtualClock;
  readonly scheduler: Scheduler;
  readonly recorder: Recorder;
  readonly log: EventLog;
  readonly vault: SqliteVault;
  readonly redactor: Redactor;
  readonly store: StateStore;
  readonly network: Network;
  readonly dispatcher: Dispatcher;
  readonly spans: SpanOwners;
  readonly correlator: Correlator;
  readonly inFlight: InFlight;
  /**
   * The persona behind a browser request: told by its signed `tracestate` (W3C Trace Context §3.3), or, where the
   * browser is the person's own, the persona at the keyboard.
   */
  personaOf: (tracestate: string | undefined, fromBrowser: boolean) => string | undefined;
  close(): void;
}
