import { randomUUID } from 'node:crypto';
import { GatehouseError } from '../contract/errors.ts';
import { type SandboxEvent, sandboxEventSchema } from '../contract/events.ts';
import { openDatabase } from '../store/database.ts';
import type { Connection } from '../store/driver.ts';
import { EVENT_MIGRATIONS } from '../store/migrations/events.ts';
import type { OutboxRow, StateStore } from '../store/state-store.ts';
import { type Clock, realNow } from './clock.ts';
import { currentContext } from './context.ts';
import { type EventFilter, LogReader } from './log-reader.ts';
import { trimLog } from './log-trim.ts';
import type { NewEvent, Recorder } from './recorder.ts';
import { SqliteVault } from './vault.ts';

/**
 * The append-only event log, in a database of its own. Sequence numbers are given as facts arrive; facts are committed
 * in groups, and subscribers hear of them only after that.
 */
export class EventLog implements Recorder {
  readonly vault: SqliteVault;
  readonly #connection: Connection;
  readonly #reader: LogReader;
  readonly #clock: Clock;
  readonly #state: StateStore;
  readonly #subscribers = new Set<(events: SandboxEvent[]) => void>();
  readonly #trimmed = new Set<(first: number) => void>();
  #queue: SandboxEvent[] = [];
  #fromOutbox: string[] = [];
  #scheduled: Promise<void> | undefined;
  #last: number;
  /** Size of the records on disk, bytes: counted along, since asking SQLite means reading them all. */
  #bytes: number;
  #limitBytes = 256 * 1024 * 1024;
  #failure: unknown;

