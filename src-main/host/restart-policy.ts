/** How often and how soon a dead worker is started again. */
export interface RestartLimits {
  /** Wait before the first, second… restart, ms. As many restarts as there are entries. */
  delaysMs: readonly number[];
  /** Deaths older than this no longer count, ms. */
  windowMs: number;
}

export const DEFAULT_RESTART_LIMITS: RestartLimits = { delaysMs: [0, 500, 2000, 5000], windowMs: 60_000 };

/** Decides whether to start again: sooner after a first death, later after several, not at all after too many. */
export class RestartPolicy {
  readonly #limits: RestartLimits;
  #deaths: number[] = [];

  constructor(limits: RestartLimits = DEFAULT_RESTART_LIMITS) {
    this.#limits = limits;
  }

  /** Records a death at `now` (ms); answers the wait before the restart, or null when it is time to give up. */
  afterDeath(now: number): number | null {
    this.#deaths = [...this.#deaths.filter((time) => now - time < this.#limits.windowMs), now];
    return this.#limits.delaysMs[this.#deaths.length - 1] ?? null;
  }
}
