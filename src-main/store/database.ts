import { copyFileSync, existsSync } from 'node:fs';
import { GatehouseError } from '../contract/errors.ts';
import { type Connection, loadDriver } from './driver.ts';
import { limitPages } from './page-limit.ts';
import { storageError } from './storage-error.ts';

/** Pages of the write-ahead log after which SQLite carries them over: rarely, since each time waits for the disk. */
const CHECKPOINT_PAGES = 4_000;

/** Pages that a connection keeps in memory, KiB. The driver would take 16 MB; the system keeps the file at hand anyway. */
const CACHE_KIB = 4096;

/** The database of the state, in the data folder. */
export const STATE_FILE = 'state.db';

/**
 * Opens a database, brings it to the newest schema and has `inspect` look at it. A file of an older version is copied aside first
 * (`name.v1.bak`); one of a newer version is refused with `data.newer`; one that SQLite cannot read with `data.corrupt`.
 */
export function openDatabase(
  file: string,
  migrations: readonly string[],
  inspect: (connection: Connection) => void = quickCheck,
): Connection {
  const Driver = loadDriver();
  let connection: Connection | undefined;
  try {
    connection = new Driver(file);
    connection.pragma('journal_mode = WAL');
    // A killed process loses nothing that was committed; only a power cut could lose the last moments.
    connection.pragma('synchronous = NORMAL');
    connection.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    connection.pragma('foreign_keys = ON');
    connection.pragma(`cache_size = -${CACHE_KIB}`);
    migrate(connection, file, migrations);
    limitPages(connection, file);
    inspect(connection);
    return connection;
  } catch (error) {
    connection?.close();
    if (error instanceof GatehouseError) throw error;
    const known = storageError(error, 'The data could not be opened.');
    if (known instanceof GatehouseError && known.code !== 'storage.corrupt') throw known;
    throw unreadable(file, error);
  }
}

/** Reads the whole file, so that damage shows now and not in the middle of work. For a database that is small. */
function quickCheck(connection: Connection): void {
  const result = connection.pragma('quick_check(1)', { simple: true });
  if (result !== 'ok') throw new Error(String(result));
}

function migrate(connection: Connection, file: string, migrations: readonly string[]): void {
  const version = Number(connection.pragma('user_version', { simple: true }));
  if (version === migrations.length) return;
  if (version > migrations.length) {
    throw new GatehouseError({
      code: 'data.newer',
      what: 'This data belongs to a newer Gatehouse.',
      why: `${file} has version ${version}; this app reads up to version ${migrations.length}.`,
      next: 'Update the app, or start with another data folder (--data DIR).',
    });
  }
  if (version > 0) backUp(connection, file, version);
  connection.transaction(() => {
    for (const step of migrations.slice(version)) connection.exec(step);
    connection.pragma(`user_version = ${migrations.length}`);
  })();
}

function backUp(connection: Connection, file: string, version: number): void {
  connection.pragma('wal_checkpoint(TRUNCATE)');
  const copy = `${file}.v${version}.bak`;
  if (!existsSync(copy)) copyFileSync(file, copy);
}

function unreadable(file: string, cause: unknown): GatehouseError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new GatehouseError({
    code: 'data.corrupt',
    what: 'The data could not be opened.',
    why: `${file}: ${detail}.`,
    next: 'Start afresh: a new world begins, and the damaged file is kept beside it. In the window there is a button for it; on the command line, add --start-afresh. Or choose another data folder (--data DIR).',
    detail,
    cause,
  });
}
