import type { EventType } from '../contract/event-types.ts';
import type { SandboxEvent } from '../contract/events.ts';
import type { Connection } from '../store/driver.ts';
import { LogDamage } from './log-damage.ts';
import { indexedTo, matchAll, searchWords } from './log-search.ts';

/** Which events to read. With `after` the oldest come first; without it the newest `limit` are taken. */
export interface EventFilter {
  after?: number;
  before?: number;
  limit: number;
  flows?: readonly string[];
  types?: readonly EventType[];
  /** The account that the facts are about. */
  subject?: string;
  search?: string;
}

/** A flow as the index of the log knows it: the newest event, by `seq`, and how many it has. */
export interface FlowExtent {
  flow: string;
  last: number;
  events: number;
}

type Row = { record: string; chain: number | null };

/** Reads the event log's database. Records were validated when they were written. */
export class LogReader {
  readonly #connection: Connection;
  /** Damage that was met while the sandbox runs. */
  readonly damage = new LogDamage();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Events that match, oldest first. `search` finds what stands in the record or its reasons from the beginning of a
   * word on; where the index does not reach yet, or for signs without a word, it stands anywhere.
   */
  list(filter: EventFilter): SandboxEvent[] {
    return this.damage.reading(() => this.#list(filter));
  }

  #list(filter: EventFilter): SandboxEvent[] {
    const ascending = filter.after !== undefined;
    const chains = new Map<number, string>();
    const events = this.#rows(filter, ascending).map(({ record, chain }) =>
      chain === null ? (JSON.parse(record) as SandboxEvent) : this.#withChain(record, chain, chains),
    );
    return ascending ? events : events.reverse();
  }

  #rows(filter: EventFilter, ascending: boolean): Row[] {
    const order = ascending ? 'ASC' : 'DESC';
    const { clauses, values } = conditions(filter);
    const words = searchWords(filter.search ?? '');
    if (words.length === 0) return this.#select('event', clauses, values, `seq ${order}`, filter.limit);
    const to = indexedTo(this.#connection);
    const parts = [
      (left: number) =>
        this.#select(
          'event_search CROSS JOIN event ON event.seq = event_search.rowid',
          ['event_search MATCH ?', ...clauses.map(byRow)],
          [matchAll(words), ...values],
          `event_search.rowid ${order}`,
          left,
        ),
      (left: number) => this.#select('event', [...clauses, 'seq > ?'], [...values, to], `seq ${order}`, left),
    ];
    const found: Row[] = [];
    for (const part of ascending ? parts : parts.reverse()) {
      if (found.length < filter.limit) found.push(...part(filter.limit - found.length));
    }
    return found;
  }

  #select(
    from: string,
    clauses: readonly string[],
    values: readonly unknown[],
    order: string,
    limit: number,
  ): Row[] {
    const condition = clauses.length > 0 ? `WHERE ${clauses.join(' AND ')}` : '';
    return this.#connection
      .prepare(`SELECT record, chain FROM ${from} ${condition} ORDER BY ${order} LIMIT ?`)
      .all(...values, limit) as Row[];
  }

  #withChain(record: string, chain: number, known: Map<number, string>): SandboxEvent {
    let reasons = known.get(chain);
    if (reasons === undefined) {
      const row = this.#connection.prepare('SELECT reasons FROM chain WHERE id = ?').get(chain);
      reasons = (row as { reasons: string }).reasons;
      known.set(chain, reasons);
    }
    return { ...(JSON.parse(record) as Omit<SandboxEvent, 'reasons'>), reasons: JSON.parse(reasons) };
  }

  /** Every flow of the log by the index alone: its newest event, and how many it has. */
  flows(): FlowExtent[] {
    const sql =
      'SELECT flow, max(seq) AS last, count(*) AS events FROM event WHERE flow IS NOT NULL GROUP BY flow';
    return this.damage.reading(() => this.#connection.prepare(sql).all() as FlowExtent[]);
  }

  has(id: string): boolean {
    return this.#connection.prepare('SELECT 1 FROM event WHERE id = ?').get(id) !== undefined;
  }

  count(): number {
    return (this.#connection.prepare('SELECT count(*) AS n FROM event').get() as { n: number }).n;
  }

  /** Size of all records, bytes. Reads the whole table. */
  bytes(): number {
    return (this.#connection.prepare('SELECT total(bytes) AS n FROM event').get() as { n: number }).n;
  }

  first(): number {
    return (this.#connection.prepare('SELECT min(seq) AS n FROM event').get() as { n: number | null }).n ?? 0;
  }

  /** The highest number ever given, so that numbers are not given twice after the log was cleared. */
  last(): number {
    const kept = this.#connection.prepare("SELECT value FROM meta WHERE key = 'last-seq'").get() as
      | { value: string }
      | undefined;
    const newest =
      (this.#connection.prepare('SELECT max(seq) AS n FROM event').get() as { n: number | null }).n ?? 0;
    return Math.max(newest, Number(kept?.value ?? 0));
  }
}

function conditions(filter: EventFilter): { clauses: string[]; values: unknown[] } {
  const clauses: string[] = [];
  const values: unknown[] = [];
  const where = (clause: string, ...parameters: unknown[]) => {
    clauses.push(clause);
    values.push(...parameters);
  };
  if (filter.after !== undefined) where('seq > ?', filter.after);
  if (filter.before !== undefined) where('seq < ?', filter.before);
  if (filter.flows) where(`flow IN (${marks(filter.flows)})`, ...filter.flows);
  if (filter.subject !== undefined) where('subject = ?', filter.subject);
  if (filter.types) where(`type IN (${marks(filter.types)})`, ...filter.types);
  if (filter.search) {
    const text = `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`;
    where(
      "(record LIKE ? ESCAPE '\\' OR chain IN (SELECT id FROM chain WHERE reasons LIKE ? ESCAPE '\\'))",
      text,
      text,
    );
  }
  return { clauses, values };
}

/** A bound on `seq`, as one that the index of words can use. */
function byRow(clause: string): string {
  return clause.replace(/^seq (?=[<>])/, 'event_search.rowid ');
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}
