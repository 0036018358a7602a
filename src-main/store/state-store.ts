import { rmSync } from 'node:fs';
import { LRUCache } from 'lru-cache';
import { GatehouseError } from '../contract/errors.ts';
import { openDatabase } from './database.ts';
import type { Connection, Query, Statement } from './driver.ts';
import { STATE_MIGRATIONS } from './migrations/state.ts';
import { Outbox, type OutboxRow } from './outbox.ts';
import { digestOf, stateContents, stateTables } from './state-contents.ts';
import { storageError } from './storage-error.ts';

/** A change that waits to be committed together with others. */
interface Waiting {
  work: () => void;
  done: (error: unknown) => void;
}

/** How many answers are remembered of each table. */
const KEPT = 200;

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
  #waiting: Waiting[] = [];
  #heardWaiting: () => void = () => undefined;
  readonly #outbox = new Outbox((sql) => this.prepare(sql));

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
    if (this.#waiting.length > 0) this.settle();
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
    return this.#outbox.isOpen;
  }

  /**
   * Runs `work`, which must be synchronous, in one transaction: its changes and the facts recorded in it are committed
   * together or not at all. Nested calls join the outer one. Throws `state.stale-write` for work of an older generation.
   */
  transaction<T>(work: () => T): T {
    if (this.inTransaction) return work();
    this.settle();
    this.#refuseStale();
    let kept: { result: T; row: OutboxRow | undefined };
    try {
      kept = this.#commit(work);
    } catch (error) {
      const told = unkept(error);
      if (told !== error && told instanceof GatehouseError) for (const hear of this.#unkept) hear(told);
      throw told;
    }
    this.#tell(kept.row);
    return kept.result;
  }

  /**
   * Runs `work` soon, in one transaction with what others want to change meanwhile: a commit costs more than most changes.
   * Whoever reads the state before sees it all the same, since reading commits what waits. `done` is called when the
   * change is on disk, or with what kept it from getting there; nothing may be acknowledged before. Throws
   * `state.stale-write` for work of an older generation. Inside a transaction it belongs to that one.
   */
  soon(work: () => void, done: (error: unknown) => void): void {
    if (this.inTransaction) {
      work();
      done(undefined);
      return;
    }
    this.#refuseStale();
    this.#waiting.push({ work, done });
    this.#heardWaiting();
  }

  /** Whether changes wait that {@link soon} was asked for. */
  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Calls `listener` when changes wait: it is to call {@link settle} before long. */
  onWaiting(listener: () => void): void {
    this.#heardWaiting = listener;
  }

  /** Commits the changes that wait, now. */
  settle(): void {
    const waiting = this.#waiting;
    if (waiting.length === 0 || this.inTransaction) return;
    this.#waiting = [];
    for (const { row, heard } of this.#tryAll(waiting)) {
      this.#tell(row);
      for (const hear of heard) hear();
    }
  }

  /** What fails is tried on its own, so that nobody suffers from a neighbour. */
  #tryAll(waiting: readonly Waiting[]): { row: OutboxRow | undefined; heard: (() => void)[] }[] {
    try {
      const { row } = this.#commit(() => {
        for (const { work } of waiting) work();
      });
      return [
        {
          row,
          heard: waiting.map(
            ({ done }) =>
              () =>
                done(undefined),
          ),
        },
      ];
    } catch (error) {
      const [only] = waiting;
      if (only && waiting.length === 1) return [{ row: undefined, heard: [() => only.done(unkept(error))] }];
      return waiting.flatMap((each) => this.#tryAll([each]));
    }
  }

  #commit<T>(work: () => T): { result: T; row: OutboxRow | undefined } {
    const spent = this.#outbox.spent.length;
    let row: OutboxRow | undefined;
    let result: T;
    this.#outbox.open();
    try {
      result = this.#immediately(() => {
        this.#outbox.removeSpent(spent);
        const answer = work();
        row = this.#outbox.write();
        return answer;
      }) as T;
      this.#outbox.forgetSpent(spent);
    } finally {
      this.#outbox.close();
      this.#revision += 1;
    }
    return { result, row };
  }

  #tell(row: OutboxRow | undefined): void {
    if (row) for (const listener of this.#committed) listener([row]);
  }

  /** Puts a fact into the outbox of the open transaction. */
  enqueue(fact: { id: string }): void {
    this.#outbox.add(fact);
  }

  /** Facts that were committed with their state but have not reached the log, oldest first. */
  pendingOutbox(): OutboxRow[] {
    return this.#outbox.pending();
  }

  /** Rows of the outbox that are still there although the log holds their facts. */
  get spentOutbox(): readonly string[] {
    return this.#outbox.spent;
  }

  /** Lets go of rows whose facts the log holds now: they are removed with the next transaction, or at the end. */
  spendOutbox(ids: readonly string[]): void {
    this.#outbox.spend(ids);
  }

  /** Removes what is spent without waiting. A disk that takes nothing does not take this either: it stays for later. */
  #tidyOutbox(): void {
    const spent = this.#outbox.spent.length;
    if (spent === 0 || this.inTransaction) return;
    try {
      this.#immediately(() => this.#outbox.removeSpent(spent));
      this.#outbox.forgetSpent(spent);
    } catch (error) {
      if (!(storageError(error, '') instanceof GatehouseError)) throw error;
    }
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
    this.settle();
    this.#tidyOutbox();
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
    this.settle();
    this.#attach(file);
    let row: OutboxRow | undefined;
    try {
      this.#outbox.open();
      this.#inTransaction(() => {
        for (const table of stateTables(this.#connection)) {
          this.#connection.exec(
            `DELETE FROM main."${table}"; INSERT INTO main."${table}" SELECT * FROM source."${table}"`,
          );
        }
        record(this.#generation + 1);
        row = this.#outbox.write();
      });
    } finally {
      this.#outbox.close();
      this.#connection.exec('DETACH source');
    }
    this.#generation += 1;
    this.#revision += 1;
    this.#kept.clear();
    for (const listener of this.#replaced) listener();
    this.#tell(row);
  }

  /** SHA-256 over every row of every table in a fixed order: equal digests mean equal states. */
  digest(): string {
    return digestOf(this.contents());
  }

  /** Every row of every table of the state, as cells in the order of the columns. */
  *contents(): Iterable<[table: string, rows: unknown[][]]> {
    this.settle();
    yield* stateContents(this.#connection);
  }

  close(): void {
    this.settle();
    this.#tidyOutbox();
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

const unkept = (error: unknown): unknown => storageError(error, 'The sandbox could not keep a change.');
