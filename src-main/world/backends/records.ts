import type { Json, JsonObject } from '../../contract/json.ts';
import type { StateStore } from '../../store/state-store.ts';

/** A record of a backend. `owner` is the account id of the customer whom it belongs to. */
export interface BackendRecord {
  id: string;
  owner: string | undefined;
  payload: JsonObject;
}

interface Row {
  id: string;
  owner: string | null;
  payload: string;
}

/** The records of one API's backend. What another API holds is out of its reach, but by {@link BackendRecords.of}. */
export class BackendRecords {
  readonly #store: StateStore;
  readonly #api: string;

  constructor(store: StateStore, api: string) {
    this.#store = store;
    this.#api = api;
  }

  /** The records of a neighbour, for what the bank books across its systems. */
  of(api: string): BackendRecords {
    return new BackendRecords(this.#store, api);
  }

  /** All records of a collection, or those of one owner, by id. */
  list(collection: string, owner?: string): BackendRecord[] {
    const rows = this.#store
      .prepare<Row>(
        `SELECT id, owner, payload FROM backend_record
           WHERE api = ? AND collection = ? AND (? IS NULL OR owner = ?) ORDER BY id`,
      )
      .all(this.#api, collection, owner ?? null, owner ?? null);
    return rows.map(parse);
  }

  get(collection: string, id: string): BackendRecord | undefined {
    const row = this.#store
      .prepare<Row>(
        'SELECT id, owner, payload FROM backend_record WHERE api = ? AND collection = ? AND id = ?',
      )
      .get(this.#api, collection, id);
    return row && parse(row);
  }

  /** Adds a record, or replaces the one with the same id. */
  save(collection: string, record: BackendRecord): void {
    this.#store.transaction(() =>
      this.#store
        .prepare(
          'INSERT OR REPLACE INTO backend_record (api, collection, id, owner, payload) VALUES (?, ?, ?, ?, ?)',
        )
        .run(this.#api, collection, record.id, record.owner ?? null, JSON.stringify(record.payload)),
    );
  }

  /** The next number in a collection that counts, given the first one. */
  nextId(collection: string, first: number): string {
    const row = this.#store
      .prepare<{ highest: number | null }>(
        'SELECT max(CAST(id AS INTEGER)) AS highest FROM backend_record WHERE api = ? AND collection = ?',
      )
      .get(this.#api, collection);
    return String(Math.max(first, (row?.highest ?? 0) + 1));
  }

  /** Runs `work` in one transaction: all of its changes, or none. */
  transaction<T>(work: () => T): T {
    return this.#store.transaction(work);
  }
}

/** A text inside a payload. */
export const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
/** A number inside a payload. */
export const number = (value: Json | undefined): number => (typeof value === 'number' ? value : 0);

function parse(row: Row): BackendRecord {
  return { id: row.id, owner: row.owner ?? undefined, payload: JSON.parse(row.payload) as JsonObject };
}
