import { createHash } from 'node:crypto';
import { type Connection, loadDriver } from './driver.ts';

/** Tables that are not state: they neither travel with a snapshot nor count in the digest. */
const NOT_STATE = new Set(['outbox']);

/** The tables of the state, by name. */
export function stateTables(connection: Connection): string[] {
  const rows = connection
    .prepare(
      "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .all() as { name: string }[];
  return rows.map((row) => row.name).filter((name) => !NOT_STATE.has(name));
}

/** Every row of every table of the state, as cells in the order of the columns. */
export function* stateContents(connection: Connection): Iterable<[table: string, rows: unknown[][]]> {
  for (const table of stateTables(connection)) {
    yield [table, connection.prepare(`SELECT * FROM main."${table}"`).raw().all() as unknown[][]];
  }
}

/** SHA-256 over every row of every table in a fixed order: equal digests mean equal states. */
export function digestOf(contents: Iterable<[table: string, rows: unknown[][]]>): string {
  const hash = createHash('sha256');
  for (const [table, rows] of contents) {
    hash.update(`\n${table}\n`);
    for (const row of rows.map((cells) => JSON.stringify(cells)).sort()) hash.update(`${row}\n`);
  }
  return hash.digest('hex');
}

/** The digest of a copy of the state, which is read and not changed. */
export function digestOfCopy(file: string): string {
  const connection = new (loadDriver())(file, { readonly: true, fileMustExist: true });
  try {
    return digestOf(stateContents(connection));
  } finally {
    connection.close();
  }
}
