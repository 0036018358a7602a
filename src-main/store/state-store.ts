import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { LRUCache } from 'lru-cache';
import { GatehouseError } from '../contract/errors.ts';
import { openDatabase } from './database.ts';
import type { Connection, Statement } from './driver.ts';
import { STATE_MIGRATIONS } from './migrations/state.ts';
import { storageError } from './storage-error.ts';

/** A prepared statement with the shape of its rows. */
export interface Query<Row> {
  get(...parameters: unknown[]): Row | undefined;
  all(...parameters: unknown[]): Row[];
  run(...parameters: unknown[]): { changes: number };
}

/** Facts that wait in the outbox for the event log. */
export interface OutboxRow {
  id: string;
  position: number;
  event: string;
  /** What `event` says, where this run has written it. */
  fact?: object;
}

/** How many answers are remembered of each table. */
const KEPT = 200;

/** Tables that are not state: they neither travel with a snapshot nor count in the digest. */
const NOT_STATE = new Set(['outbox']);

/**
 * The state of the sandbox: one SQLite database, written through {@link StateStore.transaction} alone.
 *
 * A generation begins with each restore. Work that began in an older generation cannot write any more, so that
 * a flow which was under way cannot leak into the state that was put back.
 */
export class StateStore {
  readonly #connection: Connection;
  /** Searches write statements of their own, so only the newest are kept. */
  readonly #statements = new LRUCache<string, Statement>({ max: 1000 });
  readonly #replaced = new Set<() => void>();
  readonly #kept = new Map<string, LRUCache<string, { value: unknown }>>();
  readonly #unkept = new Set<(error: GatehouseError) => void>();
  readonly #committed = new Set<(rows: OutboxRow[]) => void>();
  readonly #generationOfWork: () => number | undefined;
  /** Made once: the driver builds several functions for each transaction that it is asked to make. */
  readonly #inTransaction: (work: () => unknown) => unknown;
  readonly #immediately: (work: () => unknown) => unknown;
  #generation = 1;
  #revision = 0;
  #outbox: OutboxRow[] | undefined;
  #position = 0;

  /** `generationOfWork` answers in which generation the work in progress began, if it belongs to a call. */
  constructor(file: string, generationOfWork: () => number | undefined) {
    this.#connection = openDatabase(file, STATE_MIGRATIONS);
    this.#generationOfWork = generationOfWork;
    const transaction = this.#connection.transaction((work: () => unknown) => work());
    this.#inTransaction = transaction;
    this.#immediately = transaction.immediate;
  }

  get generation(): number {
    return this.#generation;
  }

  /** Another number after each change of the state: what was read at the same number still holds. */
  get revision(): number {
    return this.#revision;
  }

  /** A cached prepared statement. For reading; writes belong into a transaction. */
  prepare<Row>(sql: string): Query<Row> {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement as unknown as Query<Row>;
  }

  /**
   * Answers what `read` has read of a table that seldom changes, and reads it again after {@link changed} or a restore.
   * Inside a transaction, whose changes may yet be taken back, nothing is remembered. Nobody may change the answer.
   */
  kept<T>(table: string, key: string, read: () => T): T {
    if (this.inTransaction) return read();
    let reads = this.#kept.get(table);
    if (!reads) {
      reads = new LRUCache({ max: KEPT });
      this.#kept.set(table, reads);
    }
    let found = reads.get(key);
    if (!found) {
      found = { value: read() };
      reads.set(key, found);
    }
    return found.value as T;
  }

  /** Called by whoever writes to a table that is read with {@link kept}. */
  changed(table: string): void {
    this.#kept.delete(table);
  }

  /** Whether a transaction is open, so that a fact recorded now must go to the outbox. */
  get inTransaction(): boolean {
    return this.#outbox !== undefined;
  }

