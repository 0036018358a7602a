import type { Connection } from '../store/driver.ts';
import type { StoredEvent } from './stored-event.ts';

/** Trimming goes this far below the limit, so that it does not run for each new event. */
const HEADROOM = 0.9;

/**
 * Removes the oldest batches until the records take at most `limitBytes`, and the secrets that only they used.
 * Events of pinned stories stay. Answers how many events were removed.
 */
export function trimLog(connection: Connection, limitBytes: number): number {
  const number = (sql: string, ...values: unknown[]) =>
    connection
      .prepare(sql)
      .pluck()
      .get(...values) as number;
  const total = number('SELECT total(bytes) FROM batch');
  if (total <= limitBytes) return 0;
  return connection.transaction(() => {
    rememberLast(connection);
    const cut = cutAt(connection, total - limitBytes * HEADROOM);
    const before = number('SELECT total(count) FROM batch WHERE last <= ?', cut);
    const pinned = new Set(connection.prepare('SELECT flow FROM pinned_flow').pluck().all() as string[]);
    const kept = keepPinned(connection, cut, pinned);
    connection
      .prepare('DELETE FROM batch_flow WHERE batch <= ? AND flow NOT IN (SELECT flow FROM pinned_flow)')
      .run(cut);
    connection.prepare('DELETE FROM batch WHERE last <= ? AND count = 0').run(cut);
    connection
      .prepare('DELETE FROM chain WHERE id NOT IN (SELECT value FROM batch, json_each(batch.chains))')
      .run();
    if (pinned.size === 0) connection.prepare('DELETE FROM secret WHERE seq <= ?').run(cut);
    return before - kept;
  })();
}

/** Empties the batches up to `cut` of all but the events of pinned stories. Answers how many those are. */
function keepPinned(connection: Connection, cut: number, pinned: ReadonlySet<string>): number {
  const holding = connection
    .prepare(
      'SELECT DISTINCT batch FROM batch_flow WHERE batch <= ? AND flow IN (SELECT flow FROM pinned_flow)',
    )
    .pluck()
    .all(cut) as number[];
  const read = connection.prepare('SELECT events FROM batch WHERE last = ?').pluck();
  const left = holding.map((batch) => {
    const events = JSON.parse(read.get(batch) as string) as StoredEvent[];
    return { batch, events: events.filter(({ flow }) => flow !== undefined && pinned.has(flow)) };
  });
  connection.prepare("UPDATE batch SET count = 0, bytes = 0, events = '[]' WHERE last <= ?").run(cut);
  const write = connection.prepare(
    'UPDATE batch SET first = ?, count = ?, bytes = ?, events = ? WHERE last = ?',
  );
  let kept = 0;
  for (const { batch, events } of left) {
    const text = JSON.stringify(events);
    write.run(events[0]?.seq ?? batch, events.length, text.length, text, batch);
    kept += events.length;
  }
  return kept;
}

/** The `last` of the batch up to which about `bytes` of records lie. */
function cutAt(connection: Connection, bytes: number): number {
  let sum = 0;
  let cut = 0;
  for (const row of connection.prepare('SELECT last, bytes FROM batch ORDER BY last').iterate()) {
    const { last, bytes: size } = row as { last: number; bytes: number };
    cut = last;
    sum += size;
    if (sum >= bytes) break;
  }
  return cut;
}

function rememberLast(connection: Connection): void {
  connection
    .prepare(
      `INSERT INTO meta (key, value) SELECT 'last-seq', coalesce(max(last), 0) FROM batch WHERE true
       ON CONFLICT (key) DO UPDATE SET value = max(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER))`,
    )
    .run();
}
