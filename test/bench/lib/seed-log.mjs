import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** @typedef {{ seq: number, id: string, type: string, flow: string | null, bytes: number, record: string, chain: number | null }} Row */

/**
 * Fills the log of a data folder up to `total` events: the stories that a real sandbox has recorded there, again and
 * again, each time under new ids (flow, trace, span, event) and a minute later. Nothing else in them is changed, so
 * what is read is what the recorder wrote. The last `long` copies keep one flow's name: one long story, the newest.
 * No sandbox may be using the folder.
 *
 * @param {string} dataDir
 * @param {number} total
 * @param {number} long
 * @returns {{ events: number, flows: number, bytes: number }}
 */
export function seedLog(dataDir, total, long = 40) {
  const database = new Database(join(dataDir, 'events.db'));
  try {
    const rows = /** @type {Row[]} */ (
      database
        .prepare("SELECT * FROM event WHERE flow IS NOT NULL AND type <> 'lab.verb.played' ORDER BY seq")
        .all()
    );
    const have = /** @type {{ n: number, last: number }} */ (
      database.prepare('SELECT count(*) AS n, max(seq) AS last FROM event').get()
    );
    const insert = database.prepare(
      'INSERT INTO event (seq, id, type, flow, bytes, record, chain) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    const last = have.last + total - have.n;
    const longFrom = last - long * rows.length;
    const longFlow = `f${randomBytes(6).toString('hex')}`;
    let seq = have.last;
    database.transaction(() => {
      for (let copy = 1; seq < last; copy += 1) {
        const renamed = renamer();
        for (const row of rows) {
          if (seq >= last) break;
          seq += 1;
          const event = JSON.parse(renamed(row.record));
          Object.assign(event, { seq, id: randomUUID() });
          event.vtime += copy * 60_000;
          event.wtime += copy * 60_000;
          if (seq > longFrom) event.flow = longFlow;
          const record = JSON.stringify(event);
          insert.run(seq, event.id, row.type, event.flow, record.length, record, row.chain);
        }
      }
    })();
    return /** @type {{ events: number, flows: number, bytes: number }} */ (
      database
        .prepare('SELECT count(*) AS events, count(DISTINCT flow) AS flows, sum(bytes) AS bytes FROM event')
        .get()
    );
  } finally {
    database.close();
  }
}

/** Gives every flow, trace and span a new id of the same length, the same one for the same id. */
function renamer() {
  /** @type {Map<string, string>} */
  const known = new Map();
  return (/** @type {string} */ text) =>
    text.replace(/"(f[0-9a-f]{12,17}|[0-9a-f]{16}|[0-9a-f]{32})"/g, (id) => {
      const length = id.length - 2;
      const hex = randomBytes(16).toString('hex').slice(0, length);
      const next = known.get(id) ?? `"${length === 16 || length === 32 ? hex : `f${hex.slice(1)}`}"`;
      known.set(id, next);
      return next;
    });
}
