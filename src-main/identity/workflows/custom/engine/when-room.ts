import { GatehouseError } from '../../../../contract/errors.ts';

/** How long it waits before it tries again, ms of real time. */
const PAUSE_MS = 500;

/** What a disk can get over: it is full, can only be read, or does not answer. */
const PASSING = new Set(['storage.full', 'storage.read-only', 'storage.failing']);

/** Whether the disk refused, and may take it later. */
export const isStorageTrouble = (error: unknown): boolean =>
  error instanceof GatehouseError && PASSING.has(error.code);

/**
 * Writes, and where the disk refuses tries again until it does not, or `signal` ends it. What came of a call is known to
 * nobody else: given up, the run would not know whether it was made.
 */
export async function whenRoom<T>(signal: AbortSignal, write: () => T): Promise<T | undefined> {
  while (!signal.aborted)
    try {
      return write();
    } catch (error) {
      if (!isStorageTrouble(error)) throw error;
      await pause(signal);
    }
  return undefined;
}

/** Waits before another try. */
export const pause = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    // biome-ignore lint/style/noRestrictedGlobals: real time of a real disk, which virtual time does not move.
    const timer = setTimeout(done, PAUSE_MS);
    signal.addEventListener('abort', done);
  });
