import type { Connection } from '../store/driver.ts';

/** How many events are indexed in one go: a few milliseconds of work. */
const SLICE = 150;
/** An index of which more than this part tells of removed events is made anew. */
const STALE = 0.5;

/**
 * The words of a search as the index splits them (FTS5, `unicode61`). A word with letters beyond ASCII is left to the
 * comparison that follows the index, since its folding is not the index's.
 */
export function searchWords(search: string): string[] {
  return search.split(/[^\p{L}\p{N}\p{M}\p{Co}]+/u).filter((word) => /^[a-z0-9]+$/i.test(word));
}

/** A MATCH expression: all words, the last one by its beginning, since it may be half typed. */
export function matchAll(words: readonly string[]): string {
  return `${words.map((word) => `"${word}"`).join(' ')}*`;
}

/** The `seq` up to which the index holds the log. */
export function indexedTo(connection: Connection): number {
  const row = connection.prepare("SELECT value FROM meta WHERE key = 'indexed-to'").get();
  return Number((row as { value: string } | undefined)?.value ?? 0);
}

/**
 * The index of the log's words. It is filled after the events were committed, a slice at a time, so that nothing that
 * is recorded waits for it; what it does not hold yet is compared batch by batch. It keeps no text, only which words a
 * batch has.
 */
export class LogIndex {
  readonly #connection: Connection;
  readonly #addSlice: () => boolean;

  constructor(connection: Connection) {
    this.#connection = connection;
    const next = connection.prepare('SELECT last, count FROM batch WHERE last > ? ORDER BY last');
    // A line break in JSON is a letter after a backslash, which would become part of the word behind it.
    const add = connection.prepare(`
      INSERT INTO event_search (rowid, text)
      SELECT last, replace(replace(replace(events || coalesce((SELECT group_concat(reasons, ' ') FROM chain
        WHERE id IN (SELECT value FROM json_each(batch.chains))), ''), '\\n', ' '), '\\r', ' '), '\\t', ' ')
      FROM batch WHERE last > ? AND last <= ?`);
    this.#addSlice = connection.transaction(() => {
      const from = indexedTo(connection);
      let to = from;
      let events = 0;
      for (const row of next.iterate(from)) {
        const { last, count } = row as { last: number; count: number };
        to = last;
        events += count;
        if (events >= SLICE) break;
      }
      if (to === from) return false;
      add.run(from, to);
      this.#rememberTo(to);
      return events >= SLICE;
    });
  }

  /** Takes in the next events. Answers whether there are more. */
  add(): boolean {
    return this.#addSlice();
  }

  /** Called when events were removed. What the index still says of them is skipped by readers, until it is too much. */
  removed(): void {
    const kept = this.#count('SELECT count(*) AS n FROM batch WHERE last <= ?', indexedTo(this.#connection));
    const held = this.#count('SELECT count(*) AS n FROM event_search_docsize');
    if (held === 0 || held - kept <= held * STALE) return;
    this.#connection.transaction(() => {
      this.#connection.prepare("INSERT INTO event_search (event_search) VALUES ('delete-all')").run();
      this.#rememberTo(0);
    })();
  }

  #count(sql: string, ...values: unknown[]): number {
    return (this.#connection.prepare(sql).get(...values) as { n: number }).n;
  }

  #rememberTo(seq: number): void {
    this.#connection
      .prepare(
        "INSERT INTO meta (key, value) VALUES ('indexed-to', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
      )
      .run(String(seq));
  }
}
