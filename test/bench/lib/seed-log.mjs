import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Events of one batch at most, as the log writes them. */
const BATCH = 64;

/** @typedef {{ seq: number, id: string, type: string, flow?: string, subject?: string, vtime: number, wtime: number }} Stored an event as a batch holds it */

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
    const batches = /** @type {{ chains: string, events: string }[]} */ (
      database.prepare('SELECT chains, events FROM batch ORDER BY last').all()
    );
    // Records that are copied refer to the same rows of `chain` as their originals.
    const chains = JSON.stringify([...new Set(batches.flatMap((batch) => JSON.parse(batch.chains)))]);
    const rows = batches
      .flatMap(({ events }) => /** @type {Stored[]} */ (JSON.parse(events)))
      .filter(({ flow, type }) => flow !== undefined && type !== 'lab.verb.played')
      .map((event) => JSON.stringify(event));
    const have = /** @type {{ n: number, last: number }} */ (
      database.prepare('SELECT total(count) AS n, max(last) AS last FROM batch').get()
    );
    const add = batchWriter(database, chains);
    const last = have.last + total - have.n;
    const longFrom = last - long * rows.length;
    const longFlow = `f${randomBytes(6).toString('hex')}`;
    let seq = have.last;
    database.transaction(() => {
      /** @type {Stored[]} */
      let batch = [];
      for (let copy = 1; seq < last; copy += 1) {
        const renamed = renamer();
        for (const row of rows) {
          if (seq >= last) break;
          seq += 1;
          const event = /** @type {Stored} */ (JSON.parse(renamed(row)));
          Object.assign(event, { seq, id: randomUUID() });
          event.vtime += copy * 60_000;
          event.wtime += copy * 60_000;
          if (seq > longFrom) event.flow = longFlow;
          batch.push(event);
          if (batch.length === BATCH) {
            add(batch);
            batch = [];
          }
        }
      }
      if (batch.length > 0) add(batch);
    })();
    return /** @type {{ events: number, flows: number, bytes: number }} */ (
      database
        .prepare(
          `SELECT total(count) AS events, total(bytes) AS bytes,
             (SELECT count(DISTINCT flow) FROM batch_flow) AS flows FROM batch`,
        )
        .get()
    );
  } finally {
    database.close();
  }
}

/**
 * Answers a function that writes a batch as the log does.
 *
 * @param {Database.Database} database
 * @param {string} chains
 */
function batchWriter(database, chains) {
  const insert = database.prepare(
    'INSERT INTO batch (last, first, count, bytes, types, subjects, chains, events) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const insertFlow = database.prepare(
    'INSERT INTO batch_flow (flow, batch, last, count) VALUES (?, ?, ?, ?)',
  );
  const listed = (/** @type {(string | undefined)[]} */ names) =>
    ['', ...new Set(names.filter((name) => name !== undefined)), ''].join('\n') || '\n';
  return (/** @type {Stored[]} */ events) => {
    const text = JSON.stringify(events);
    const first = events[0]?.seq;
    const last = events.at(-1)?.seq;
    const types = listed(events.map((event) => event.type));
    const subjects = listed(
      events.map((event) => (event.type.startsWith('http.') ? undefined : event.subject)),
    );
    insert.run(last, first, events.length, text.length, types, subjects, chains, text);
    for (const flow of new Set(events.map((event) => event.flow))) {
      const own = events.filter((event) => event.flow === flow);
      insertFlow.run(flow, last, own.at(-1)?.seq, own.length);
    }
  };
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
