import { GatehouseError } from '../contract/errors.ts';
import { type SandboxEvent, sandboxEventSchema } from '../contract/events.ts';
import type { Connection } from '../store/driver.ts';
import type { OutboxRow } from '../store/outbox.ts';
import type { StateStore } from '../store/state-store.ts';
import { storageError } from '../store/storage-error.ts';
import { Checkpoints } from './checkpoints.ts';
import { type Clock, monotonicNow, realNow } from './clock.ts';
import { awaitChange, type CallContext, currentContext } from './context.ts';
import { IdleIndexing } from './idle-indexing.ts';
import { newEventId } from './ids.ts';
import { isDamage, logDamaged } from './log-damage.ts';
import type { EventFilter, FlowExtent, LogReader } from './log-reader.ts';
import { LogIndex } from './log-search.ts';
import { trimLog } from './log-trim.ts';
import { LogWriter } from './log-writer.ts';
import { openLog } from './open-log.ts';
import type { NewEvent, Recorder } from './recorder.ts';
import { SqliteVault } from './vault.ts';

/** Facts that may wait for a disk that takes nothing. Beyond it, those that no change of state hangs on are let go. */
const MOST_WAITING = 5_000;
/** While the log cannot be written, it is tried again this often, ms of real time. */
const TRY_AGAIN_MS = 250;

/**
 * The append-only event log, in a database of its own. Sequence numbers are given as facts arrive; facts are committed
 * in groups, and subscribers hear of them only after that.
 */
export class EventLog implements Recorder {
  readonly vault: SqliteVault;
  /** What a person should know about how the log was opened. */
  readonly notice: string | undefined;
  readonly #connection: Connection;
  readonly #reader: LogReader;
  readonly #writer: LogWriter;
  readonly #index: LogIndex;
  readonly #indexing: IdleIndexing;
  readonly #checkpoints: Checkpoints;
  readonly #clock: Clock;
  readonly #state: StateStore;
  readonly #subscribers = new Set<(events: SandboxEvent[]) => void>();
  readonly #trimmed = new Set<(first: number) => void>();
  #queue: SandboxEvent[] = [];
  #fromOutbox: string[] = [];
  /** JSON of the queued events that come from the outbox, by their numbers: it was written there already. */
  #texts = new Map<number, string>();
  #scheduled = false;
  /** Who waits for the events that are queued. */
  #waiting: ((trouble: GatehouseError | undefined) => void)[] = [];
  #last: number;
  /** Size of the records on disk, bytes: counted along, since asking SQLite means reading them all. */
  #bytes: number;
  /** Events on disk, counted along likewise. */
  #stored: number;
  #limitBytes = 512 * 1024 * 1024;
  #failure: unknown;
  #triedAt = 0;
  #retry: NodeJS.Timeout | undefined;
  /** Facts that were let go since the log could be written last: nobody was told that they had happened. */
  #lost = 0;
  /** Facts with a change of state that stay in the outbox until there is room again. */
  #outboxBehind = false;
  readonly #troubled = new Set<(trouble: GatehouseError | undefined) => void>();

