/** A request that is under way. */
export interface Flight {
  /** Ends it, since it must end. */
  abort(): void;
}

/**
 * The requests that are under way. Before the state is replaced they are given a moment to end; what has not ended by
 * then is aborted, and what arrives meanwhile waits at the gate.
 */
export class InFlight {
  readonly #flights = new Set<Flight>();
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
    this.#flights.add(flight);
  }

  /** Counts a request out. */
  leave(flight: Flight): void {
    this.#flights.delete(flight);
    if (this.#flights.size === 0) this.#idle?.();
  }

  get count(): number {
    return this.#flights.size;
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
    if (this.#flights.size === 0) return 0;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, graceMs);
      this.#idle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#idle = undefined;
    const rest = [...this.#flights];
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
