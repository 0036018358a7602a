import type { EventType } from '../contract/event-types.ts';
import type { Reason, SandboxEvent } from '../contract/events.ts';
import type { Connection } from '../store/driver.ts';
import { LogDamage } from './log-damage.ts';
import { indexedTo, matchAll, searchWords } from './log-search.ts';
import { listed } from './log-writer.ts';
import { restoreEvent, type StoredEvent } from './stored-event.ts';

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

/** Batches that hold a text, in their records or in a chain that they refer to. */
const HOLDS_TEXT = `(events LIKE ? ESCAPE '\\' OR EXISTS (SELECT 1 FROM json_each(chains) WHERE value IN
  (SELECT id FROM chain WHERE reasons LIKE ? ESCAPE '\\')))`;

/** Reads the event log's database. Records were validated when they were written. */
export class LogReader {
  readonly #connection: Connection;
  /** Damage that was met while the sandbox runs. */
  readonly damage = new LogDamage();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Events that match, oldest first. `search` finds what stands in an event from the beginning of a word on; where the
   * index does not reach yet, or for signs without a word, it stands anywhere.
   */
  list(filter: EventFilter): SandboxEvent[] {
    return this.damage.reading(() => this.#list(filter));
  }

  #list(filter: EventFilter): SandboxEvent[] {
    const ascending = filter.after !== undefined;
    const isPicked = picker(filter);
    const matches = matcher(filter);
    const reasonsOf = this.#chains();
    const found: SandboxEvent[] = [];
    for (const text of this.#batches(filter, ascending)) {
      const stored = JSON.parse(text) as StoredEvent[];
      if (!ascending) stored.reverse();
      for (const one of stored) {
        if (found.length >= filter.limit) break;
        if (!isPicked(one)) continue;
        const event = restoreEvent(one, reasonsOf);
        if (matches(event)) found.push(event);
      }
      if (found.length >= filter.limit) break;
    }
    return ascending ? found : found.reverse();
  }

  /** The batches that may hold events of a filter, by the indexes alone. */
  *#batches(filter: EventFilter, ascending: boolean): Iterable<string> {
    const clauses: string[] = [];
    const values: unknown[] = [];
    const where = (clause: string, ...parameters: unknown[]) => {
      clauses.push(clause);
      values.push(...parameters);
    };
    if (filter.after !== undefined) where('last > ?', filter.after);
    if (filter.before !== undefined) where('first < ?', filter.before);
    if (filter.flows)
      where(`last IN (SELECT batch FROM batch_flow WHERE flow IN (${marks(filter.flows)}))`, ...filter.flows);
    if (filter.types) {
      const types = filter.types.map((type) => listed([type]));
      where(`(${types.map(() => 'instr(types, ?)').join(' OR ') || 'false'})`, ...types);
    }
    if (filter.subject !== undefined) where('instr(subjects, ?)', listed([filter.subject]));
    if (filter.search) {
      const text = `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`;
      const words = searchWords(filter.search);
      if (words.length === 0) where(HOLDS_TEXT, text, text);
      else {
        where(
          `(last IN (SELECT rowid FROM event_search WHERE event_search MATCH ?) OR (last > ? AND ${HOLDS_TEXT}))`,
          matchAll(words),
          indexedTo(this.#connection),
          text,
          text,
        );
      }
    }
    const condition = clauses.length > 0 ? `WHERE ${clauses.join(' AND ')}` : '';
    const rows = this.#connection
      .prepare(`SELECT events FROM batch ${condition} ORDER BY last ${ascending ? 'ASC' : 'DESC'}`)
      .pluck()
      .iterate(...values);
    yield* rows as IterableIterator<string>;
  }

  /** Reads chains, each row once; every event gets an array of its own. */
  #chains(): (row: number) => Reason[] {
    const statement = this.#connection.prepare('SELECT reasons FROM chain WHERE id = ?').pluck();
    const known = new Map<number, string>();
    return (row) => {
      let json = known.get(row);
      if (json === undefined) {
        json = statement.get(row) as string;
        known.set(row, json);
      }
      return JSON.parse(json) as Reason[];
    };
  }

  /** Every flow of the log by the index alone: its newest event, and how many it has. */
  flows(): FlowExtent[] {
    const sql = 'SELECT flow, max(last) AS last, sum(count) AS events FROM batch_flow GROUP BY flow';
    return this.damage.reading(() => this.#connection.prepare(sql).all() as FlowExtent[]);
  }

  /** Ids of facts that were in the outbox and are in the log; those that the state has forgotten long ago are not among them. */
  delivered(): ReadonlySet<string> {
    const row = this.#connection.prepare("SELECT value FROM meta WHERE key = 'delivered'").get() as
      | { value: string }
      | undefined;
    return new Set(row ? (JSON.parse(row.value) as string[]) : []);
  }

  count(): number {
    return this.#number('SELECT total(count) FROM batch');
  }

  /** Size of all records, bytes. */
  bytes(): number {
    return this.#number('SELECT total(bytes) FROM batch');
  }

  /** Reads every record, so that a damaged page shows. */
  readThrough(): void {
    this.#number('SELECT total(length(events)) FROM batch');
  }

  first(): number {
    return this.#number('SELECT coalesce(min(first), 0) FROM batch');
  }

  /** The highest number ever given, so that numbers are not given twice after the log was cleared. */
  last(): number {
    const kept = this.#connection.prepare("SELECT value FROM meta WHERE key = 'last-seq'").get() as
      | { value: string }
      | undefined;
    const newest = this.#number('SELECT coalesce(max(last), 0) FROM batch');
    return Math.max(newest, Number(kept?.value ?? 0));
  }

  #number(sql: string): number {
    return this.#connection.prepare(sql).pluck().get() as number;
  }
}

/** Whether an event is one of a filter by all but its text. */
function picker({
  after,
  before,
  flows,
  types,
  subject: about,
}: EventFilter): (event: StoredEvent) => boolean {
  const ofFlows = flows && new Set(flows);
  const ofTypes = types && new Set(types);
  return ({ seq, flow, type, subject }) => {
    if (after !== undefined && seq <= after) return false;
    if (before !== undefined && seq >= before) return false;
    if (ofFlows && (flow === undefined || !ofFlows.has(flow))) return false;
    if (about !== undefined && (subject !== about || type.startsWith('http.'))) return false;
    return !ofTypes || ofTypes.has(type);
  };
}

/** Whether an event holds the text that is searched, in either case as SQLite's LIKE compares. */
function matcher({ search }: EventFilter): (event: SandboxEvent) => boolean {
  if (!search) return () => true;
  const wanted = search.toLowerCase();
  return (event) => JSON.stringify(event).toLowerCase().includes(wanted);
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}
