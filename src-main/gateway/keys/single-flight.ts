/** Lets many callers who want the same thing at the same time share one request for it. */
export class SingleFlight<T> {
  readonly #flights = new Map<string, Promise<T>>();

  /** Joins the flight for `key`, or starts one. Rejects as the flight does. */
  run(key: string, work: () => Promise<T>): Promise<T> {
    const known = this.#flights.get(key);
    if (known) return known;
    const flight = work().finally(() => {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    });
    this.#flights.set(key, flight);
    return flight;
  }

  /** Lets later callers start anew; flights that are under way end for those who wait. */
  forget(): void {
    this.#flights.clear();
  }
}
