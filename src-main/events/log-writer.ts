import type { Reason, SandboxEvent } from '../contract/events.ts';
import type { Connection, Statement } from '../store/driver.ts';
import type { SqliteVault } from './vault.ts';

/** Pages of the write-ahead log after which SQLite carries them over: rarely, since each time waits for the disk. */
const CHECKPOINT_PAGES = 4_000;

/** Writes events to the log's database, a group at a time. */
export class LogWriter {
  readonly #insert: Statement;
  readonly #insertChain: Statement;
  readonly #commit: (events: readonly SandboxEvent[]) => number;
  /** Rows of the chains that are stored already. A chain that nobody holds any more is forgotten. */
  #chains = new WeakMap<readonly Reason[], number>();
  /** Chains that the transaction under way has stored. */
  #fresh: [readonly Reason[], number][] = [];

  constructor(connection: Connection, vault: SqliteVault) {
    connection.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    this.#insert = connection.prepare(
      'INSERT INTO event (seq, id, type, flow, subject, bytes, record, chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#insertChain = connection.prepare('INSERT INTO chain (reasons) VALUES (?)');
    this.#commit = connection.transaction((events: readonly SandboxEvent[]) => {
      this.#fresh = [];
      let bytes = 0;
      for (const event of events) bytes += this.#add(event);
      vault.save(events[events.length - 1]?.seq ?? 0);
      return bytes;
    });
  }

  /** Commits a group of events and the secrets that were met on the way. Answers their size, bytes. */
  write(events: readonly SandboxEvent[]): number {
    const bytes = this.#commit(events);
    for (const [reasons, row] of this.#fresh) this.#chains.set(reasons, row);
    this.#fresh = [];
    return bytes;
  }

  /** Called when rows were removed: chains that no event refers to have gone with them. */
  forgetChains(): void {
    this.#chains = new WeakMap();
  }

  #add(event: SandboxEvent): number {
    const chain = this.#chainOf(event.reasons);
    const record = JSON.stringify(chain === null ? event : { ...event, reasons: undefined });
    const { seq, id, type, flow = null } = event;
    const subject = type.startsWith('http.') ? null : (event.subject ?? null);
    this.#insert.run(seq, id, type, flow, subject, record.length, record, chain);
    return record.length;
  }

  /** The row of a chain that events share; null for one that belongs to its event alone. */
  #chainOf(reasons: readonly Reason[]): number | null {
    if (reasons.length === 0 || !Object.isFrozen(reasons)) return null;
    const known = this.#chains.get(reasons) ?? this.#fresh.find(([chain]) => chain === reasons)?.[1];
    if (known !== undefined) return known;
    const row = Number(this.#insertChain.run(JSON.stringify(reasons)).lastInsertRowid);
    this.#fresh.push([reasons, row]);
    return row;
  }
}
