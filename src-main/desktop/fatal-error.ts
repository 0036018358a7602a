import { type PublicError, toPublicError } from '../contract/errors.ts';
import { ensureDataDir } from '../host/ensure-data-dir.ts';

/** What to tell about an error that keeps the window from opening: mostly, that the data folder cannot be used. */
export function fatalError(thrown: unknown, dataDir: string): PublicError {
  try {
    ensureDataDir(dataDir);
  } catch (unusable) {
    return toPublicError(unusable);
  }
  return toPublicError(thrown);
}
