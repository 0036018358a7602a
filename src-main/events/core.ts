import type { StateStore } from '../store/state-store.ts';
import type { VirtualClock } from './clock.ts';
import type { Correlator } from './correlator.ts';
import type { Dispatcher, SpanOwners } from './dispatcher.ts';
import type { InFlight } from './in-flight.ts';
import type { Recorder, Vault } from './recorder.ts';
import type { Scheduler } from './scheduler.ts';

/** What every part of the sandbox stands on. Built once by `sandbox.ts` and handed in. */
export interface Core {
  readonly clock: VirtualClock;
  readonly scheduler: Scheduler;
  readonly recorder: Recorder;
  readonly vault: Vault;
  readonly store: StateStore;
  readonly dispatcher: Dispatcher;
  readonly spans: SpanOwners;
  readonly correlator: Correlator;
  readonly inFlight: InFlight;
  /** Who a browser request comes from, told by its `tracestate` (RFC-free, W3C Trace Context §3.3) or the web host's active persona. */
  readonly personaOf: (tracestate: string | undefined) => string | undefined;
}
