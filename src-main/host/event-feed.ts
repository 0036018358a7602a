import { GatehouseError } from '../contract/errors.ts';
import type { SandboxEvent } from '../contract/events.ts';
import type { Json } from '../contract/json.ts';
import type { MethodOutput } from '../contract/methods.ts';
import type { RepairMethod } from '../contract/repair.ts';
import type { SandboxStatus } from '../contract/status.ts';
import type { StreamMessage } from '../contract/stream.ts';

/** The part of the supervisor that a feed needs. */
export interface FeedSource {
  readonly status: SandboxStatus;
  call(method: string, params: Json): Promise<Json>;
  /** Begins anew in place of a file that is damaged. */
  repair(method: RepairMethod): Promise<Json>;
  subscribe(listener: (message: StreamMessage) => void): () => void;
}

const PAGE = 500;
/** Events that wait while the feed catches up. Beyond it they are dropped and read from the log again. */
const MAX_WAITING = 5000;

/**
 * Who hears a feed. `all`: every event, so that what a flood left out is read from the log. `newest`: a window, which
 * hears what was left out and asks for as much of it as it can show.
 */
export type FeedReader = 'all' | 'newest';

/**
 * The stream of one user interface: every event once and in order, across its own reconnects (`after` is the last
 * event that it has) and across restarts of the worker, which may commit events that it never streams.
 */
export class EventFeed {
  readonly #source: FeedSource;
  readonly #deliver: (message: StreamMessage) => void;
  readonly #drained: () => Promise<void>;
  readonly #reader: FeedReader;
  readonly #unsubscribe: () => void;
  #last: number | undefined;
  #waiting: StreamMessage[] | undefined;
  #waitingEvents = 0;
  #dropped = false;
  #catchingUp = false;
  #closed = false;

  /**
   * @param after the newest event that the interface has; absent when it wants what happens from now on
   * @param reader who hears it
   * @param drained resolves when the interface can take more: a long log is read no faster than it leaves
   */
  constructor(
    source: FeedSource,
    after: number | undefined,
    deliver: (message: StreamMessage) => void,
    reader: FeedReader,
    drained: () => Promise<void> = () => Promise.resolve(),
  ) {
    this.#source = source;
    this.#deliver = deliver;
    this.#drained = drained;
    this.#reader = reader;
    this.#last = after;
    deliver({ kind: 'status', status: source.status });
    this.#unsubscribe = source.subscribe((message) => this.#hear(message));
    if (after !== undefined) this.#catchUp();
  }

  close(): void {
    this.#closed = true;
    this.#unsubscribe();
  }

  #hear(message: StreamMessage): void {
    if (message.kind === 'status') {
      this.#deliver(message);
      if (message.status.status === 'restarting') this.#waiting ??= [];
      if (message.status.status === 'ready' && this.#waiting) this.#catchUp();
      return;
    }
    if (message.kind === 'more' && this.#reader === 'all') {
      this.#last ??= message.first - 1;
      this.#dropped = true;
      this.#catchUp();
      return;
    }
    if (!this.#waiting) {
      this.#pass(message);
      return;
    }
    if (message.kind === 'events') {
      this.#waitingEvents += message.events.length;
      if (this.#waitingEvents > MAX_WAITING) {
        this.#dropped = true;
        this.#waitingEvents = 0;
        this.#waiting = this.#waiting.filter((other) => other.kind !== 'events');
        return;
      }
    }
    this.#waiting.push(message);
  }

  /** Reads from the log what was missed, then lets through what came meanwhile. */
  #catchUp(): void {
    this.#waiting ??= [];
    if (this.#catchingUp) return;
    this.#catchingUp = true;
    void this.#readMissed().then(
      () => this.#goOn(),
      (error: unknown) => {
        this.#catchingUp = false;
        // Without a worker the feed goes on waiting: `ready` of the next one starts it again. Any other failure
        // leaves a gap, which the interface sees in `seq` and asks for.
        if (!(error instanceof GatehouseError && error.status === 503)) this.#goOn();
      },
    );
  }

  #goOn(): void {
    const waiting = this.#waiting ?? [];
    this.#catchingUp = false;
    this.#waiting = undefined;
    this.#waitingEvents = 0;
    for (const message of waiting) this.#pass(message);
  }

  async #readMissed(): Promise<void> {
    if (this.#last === undefined) return;
    for (;;) {
      this.#dropped = false;
      const answer = await this.#source.call('events.list', { after: this.#last, limit: PAGE });
      const page = answer as unknown as MethodOutput<'events.list'>;
      // The log is another one than the interface knew (a new data folder): go on from its end.
      if (page.last < this.#last) this.#last = page.last;
      this.#passEvents(page.events);
      if (page.events.length < PAGE && !this.#dropped) return;
      await this.#drained();
      if (this.#closed) return;
    }
  }

  #pass(message: StreamMessage): void {
    if (this.#closed) return;
    if (message.kind === 'events') this.#passEvents(message.events);
    else if (message.kind === 'more') this.#passMore(message);
    else this.#deliver(message);
  }

  #passMore(more: Extract<StreamMessage, { kind: 'more' }>): void {
    if (this.#last !== undefined && more.last <= this.#last) return;
    this.#last = more.last;
    this.#deliver(more);
  }

  #passEvents(events: SandboxEvent[]): void {
    const last = this.#last;
    const fresh = last === undefined ? events : events.filter((event) => event.seq > last);
    const newest = fresh.at(-1);
    if (!newest || this.#closed) return;
    this.#last = newest.seq;
    this.#deliver({ kind: 'events', events: fresh });
  }
}
