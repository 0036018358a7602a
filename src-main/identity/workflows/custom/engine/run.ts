import type { StoredRun } from '../../../../store/workflows/run-row.ts';
import type { RunState } from './run-state.ts';

/** A run with its state as it is meant. */
export type Run = Omit<StoredRun, 'state'> & { state: RunState };

/** The store keeps the state as JSON; only the engine writes it, from {@link RunState}. */
export const asRun = (stored: StoredRun): Run => stored as unknown as Run;
export const asStored = (run: Run): StoredRun => run as unknown as StoredRun;
