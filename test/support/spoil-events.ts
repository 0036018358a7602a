import { closeSync, openSync, writeSync } from 'node:fs';
import Database from 'better-sqlite3';

/** Spoils pages of the events in the file of a running sandbox, and has it read the file anew. */
export function spoilEvents(file: string, which: 'all' | 'oldest' = 'all'): void {
  const database = new Database(file);
  database.pragma('wal_checkpoint(TRUNCATE)');
  const leaves = "pagetype = 'leaf' ORDER BY path LIMIT 1";
  const pages = database
    .prepare(`SELECT pageno FROM dbstat WHERE name = 'batch' AND ${which === 'all' ? 'true' : leaves}`)
    .pluck()
    .all() as number[];
  const size = Number(database.pragma('page_size', { simple: true }));
  const open = openSync(file, 'r+');
  for (const page of pages) writeSync(open, Buffer.alloc(size, 'spoilt '), 0, size, (page - 1) * size);
  closeSync(open);
  // A change by another program makes SQLite forget what it holds of the file.
  database.prepare("INSERT INTO meta (key, value) VALUES ('changed', '1')").run();
  database.close();
}
