import { GatehouseError } from '../contract/errors.ts';

/** Where domain code gets the time from. Nothing else may: a lint rule forbids `Date` and timers there. */
export interface Clock {
  /** Virtual now, ms since the epoch. */
  now(): number;
  /** Virtual now, whole seconds since the epoch, as JWTs count (RFC 7519 §2, NumericDate). */
  seconds(): number;
}

/** The furthest that the clock may be from real time, ms: ten years. Beyond it, dates lose all teaching value. */
export const MAX_OFFSET_MS = 10 * 365 * 24 * 3600 * 1000;

/** Reads real time. The `Date` of the worker is virtual, so this is captured before it is replaced. */
export const realNow: () => number = Date.now.bind(Date);

/** Real time that never jumps, ms: for durations and for timeouts of real input and output. */
export const monotonicNow: () => number = performance.now.bind(performance);

/** The sandbox's own clock: real time plus an offset that people choose. */
export class VirtualClock implements Clock {
  #offset = 0;
  readonly #changed = new Set<() => void>();

  now(): number {
    return realNow() + this.#offset;
  }

  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  /** Virtual minus real, ms. */
  get offset(): number {
    return this.#offset;
  }

  /** Sets the offset and empties every cache that registered. Throws `clock.out-of-range`. */
  setOffset(offset: number): void {
    assertOffset(offset);
    this.#offset = offset;
    for (const listener of this.#changed) listener();
  }

  /** Moves the clock without telling anybody: the scheduler uses it to run a task at the task's own time. */
  slideTo(virtualTime: number): void {
    this.#offset = virtualTime - realNow();
  }

  /** Calls `listener` after each change of the clock. Answers the function that stops it. */
  onChange(listener: () => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }
}

/** Throws `clock.out-of-range` when an offset is not a whole number of ms within {@link MAX_OFFSET_MS}. */
export function assertOffset(offset: number): void {
  if (Number.isSafeInteger(offset) && Math.abs(offset) <= MAX_OFFSET_MS) return;
  throw new GatehouseError({
    code: 'clock.out-of-range',
    what: 'The clock did not move.',
    why: 'It can be at most ten years away from real time.',
    next: 'Choose a smaller jump, or go back to real time first.',
  });
}
