import type { Query } from './driver.ts';

/** The facts of one transaction, which wait in the outbox for the event log. */
export interface OutboxRow {
  /** Id of the first of them. */
  id: string;
  position: number;
  /** JSON of one fact, or of a list of them. */
  event: string;
  /** What `event` says, where this run has written it. */
  facts?: readonly object[];
  /** JSON of each of them. */
  texts?: readonly string[];
}

/**
 * The table in which facts wait for the event log: they are committed with the change of state that they tell of. All
 * facts of a transaction are one row, since they reach the log together.
 */
export class Outbox {
  readonly #prepare: <Row>(sql: string) => Query<Row>;
  /** Facts of the transaction that is open. */
  #facts: { id: string }[] | undefined;
  /** Rows whose facts are in the log: they go with the next transaction. */
  readonly #spent: string[] = [];
  #position = 0;

  constructor(prepare: <Row>(sql: string) => Query<Row>) {
    this.#prepare = prepare;
  }

  /** Whether a transaction is open that takes facts. */
  get isOpen(): boolean {
    return this.#facts !== undefined;
  }

  /** A transaction begins. */
  open(): void {
    this.#facts = [];
  }

  /** It has ended, one way or the other. */
  close(): void {
    this.#facts = undefined;
  }

  add(fact: { id: string }): void {
    if (!this.#facts) throw new Error('a fact of the outbox needs an open transaction');
    this.#facts.push(fact);
  }

  /** Writes what the open transaction has been told; undefined where that is nothing. */
  write(): OutboxRow | undefined {
    const facts = this.#facts ?? [];
    const [first] = facts;
    if (!first) return undefined;
    this.#position += 1;
    const texts = facts.map((fact) => JSON.stringify(fact));
    const event = texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(',')}]`;
    const row = { id: first.id, position: this.#position, event, facts, texts };
    this.#prepare('INSERT INTO outbox (id, position, event) VALUES (?, ?, ?)').run(
      row.id,
      row.position,
      row.event,
    );
    return row;
  }

  /** Rows that were committed with their state but have not reached the log, oldest first. */
  pending(): OutboxRow[] {
    const rows = this.#prepare<OutboxRow>('SELECT id, position, event FROM outbox ORDER BY position').all();
    return rows.filter(({ id }) => !this.#spent.includes(id));
  }

  /** Rows that are still there although the log holds their facts. */
  get spent(): readonly string[] {
    return this.#spent;
  }

  /** Lets go of rows whose facts the log holds now. */
  spend(ids: readonly string[]): void {
    this.#spent.push(...ids);
  }

  /** Removes the first `count` of those, in the open transaction. */
  removeSpent(count: number): void {
    if (count === 0) return;
    const remove = this.#prepare('DELETE FROM outbox WHERE id = ?');
    for (let index = 0; index < count; index += 1) remove.run(this.#spent[index]);
  }

  /** They are gone: that transaction is on disk. */
  forgetSpent(count: number): void {
    this.#spent.splice(0, count);
  }
}
