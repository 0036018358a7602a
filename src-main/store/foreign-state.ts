import { GatehouseError } from '../contract/errors.ts';
import { assertOffset } from '../events/clock.ts';
import { Accounts } from './accounts.ts';
import { Apis } from './apis.ts';
import { Applications } from './applications.ts';
import { type Connection, loadDriver } from './driver.ts';
import { STATE_MIGRATIONS } from './migrations/state.ts';
import type { StateStore } from './state-store.ts';

/**
 * Looks at a state database that came from elsewhere, and changes nothing: it must be whole, have exactly the tables of
 * this version (no trigger, no view: those would be code), and hold rows that can be read.
 *
 * Throws `snapshot.unfit` with the reason.
 */
export function checkForeignState(file: string): void {
  const connection = open(file);
  try {
    connection.pragma('trusted_schema = OFF');
    connection.pragma('cell_size_check = ON');
    const version = Number(connection.pragma('user_version', { simple: true }));
    if (version !== STATE_MIGRATIONS.length)
      throw unfit(`its state has version ${version}, and this app reads version ${STATE_MIGRATIONS.length}`);
    if (schemaOf(connection) !== expectedSchema())
      throw unfit('its tables are not those of a Gatehouse state');
    if (connection.pragma('integrity_check(1)', { simple: true }) !== 'ok')
      throw unfit('its database is damaged');
    readRows(connection);
  } catch (error) {
    if (error instanceof GatehouseError && error.code === 'snapshot.unfit') throw error;
    throw unfit('its database cannot be read', error);
  } finally {
    connection.close();
  }
}

function open(file: string): Connection {
  try {
    return new (loadDriver())(file, { readonly: true, fileMustExist: true });
  } catch (error) {
    throw unfit('its database cannot be read', error);
  }
}

const schemaOf = (connection: Connection): string =>
  JSON.stringify(
    connection.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').raw().all(),
  );

function expectedSchema(): string {
  const fresh = new (loadDriver())(':memory:');
  try {
    for (const step of STATE_MIGRATIONS) fresh.exec(step);
    return schemaOf(fresh);
  } finally {
    fresh.close();
  }
}

/** What the parts read at every start is read once here: a row that they would trip over is found now. */
function readRows(connection: Connection): void {
  const rows = {
    prepare: (sql: string) => connection.prepare(sql),
    kept: <T>(_table: string, _key: string, read: () => T) => read(),
  } as unknown as StateStore;
  new Accounts(rows).all();
  new Applications(rows).all();
  new Apis(rows).all();
  const settings = connection.prepare('SELECT key, value FROM setting').all() as {
    key: string;
    value: string;
  }[];
  for (const { key, value } of settings) {
    const parsed: unknown = JSON.parse(value);
    if (key === 'clock.offset') assertOffset(Number(parsed));
  }
}

/** A snapshot file that is not taken. */
export function unfit(why: string, cause?: unknown): GatehouseError {
  return new GatehouseError({
    code: 'snapshot.unfit',
    what: 'This file was not added.',
    why: `Of what a snapshot file must be, this one is not: ${why}.`,
    next: 'Save the snapshot anew in the Gatehouse that it comes from, with the same version as this one.',
    status: 422,
    ...(cause === undefined ? {} : { cause, detail: cause instanceof Error ? cause.message : String(cause) }),
  });
}