  /** `origin` is the vault of the log that this one's sandbox is a fork of. */
  constructor(file: string, state: StateStore, clock: Clock, origin?: SqliteVault) {
    const opened = openLog(file);
    this.#connection = opened.connection;
    this.#reader = opened.reader;
    this.notice = opened.notice;
    this.vault = new SqliteVault(this.#connection, file, origin);
    this.#writer = new LogWriter(this.#connection, this.vault);
    this.#index = new LogIndex(this.#connection);
    this.#indexing = new IdleIndexing(this.#index);
    this.#checkpoints = new Checkpoints(this.#connection, file);
    this.#state = state;
    this.#clock = clock;
    this.#last = this.#reader.last();
    this.#bytes = opened.bytes;
    this.#stored = this.#reader.count();
    state.onCommitted((rows) => this.#takeFromOutbox(rows));
    state.onWaiting(() => this.#schedule());
    const pending = state.pendingOutbox();
    const delivered = this.#reader.delivered();
    state.spendOutbox(pending.map(({ id }) => id).filter((id) => delivered.has(id)));
    this.#takeFromOutbox(pending.filter(({ id }) => !delivered.has(id)));
  }

  record(event: NewEvent): void {
    const context = currentContext();
    context?.beforeRecord?.();
    if (this.#state.inTransaction) {
      this.#state.enqueue(this.#factOf(event, context));
    } else if (this.#crowded) this.#lost += 1;
    else this.#queueUp(this.#eventOf(++this.#last, event, context));
  }

  recordWith(event: NewEvent, write: () => void): void {
    const context = currentContext();
    context?.beforeRecord?.();
    const fact = this.#factOf(event, context);
    const settled = context && awaitChange(context);
    this.#state.soon(
      () => {
        write();
        this.#state.enqueue(fact);
      },
      (error) => settled?.(error),
    );
  }

  #factOf(event: NewEvent, context: CallContext | undefined): Fact {
    const { seq: _, ...fact } = this.#eventOf(0, event, context);
    return fact;
  }

  #eventOf(seq: number, event: NewEvent, context: CallContext | undefined): SandboxEvent {
    return {
      seq,
      id: newEventId(),
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
  }

  committed(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.afterCommit((trouble) => (trouble === undefined ? resolve() : reject(trouble)));
    });
  }

  afterCommit(done: (trouble: GatehouseError | undefined) => void): void {
    if (this.#queue.length === 0 && !this.#state.isWaiting) {
      done(this.trouble);
      return;
    }
    this.#waiting.push(done);
    this.#schedule();
  }

  /** Why the log cannot be written now, if it cannot. */
  get trouble(): GatehouseError | undefined {
    return this.#failure === undefined ? undefined : logUnwritable(this.#failure);
  }

  /** Damage that was met in reading. What can be read still is, and new events are written if they can be. */
  get damage(): GatehouseError | undefined {
    return this.#reader.damage.found;
  }

