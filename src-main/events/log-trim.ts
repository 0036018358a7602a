import type { Connection } from '../store/driver.ts';

/** Trimming goes this far below the limit, so that it does not run for each new event. */
const HEADROOM = 0.9;

/**
 * Removes the oldest events until the records take at most `limitBytes`, and the secrets that only they used.
 * Events of pinned stories stay. Answers how many were removed.
 */
export function trimLog(connection: Connection, limitBytes: number): number {
  const total = (connection.prepare('SELECT total(bytes) AS n FROM event').get() as { n: number }).n;
  if (total <= limitBytes) return 0;
  return connection.transaction(() => {
    rememberLast(connection);
    const cut = cutAt(connection, total - limitBytes * HEADROOM);
    const removed = connection
      .prepare(
        'DELETE FROM event WHERE seq <= ? AND (flow IS NULL OR flow NOT IN (SELECT flow FROM pinned_flow))',
      )
      .run(cut).changes;
    connection
      .prepare('DELETE FROM chain WHERE id NOT IN (SELECT DISTINCT chain FROM event WHERE chain IS NOT NULL)')
      .run();
    const pinned = connection.prepare('SELECT count(*) AS n FROM pinned_flow').get() as { n: number };
    if (pinned.n === 0) connection.prepare('DELETE FROM secret WHERE seq <= ?').run(cut);
    return removed;
  })();
}

/** The `seq` up to which about `bytes` of records lie. */
function cutAt(connection: Connection, bytes: number): number {
  let sum = 0;
  let cut = 0;
  for (const row of connection.prepare('SELECT seq, bytes FROM event ORDER BY seq').iterate()) {
    const { seq, bytes: size } = row as { seq: number; bytes: number };
    cut = seq;
    sum += size;
    if (sum >= bytes) break;
  }
  return cut;
}

function rememberLast(connection: Connection): void {
  connection
    .prepare(
      `INSERT INTO meta (key, value) SELECT 'last-seq', coalesce(max(seq), 0) FROM event WHERE true
       ON CONFLICT (key) DO UPDATE SET value = max(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER))`,
    )
    .run();
}