  /**
   * Runs `work`, which must be synchronous, in one transaction: its changes and the facts recorded in it are committed
   * together or not at all. Nested calls join the outer one. Throws `state.stale-write` for work of an older generation.
   */
  transaction<T>(work: () => T): T {
    if (this.#outbox) return work();
    this.#refuseStale();
    this.#outbox = [];
    let rows: OutboxRow[] = [];
    let result: T;
    try {
      result = this.#immediately(work) as T;
      rows = this.#outbox;
    } catch (error) {
      const told = storageError(error, 'The sandbox could not keep a change.');
      if (told !== error && told instanceof GatehouseError) for (const hear of this.#unkept) hear(told);
      throw told;
    } finally {
      this.#outbox = undefined;
      this.#revision += 1;
    }
    if (rows.length > 0) for (const listener of this.#committed) listener(rows);
    return result;
  }

  /** Puts a fact into the outbox of the open transaction. */
  enqueue(id: string, fact: object): void {
    if (!this.#outbox) throw new Error('enqueue needs an open transaction');
    const row = { id, event: JSON.stringify(fact), fact, position: ++this.#position };
    this.prepare('INSERT INTO outbox (id, position, event) VALUES (?, ?, ?)').run(
      row.id,
      row.position,
      row.event,
    );
    this.#outbox.push(row);
  }

  /** Facts that were committed with their state but have not reached the log, oldest first. */
  pendingOutbox(): OutboxRow[] {
    return this.prepare<OutboxRow>('SELECT id, position, event FROM outbox ORDER BY position').all();
  }

  /** Forgets facts that the log holds now. */
  clearOutbox(ids: readonly string[]): void {
    if (ids.length === 0) return;
    const remove = this.prepare('DELETE FROM outbox WHERE id = ?');
    this.#inTransaction(() => {
      for (const id of ids) remove.run(id);
    });
  }

  /** Calls `listener` with the facts of each committed transaction. */
  onCommitted(listener: (rows: OutboxRow[]) => void): void {
    this.#committed.add(listener);
  }

  /** Calls `listener` when the disk or the file did not take a transaction, before that is thrown. */
  onUnkept(listener: (error: GatehouseError) => void): void {
    this.#unkept.add(listener);
  }

  /** Calls `listener` after the state was replaced: caches must be emptied, what was built from state built anew. */
  onReplaced(listener: () => void): void {
    this.#replaced.add(listener);
  }

  /** Writes a copy of the state to `file`, which must not exist. */
  copyTo(file: string): void {
    try {
      this.#connection.prepare('VACUUM INTO ?').run(file);
    } catch (error) {
      rmSync(file, { force: true });
      throw storageError(error, 'The snapshot was not taken.');
    }
  }

  /**
   * Replaces the whole state by that of `file` in one transaction, so that a killed process leaves the old state or the
   * new one. `record` records the fact, with the number of the new generation, in that same transaction. Starts a new
   * generation and tells everybody.
   */
  replaceWith(file: string, record: (generation: number) => void = () => undefined): void {
    this.#attach(file);
    let rows: OutboxRow[] = [];
    try {
      this.#outbox = [];
      this.#inTransaction(() => {
        for (const table of this.#tables()) {
          this.#connection.exec(
            `DELETE FROM main."${table}"; INSERT INTO main."${table}" SELECT * FROM source."${table}"`,
          );
        }
        record(this.#generation + 1);
      });
      rows = this.#outbox;
    } finally {
      this.#outbox = undefined;
      this.#connection.exec('DETACH source');
    }
    this.#generation += 1;
    this.#revision += 1;
    this.#kept.clear();
    for (const listener of this.#replaced) listener();
    if (rows.length > 0) for (const listener of this.#committed) listener(rows);
  }

  /** SHA-256 over every row of every table in a fixed order: equal digests mean equal states. */
  digest(): string {
    const hash = createHash('sha256');
    for (const [table, rows] of this.contents()) {
      hash.update(`\n${table}\n`);
      for (const row of rows.map((cells) => JSON.stringify(cells)).sort()) hash.update(`${row}\n`);
    }
    return hash.digest('hex');
  }

  /** Every row of every table of the state, as cells in the order of the columns. */
  *contents(): Iterable<[table: string, rows: unknown[][]]> {
    for (const table of this.#tables()) {
      yield [table, this.#connection.prepare(`SELECT * FROM main."${table}"`).raw().all() as unknown[][]];
    }
  }

  close(): void {
    this.#connection.close();
  }

  /** Attaches a copy of the state. Throws `snapshot.damaged` before anything is touched. */
  #attach(file: string): void {
    let found: unknown;
    try {
      this.#connection.prepare('ATTACH ? AS source').run(file);
      found = this.#connection.pragma('source.quick_check(1)', { simple: true });
      if (found === 'ok') return;
    } catch (error) {
      found = error instanceof Error ? error.message : String(error);
    }
    const attached = this.#connection.pragma('database_list') as { name: string }[];
    if (attached.some(({ name }) => name === 'source')) this.#connection.exec('DETACH source');
    throw new GatehouseError({
      code: 'snapshot.damaged',
      what: 'This snapshot cannot be restored.',
      why: 'Its file is damaged. The state is as it was.',
      next: 'Choose another snapshot.',
      detail: `${file}: ${String(found)}`,
    });
  }

  #tables(): string[] {
    const rows = this.#connection
      .prepare(
        "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
      )
      .all() as { name: string }[];
    return rows.map((row) => row.name).filter((name) => !NOT_STATE.has(name));
  }

  #refuseStale(): void {
    const generation = this.#generationOfWork();
    if (generation === undefined || generation === this.#generation) return;
    throw new GatehouseError({
      code: 'state.stale-write',
      what: 'This request came too late.',
      why: 'The state of the sandbox was put back while the request was under way, so its changes were refused.',
      next: 'Start the request again.',
      detail: `generation ${generation}, now ${this.#generation}`,
      status: 503,
    });
  }
}