  /** Hears when the log cannot be written any more or is damaged, and (with undefined) when it can be written again. */
  onTrouble(listener: (trouble: GatehouseError | undefined) => void): void {
    this.#troubled.add(listener);
    this.#reader.damage.onFound(listener);
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

  /** Every flow that the log holds, with its newest event and how many it has. Reads no record. */
  flows(): FlowExtent[] {
    this.flush();
    return this.#reader.flows();
  }

  count(): number {
    return this.#stored + this.#queue.length;
  }

  /** Removes every event and every secret but those of pinned stories. Numbers go on from where they were. */
  clear(): number {
    this.flush();
    const removed = trimLog(this.#connection, 0);
    this.#measure();
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
    this.#state.settle();
    const events = this.#queue;
    const outbox = this.#fromOutbox;
    if (events.length === 0 || this.#tooSoon()) return;
    this.#queue = [];
    this.#fromOutbox = [];
    let bytes = 0;
    try {
      const delivered = outbox.length > 0 ? [...this.#state.spentOutbox, ...outbox] : [];
      bytes = this.#writer.write(events, delivered, this.#texts);
      this.#bytes += bytes;
      this.#stored += events.length;
      this.vault.saved();
    } catch (error) {
      // Kept for the next try: a full disk may have room again. Until then answers say that the log cannot be written.
      this.#queue = [...events, ...this.#queue];
      this.#fromOutbox = [...outbox, ...this.#fromOutbox];
      this.#fails(error);
      return;
    }
    this.#texts.clear();
    this.#state.spendOutbox(outbox);
    this.#indexing.written(events.length);
    this.#checkpoints.written(bytes);
    if (this.#failure !== undefined) this.#recovers();
    for (const listener of this.#subscribers) listener(events);
    if (this.#bytes > this.#limitBytes) this.#trim();
  }

  close(): void {
    clearTimeout(this.#retry);
    this.#triedAt = 0;
    this.flush();
    this.#indexing.close();
    this.#checkpoints.close();
    this.#connection.close();
  }

  #queueUp(event: SandboxEvent): void {
    this.#queue.push(event);
    this.#schedule();
  }

  #takeFromOutbox(rows: OutboxRow[]): void {
    for (const row of rows) {
      if (this.#crowded) {
        this.#outboxBehind = true;
        return;
      }
      this.#fromOutbox.push(row.id);
      factsOf(row).forEach((fact, index) => {
        const seq = ++this.#last;
        const text = row.texts?.[index];
        if (text !== undefined) this.#texts.set(seq, text);
        this.#queueUp({ seq, ...fact });
      });
    }
  }

  /** The disk has taken nothing for so long that no more can wait in memory. */
  get #crowded(): boolean {
    return this.#failure !== undefined && this.#queue.length >= MOST_WAITING;
  }

  #tooSoon(): boolean {
    return this.#failure !== undefined && monotonicNow() - this.#triedAt < TRY_AGAIN_MS;
  }

  #fails(error: unknown): void {
    const before = this.#failure;
    this.#failure = error;
    this.#triedAt = monotonicNow();
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.flush(), TRY_AGAIN_MS * 2);
    this.#retry.unref();
    if (before === undefined) for (const listener of this.#troubled) listener(this.trouble);
  }

  /** There is room again: what stayed in the outbox is taken over, and the gap is named. */
  #recovers(): void {
    this.#failure = undefined;
    clearTimeout(this.#retry);
    for (const listener of this.#troubled) listener(this.damage);
    if (this.#outboxBehind) {
      this.#outboxBehind = false;
      const known = new Set(this.#fromOutbox);
      this.#takeFromOutbox(this.#state.pendingOutbox().filter(({ id }) => !known.has(id)));
    }
    if (this.#lost === 0) return;
    const lost = this.#lost;
    this.#lost = 0;
    this.record({ type: 'sandbox.log-gap', outcome: 'failed', data: { lost } });
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(this.#turn);
  }

  /** Once for each turn of the event loop in which something was recorded. */
  readonly #turn = (): void => {
    // Before a new turn begins: what waited for the state goes to the log in this one.
    try {
      this.#state.settle();
    } finally {
      this.#scheduled = false;
    }
    this.flush();
    const waiting = this.#waiting;
    this.#waiting = [];
    const trouble = this.trouble;
    for (const done of waiting) {
      try {
        done(trouble);
      } catch (error) {
        // The others have their answers all the same.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  };

  #trim(): void {
    try {
      if (trimLog(this.#connection, this.#limitBytes) > 0) this.#tellTrimmed();
    } catch (error) {
      // A disk that takes nothing does not take deletions either: the log is trimmed another time.
      if (!(storageError(error, '') instanceof GatehouseError)) throw error;
    }
    this.#measure();
  }

  #measure(): void {
    this.#bytes = this.#reader.bytes();
    this.#stored = this.#reader.count();
  }

  #tellTrimmed(): void {
    this.#writer.forgetChains();
    this.#index.removed();
    const first = this.#reader.first();
    for (const listener of this.#trimmed) listener(first);
  }
}

type Fact = Omit<SandboxEvent, 'seq'>;

const factSchema = sandboxEventSchema.omit({ seq: true });

/** What this run has recorded is taken as it is; what an earlier one left behind is looked at first. */
function factsOf({ facts, event }: OutboxRow): readonly Fact[] {
  if (facts) return facts as readonly Fact[];
  return [JSON.parse(event)].flat().map((fact) => factSchema.parse(fact));
}

function logUnwritable(cause: unknown): GatehouseError {
  if (isDamage(cause)) return logDamaged(cause);
  const what = 'The event log cannot be written, so nothing is acknowledged.';
  const known = storageError(cause, what);
  if (known instanceof GatehouseError) return known;
  return new GatehouseError({
    code: 'log.unwritable',
    what,
    why: cause instanceof Error ? cause.message : String(cause),
    next: 'Choose another data folder (--data DIR), or restart Gatehouse.',
    cause,
    status: 507,
  });
}
