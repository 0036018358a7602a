import { GatehouseError } from '../contract/errors.ts';

/** What keeps a database from being written or read, by SQLite's result code (https://sqlite.org/rescode.html) or the system's. */
const TROUBLE: readonly { code: string; cause: 'full' | 'read-only' | 'corrupt' | 'failing' }[] = [
  { code: 'SQLITE_FULL', cause: 'full' },
  { code: 'SQLITE_READONLY', cause: 'read-only' },
  { code: 'SQLITE_CORRUPT', cause: 'corrupt' },
  { code: 'SQLITE_NOTADB', cause: 'corrupt' },
  { code: 'SQLITE_IOERR', cause: 'failing' },
  { code: 'SQLITE_CANTOPEN', cause: 'failing' },
  { code: 'ENOSPC', cause: 'full' },
  { code: 'EDQUOT', cause: 'full' },
  { code: 'EROFS', cause: 'read-only' },
  { code: 'EACCES', cause: 'read-only' },
  { code: 'EIO', cause: 'failing' },
];

const WHY = {
  full: 'The disk is full.',
  'read-only': 'The disk, or the data folder on it, can only be read.',
  corrupt: 'A file of the data folder is damaged.',
  failing: 'The disk does not take or give what it should.',
} as const;

const NEXT = {
  full: 'Free some disk space. What waits is written as soon as there is room.',
  'read-only': 'Make the data folder writable, or choose another one with --data DIR.',
  corrupt: 'Start Gatehouse again: it looks at its files when it starts and says what can be saved.',
  failing: 'Check the disk. Then start Gatehouse again, or choose another data folder with --data DIR.',
} as const;

/**
 * A failure of the disk or of a database file, told so that a person can act; any other error as it is. `what` says what
 * could not be done. The status is 507 (RFC 4918 §11.5): nothing was acknowledged.
 */
export function storageError(error: unknown, what: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const cause = TROUBLE.find((known) => code.startsWith(known.code))?.cause;
  if (!cause) return error;
  return new GatehouseError({
    code: `storage.${cause}`,
    what,
    why: WHY[cause],
    next: NEXT[cause],
    detail: `${code}: ${error instanceof Error ? error.message : ''}`,
    status: 507,
    cause: error,
  });
}
