/** A request that is under way. */
export abstract class Flight {
  /** Its neighbours among those under way; undefined while it is not. */
  before: Flight | undefined = undefined;
  after: Flight | undefined = undefined;

  /** Ends it, since it must end. */
  abstract abort(): void;
}

/** Stands before the first of those under way. */
class Head extends Flight {
  abort(): void {}
}

/**
 * The requests that are under way, in a list by which they hold one another. A `Set` that is filled and emptied again and
 * again leaves tables behind, each of which still refers to the next: requests that ended long ago would then outlive the
 * short collections of the garbage collector, and make each of them long. Before the state is replaced they are given a moment to end; what has not ended by
 * then is aborted, and what arrives meanwhile waits at the gate.
 */
export class InFlight {
  readonly #head: Flight = new Head();
  #count = 0;
  #gate: { promise: Promise<void>; open: () => void } | undefined;
  #idle: (() => void) | undefined;

  /** Resolves when requests are let in; undefined when they are let in now. */
  admitted(): Promise<void> | undefined {
    return this.#gate && this.#opened();
  }

  async #opened(): Promise<void> {
    while (this.#gate) await this.#gate.promise;
  }

  /** Counts a request in. */
  enter(flight: Flight): void {
    const { after } = this.#head;
    flight.before = this.#head;
    flight.after = after;
    if (after) after.before = flight;
    this.#head.after = flight;
    this.#count += 1;
  }

  /** Counts a request out. */
  leave(flight: Flight): void {
    const { before, after } = flight;
    if (!before) return;
    before.after = after;
    if (after) after.before = before;
    flight.before = undefined;
    flight.after = undefined;
    this.#count -= 1;
    if (this.#count === 0) this.#idle?.();
  }

  get count(): number {
    return this.#count;
  }

  /**
   * Closes the gate, waits up to `graceMs` of real time for requests to end, aborts the rest, runs `work`, and opens
   * the gate again. `work` hears how many were aborted, which is answered beside its result.
   */
  async exclusively<T>(
    graceMs: number,
    work: (aborted: number) => T | Promise<T>,
  ): Promise<{ result: T; aborted: number }> {
    await this.admitted();
    this.#gate = gate();
    try {
      const aborted = await this.#drain(graceMs);
      return { result: await work(aborted), aborted };
    } finally {
      const { open } = this.#gate;
      this.#gate = undefined;
      open();
    }
  }

  async #drain(graceMs: number): Promise<number> {
    if (this.#count === 0) return 0;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, graceMs);
      this.#idle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#idle = undefined;
    const rest: Flight[] = [];
    for (let flight = this.#head.after; flight; flight = flight.after) rest.push(flight);
    for (const flight of rest) flight.abort();
    return rest.length;
  }
}

function gate(): { promise: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}
