import { copyFileSync, existsSync } from 'node:fs';
import { GatehouseError } from '../contract/errors.ts';
import { type Connection, loadDriver } from './driver.ts';

/**
 * Opens a database and brings it to the newest schema. A file of an older version is copied aside first
 * (`name.v1.bak`); one of a newer version is refused with `data.newer`; one that SQLite cannot read with `data.corrupt`.
 */
export function openDatabase(file: string, migrations: readonly string[]): Connection {
  const Driver = loadDriver();
  try {
    const connection = new Driver(file);
    connection.pragma('journal_mode = WAL');
    // A killed process loses nothing that was committed; only a power cut could lose the last moments.
    connection.pragma('synchronous = NORMAL');
    connection.pragma('foreign_keys = ON');
    migrate(connection, file, migrations);
    return connection;
  } catch (error) {
    if (error instanceof GatehouseError) throw error;
    throw unreadable(file, error);
  }
}

function migrate(connection: Connection, file: string, migrations: readonly string[]): void {
  const version = Number(connection.pragma('user_version', { simple: true }));
  if (version === migrations.length) return;
  if (version > migrations.length) {
    connection.close();
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
    next: 'Move the file away and start again for a fresh world, or choose another data folder (--data DIR). The file itself was not changed.',
    detail,
    cause,
  });
}
