import { GatehouseError } from '../contract/errors.ts';
import { storageError } from '../store/storage-error.ts';
import type { LogIndex } from './log-search.ts';

/** While events are being written, a slice is indexed this often, ms: a fiftieth of the worker's time at most. */
const BUSY_MS = 250;
/** More events than this between two slices are a rush: the index waits until it is over, so that no answer waits for it. */
const RUSH = 500;
/** While nothing is written, the rest of the time between slices goes to whatever else there is to do, ms. */
const QUIET_MS = 15;

/** Fills the index of the log beside everything else. */
export class IdleIndexing {
  readonly #index: LogIndex;
  #timer: NodeJS.Timeout | undefined;
  /** Events since the last slice. */
  #written = 0;

  /** An older log may have events that are not indexed yet. */
  constructor(index: LogIndex) {
    this.#index = index;
    this.#arm(BUSY_MS);
  }

  /** So many events were committed. */
  written(count: number): void {
    this.#written += count;
    if (this.#timer === undefined) this.#arm(BUSY_MS);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #arm(ms: number): void {
    this.#timer = setTimeout(() => this.#step(), ms);
    this.#timer.unref();
  }

  #step(): void {
    this.#timer = undefined;
    const busy = this.#written > 0;
    const rush = this.#written > RUSH;
    this.#written = 0;
    if (rush) {
      this.#arm(BUSY_MS);
      return;
    }
    try {
      if (this.#index.add()) this.#arm(busy ? BUSY_MS : QUIET_MS);
    } catch (error) {
      // Another program has the file for a moment: a backup, or somebody who looks at it.
      const locked =
        error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
      if (locked) this.#arm(BUSY_MS);
      // A disk that takes nothing takes no index either. Searches compare records meanwhile; the next write tries again.
      else if (!(storageError(error, '') instanceof GatehouseError)) throw error;
    }
  }
}
