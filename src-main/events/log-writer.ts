import type { Reason, SandboxEvent } from '../contract/events.ts';
import type { Connection, Statement } from '../store/driver.ts';
import { RecordBytes } from './record-bytes.ts';
import { encodeEvent } from './stored-event.ts';
import type { SqliteVault } from './vault.ts';

/** Events of one row at most: who wants one of them reads them all, and the log is trimmed by whole rows. */
const MOST_IN_BATCH = 64;

/** Writes events to the log's database, a group at a time. */
export class LogWriter {
  readonly #insertBatch: Statement;
  readonly #insertFlow: Statement;
  readonly #insertChain: Statement;
  readonly #setDelivered: Statement;
  readonly #commit: (events: readonly SandboxEvent[], delivered: readonly string[]) => number;
  /** JSON of some of the events at hand, without their number. */
  #known: ReadonlyMap<number, string> = new Map();
  /** Rows of the chains that are stored already. A chain that nobody holds any more is forgotten. */
  #chains = new WeakMap<readonly Reason[], number>();
  readonly #text = new RecordBytes();

  constructor(connection: Connection, vault: SqliteVault) {
    this.#insertBatch = connection.prepare(
      'INSERT INTO batch (last, first, count, bytes, types, subjects, chains, events) VALUES (?, ?, ?, ?, ?, ?, ?, CAST(? AS TEXT))',
    );
    this.#insertFlow = connection.prepare(
      'INSERT INTO batch_flow (flow, batch, last, count) VALUES (?, ?, ?, ?)',
    );
    this.#insertChain = connection.prepare('INSERT INTO chain (reasons) VALUES (?)');
    this.#setDelivered = connection.prepare(
      "INSERT OR REPLACE INTO meta (key, value) VALUES ('delivered', ?)",
    );
    this.#commit = connection.transaction((events: readonly SandboxEvent[], delivered: readonly string[]) => {
      let bytes = 0;
      for (let from = 0; from < events.length; from += MOST_IN_BATCH)
        bytes += this.#addBatch(events.slice(from, from + MOST_IN_BATCH));
      if (delivered.length > 0) this.#setDelivered.run(JSON.stringify(delivered));
      vault.save(events[events.length - 1]?.seq ?? 0);
      return bytes;
    });
  }

  /**
   * Commits a group of events and the secrets that were met on the way. Answers their size, bytes.
   *
   * @param delivered ids of all facts that are in the log with this group and may be in the outbox still; where the group
   * brings none from there, the ids of before stand
   * @param known JSON of those of them that were written as JSON already, by number, without that number
   */
  write(
    events: readonly SandboxEvent[],
    delivered: readonly string[],
    known: ReadonlyMap<number, string>,
  ): number {
    this.#known = known;
    try {
      return this.#commit(events, delivered);
    } catch (error) {
      this.forgetChains();
      throw error;
    }
  }

  /** Called when rows have gone: by trimming, or because the transaction that wrote them failed. */
  forgetChains(): void {
    this.#chains = new WeakMap();
  }

  #addBatch(events: readonly SandboxEvent[]): number {
    const first = events[0]?.seq ?? 0;
    const last = events[events.length - 1]?.seq ?? 0;
    const chains = new Set<number>();
    const flows = new Map<string, { last: number; count: number }>();
    const types = new Set<string>();
    const subjects = new Set<string>();
    const text = this.#text;
    text.begin();
    for (const event of events) {
      const { seq, type, flow, subject } = event;
      const chain = this.#chainOf(event.reasons);
      if (chain !== undefined) chains.add(chain);
      text.add(event === events[0] ? '[' : ',');
      const known = chain === undefined ? this.#known.get(seq) : undefined;
      text.add(known === undefined ? encodeEvent(event, chain) : `{"seq":${seq},${known.slice(1)}`);
      types.add(type);
      // Hops have none here: they are found by their flow.
      if (subject !== undefined && !type.startsWith('http.')) subjects.add(subject);
      if (flow === undefined) continue;
      const extent = flows.get(flow);
      if (!extent) flows.set(flow, { last: seq, count: 1 });
      else {
        extent.last = seq;
        extent.count += 1;
      }
    }
    text.add(']');
    const bytes = text.bytes();
    this.#insertBatch.run(
      last,
      first,
      events.length,
      bytes.length,
      listed(types),
      listed(subjects),
      `[${[...chains].join(',')}]`,
      bytes,
    );
    for (const [flow, extent] of flows) this.#insertFlow.run(flow, last, extent.last, extent.count);
    return bytes.length;
  }

  /** The row of a chain that events share; undefined for one that belongs to its event alone. */
  #chainOf(reasons: readonly Reason[]): number | undefined {
    if (reasons.length === 0 || !Object.isFrozen(reasons)) return undefined;
    let row = this.#chains.get(reasons);
    if (row === undefined) {
      row = Number(this.#insertChain.run(JSON.stringify(reasons)).lastInsertRowid);
      this.#chains.set(reasons, row);
    }
    return row;
  }
}

/** Names as a batch lists them, each between line breaks, so that one is found as `listed([name])`. */
export function listed(names: Iterable<string>): string {
  let text = '\n';
  for (const name of names) text += `${name}\n`;
  return text;
}