  constructor(file: string, state: StateStore, clock: Clock) {
    this.#connection = openDatabase(file, EVENT_MIGRATIONS);
    this.vault = new SqliteVault(this.#connection);
    this.#reader = new LogReader(this.#connection);
    this.#state = state;
    this.#clock = clock;
    this.#last = this.#reader.last();
    this.#bytes = this.#reader.bytes();
    state.onCommitted((rows) => this.#takeFromOutbox(rows));
    this.#takeFromOutbox(state.pendingOutbox().filter((row) => !this.#reader.has(row.id)));
    state.clearOutbox(
      state
        .pendingOutbox()
        .map((row) => row.id)
        .filter((id) => this.#reader.has(id)),
    );
  }

  record(event: NewEvent): void {
    const context = currentContext();
    context?.beforeRecord?.();
    const fact: Omit<SandboxEvent, 'seq'> = {
      id: randomUUID(),
      vtime: this.#clock.now(),
      wtime: realNow(),
      type: event.type,
      actor: event.actor ?? context?.actor ?? 'sandbox',
      subject: event.subject ?? context?.subject,
      session: event.session ?? context?.session,
      flow: event.flow ?? context?.flow,
      trace: event.trace ?? context?.trace,
      span: event.span ?? context?.span,
      parent: event.parent ?? context?.parent,
      node: event.node ?? context?.node ?? 'sandbox',
      outcome: event.outcome,
      reasons: event.reasons ?? [],
      data: event.data ?? {},
      redacted: event.redacted ?? [],
    };
    if (this.#state.inTransaction) this.#state.enqueue(fact.id, JSON.stringify(fact));
    else this.#append(fact);
  }

  async committed(): Promise<void> {
    if (this.#queue.length > 0) await this.#schedule();
    if (this.#failure !== undefined) throw logUnwritable(this.#failure);
  }

  /** Hears of every group of events after it was committed, in order. Answers the function that unsubscribes. */
  subscribe(listener: (events: SandboxEvent[]) => void): () => void {
    this.#subscribers.add(listener);
    return () => this.#subscribers.delete(listener);
  }

  /** Hears the first `seq` that is left after the log was trimmed or cleared. */
  onTrimmed(listener: (first: number) => void): void {
    this.#trimmed.add(listener);
  }

  /** The `seq` of the newest event; 0 for an empty log. */
  get last(): number {
    return this.#last;
  }

  /** Reads committed events. */
  list(filter: EventFilter): SandboxEvent[] {
    this.flush();
    return this.#reader.list(filter);
  }

  count(): number {
    return this.#reader.count() + this.#queue.length;
  }

  /** Removes every event and every secret but those of pinned stories. Numbers go on from where they were. */
  clear(): number {
    this.flush();
    const removed = trimLog(this.#connection, 0);
    this.#bytes = this.#reader.bytes();
    this.vault.clear();
    this.#tellTrimmed();
    return removed;
  }

  /** A pinned story is kept when the log is trimmed or cleared. */
  pin(flows: readonly string[], pinned: boolean): void {
    const sql = pinned
      ? 'INSERT OR IGNORE INTO pinned_flow VALUES (?)'
      : 'DELETE FROM pinned_flow WHERE flow = ?';
    for (const flow of flows) this.#connection.prepare(sql).run(flow);
  }

  /** The stories that are pinned, by every name they have. */
  pinnedFlows(): Set<string> {
    const rows = this.#connection.prepare('SELECT flow FROM pinned_flow').all() as { flow: string }[];
    return new Set(rows.map((row) => row.flow));
  }

  /** Sets the size beyond which the oldest events go, bytes. */
  setLimit(bytes: number): void {
    this.#limitBytes = bytes;
    this.#trim();
  }

  /** Commits what waits, now. */
  flush(): void {
    const events = this.#queue;
    const outbox = this.#fromOutbox;
    if (events.length === 0) return;
    this.#queue = [];
    this.#fromOutbox = [];
    try {
      this.#write(events);
      this.#failure = undefined;
    } catch (error) {
      // Kept for the next try: a full disk may have room again. Until then answers say that the log cannot be written.
      this.#queue = [...events, ...this.#queue];
      this.#fromOutbox = [...outbox, ...this.#fromOutbox];
      this.#failure = error;
      return;
    }
    if (outbox.length > 0) this.#state.clearOutbox(outbox);
    for (const listener of this.#subscribers) listener(events);
    if (this.#bytes > this.#limitBytes) this.#trim();
  }

  close(): void {
    this.flush();
    this.#connection.close();
  }

  #append(fact: Omit<SandboxEvent, 'seq'>): void {
    const event = { seq: ++this.#last, ...fact };
    this.#queue.push(event);
    void this.#schedule();
  }

  #takeFromOutbox(rows: OutboxRow[]): void {
    for (const row of rows) {
      this.#fromOutbox.push(row.id);
      this.#append(sandboxEventSchema.omit({ seq: true }).parse(JSON.parse(row.event)));
    }
  }

  #schedule(): Promise<void> {
    this.#scheduled ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#scheduled = undefined;
        this.flush();
        resolve();
      });
    });
    return this.#scheduled;
  }

  #write(events: SandboxEvent[]): void {
    const insert = this.#connection.prepare(
      'INSERT INTO event (seq, id, type, flow, bytes, record) VALUES (?, ?, ?, ?, ?, ?)',
    );
    let bytes = 0;
    this.#connection.transaction(() => {
      for (const event of events) {
        const record = JSON.stringify(event);
        bytes += record.length;
        insert.run(event.seq, event.id, event.type, event.flow ?? null, record.length, record);
      }
      this.vault.save(events[events.length - 1]?.seq ?? 0);
    })();
    this.#bytes += bytes;
    this.vault.saved();
  }

  #trim(): void {
    if (trimLog(this.#connection, this.#limitBytes) > 0) this.#tellTrimmed();
    this.#bytes = this.#reader.bytes();
  }

  #tellTrimmed(): void {
    const first = this.#reader.first();
    for (const listener of this.#trimmed) listener(first);
  }
}

function logUnwritable(cause: unknown): GatehouseError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new GatehouseError({
    code: 'log.unwritable',
    what: 'The event log cannot be written.',
    why: detail,
    next: 'Free some disk space, or choose another data folder. What waits is written as soon as it can be.',
    detail,
    cause,
    status: 507,
  });
}
