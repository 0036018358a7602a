import { chmodSync, mkdirSync } from 'node:fs';
import { GatehouseError } from '../contract/errors.ts';

/**
 * Creates the folder for its owner alone (it holds signing keys).
 *
 * @throws GatehouseError `data.not-writable`
 */
export function ensureDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    // mkdir leaves a folder that was there as it was.
    chmodSync(dataDir, 0o700);
  } catch (cause) {
    throw new GatehouseError({
      code: 'data.not-writable',
      what: `The data folder ${dataDir} cannot be used.`,
      why: cause instanceof Error ? cause.message : String(cause),
      next: 'Choose another folder with --data DIR or GATEHOUSE_DATA, or mend the rights of this one.',
      cause,
    });
  }
}
