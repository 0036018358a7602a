import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';

/** A connection to one SQLite file. */
export type Connection = BetterSqlite3.Database;
export type Statement = BetterSqlite3.Statement;

/**
 * Loads the SQLite driver. This is the one place that does.
 *
 * `GATEHOUSE_SQLITE_DRIVER` names another build of the same driver: old Electrons on test machines cannot load the
 * current one. Both read and write the same files.
 */
export function loadDriver(): typeof BetterSqlite3 {
  const load = createRequire(import.meta.url);
  return load(process.env.GATEHOUSE_SQLITE_DRIVER ?? 'better-sqlite3') as typeof BetterSqlite3;
}

/** A prepared statement with the shape of its rows. */
export interface Query<Row> {
  get(...parameters: unknown[]): Row | undefined;
  all(...parameters: unknown[]): Row[];
  run(...parameters: unknown[]): { changes: number };
}
