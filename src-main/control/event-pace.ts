import type { SandboxEvent } from '../contract/events.ts';
import type { StreamMessage } from '../contract/stream.ts';
import { monotonicNow } from '../events/clock.ts';

/** The pace is counted in slices of this length, ms of real time. */
const SLICE_MS = 100;
/** Events that are told in one slice. Far more than people make by hand: a whole sign-in is some sixty. */
const MOST_IN_SLICE = 300;

/**
 * Tells events as they are committed. While a flood lasts, they are named by their numbers alone: copying thousands of
 * events a second to windows that can show none of them would slow down what makes them.
 */
export class EventPace {
  readonly #tell: (message: StreamMessage) => void;
  readonly #now: () => number;
  #sliceBegan = Number.NEGATIVE_INFINITY;
  #inSlice = 0;
  /** The slice before this one had too many. */
  #flood = false;
  #untold: { first: number; last: number } | undefined;

  /** `now` is real time, ms. */
  constructor(tell: (message: StreamMessage) => void, now: () => number = monotonicNow) {
    this.#tell = tell;
    this.#now = now;
  }

  /** Takes a group of events, in order. */
  push(events: SandboxEvent[]): void {
    const [first, last] = [events[0], events.at(-1)];
    if (!first || !last) return;
    this.#slide();
    this.#inSlice += events.length;
    if (!this.#untold && !this.#flood && this.#inSlice <= MOST_IN_SLICE) {
      this.#tell({ kind: 'events', events });
      return;
    }
    if (!this.#untold) setTimeout(() => this.#tellRest(), SLICE_MS).unref();
    this.#untold = { first: this.#untold?.first ?? first.seq, last: last.seq };
  }

  #slide(): void {
    const now = this.#now();
    if (now - this.#sliceBegan < SLICE_MS) return;
    this.#flood = this.#inSlice > MOST_IN_SLICE && now - this.#sliceBegan < 2 * SLICE_MS;
    this.#sliceBegan = now;
    this.#inSlice = 0;
  }

  #tellRest(): void {
    const untold = this.#untold;
    this.#untold = undefined;
    if (untold) this.#tell({ kind: 'more', ...untold });
  }
}
