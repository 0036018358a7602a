import type { SandboxEvent } from '../../src-main/contract/events.ts';
import type { ConnectedClient } from '../client/connected-client.ts';
import { paced } from './paced.ts';
import { EVENT_BUFFER_SIZE, reportLost, useSandbox } from './sandbox.ts';
import { followEvents } from './selection.ts';

/** How many events are asked for when the window opens. */
const FIRST_PAGE = 2000;
const PAGE = 5000;
/** When more than this was left out in a flood, the window goes on from its end. */
const MOST_TO_FILL = 2000;
/** While a flood lasts, its newest events are asked for, this far apart, ms. */
const FLOOD_PAUSE_MS = 500;
const NEWEST_OF_FLOOD = { before: Number.MAX_SAFE_INTEGER, limit: 200 };

/** Keeps the buffer of events in order and without gaps. */
export class EventFeed {
  readonly #client: ConnectedClient;
  readonly #isShown: () => boolean;
  /** Events that came while the log is being asked for earlier ones. */
  #held: SandboxEvent[] = [];
  #loading = true;
  /** Events that came and are not shown yet, without a gap after those that are. */
  #next: SandboxEvent[] = [];
  /** The last of the events that a flood left out; 0 when there was none. */
  #floodEnd = 0;
  readonly #show = paced(() => this.#showNext());

  /** `isShown`: whether the window still shows the sandbox that these events are of. */
  constructor(client: ConnectedClient, isShown: () => boolean) {
    this.#client = client;
    this.#isShown = isShown;
  }

  /** The newest part of the log, when the window opens. */
  async load(): Promise<void> {
    const page = await this.#client.call('events.list', {
      before: Number.MAX_SAFE_INTEGER,
      limit: FIRST_PAGE,
    });
    if (!this.#isShown()) return;
    useSandbox.setState({ events: page.events, lastSeq: page.last });
    this.#client.seen(page.last);
    followEvents(page.events);
    this.#release();
  }

  push(events: readonly SandboxEvent[]): void {
    if (this.#loading) {
      this.#held.push(...events);
      return;
    }
    const lastSeq = this.#next.at(-1)?.seq ?? useSandbox.getState().lastSeq;
    const fresh = events.filter((event) => event.seq > lastSeq);
    const first = fresh[0];
    if (!first) return;
    if (first.seq === lastSeq + 1) {
      this.#next.push(...fresh);
      this.#show();
      return;
    }
    this.#held.push(...events);
    this.fill().catch(reportLost);
  }

  /** So much happened at once that events up to `last` were not sent. */
  leftOut(last: number): void {
    this.#floodEnd = last;
    if (this.#loading) return;
    this.#loading = true;
    this.#showNext();
    this.#catchUp().then(
      () => this.#release(),
      () => {
        this.#floodEnd = 0;
        this.#release();
        reportLost();
      },
    );
  }

  /** Takes what was left out: all of it when the flood was short, else the newest part every now and then. */
  async #catchUp(): Promise<void> {
    while (this.#floodEnd > useSandbox.getState().lastSeq && this.#isShown()) {
      const { lastSeq } = useSandbox.getState();
      const end = this.#floodEnd;
      await new Promise((resolve) => setTimeout(resolve, FLOOD_PAUSE_MS));
      const over = end === this.#floodEnd && end - lastSeq <= MOST_TO_FILL;
      const wanted = over ? { after: lastSeq, limit: PAGE } : NEWEST_OF_FLOOD;
      this.#goTo((await this.#client.call('events.list', wanted)).events);
    }
  }

  /** Asks the log for what came after the last event that the window has. */
  async fill(): Promise<void> {
    this.#loading = true;
    this.#showNext();
    try {
      for (;;) {
        const page = await this.#client.call('events.list', {
          after: useSandbox.getState().lastSeq,
          limit: PAGE,
        });
        this.#append(page.events);
        if (page.events.length < PAGE) break;
      }
    } finally {
      this.#release();
    }
  }

  #release(): void {
    const held = this.#held;
    this.#held = [];
    this.#loading = false;
    if (held.length > 0) this.#append(held);
    if (this.#floodEnd > useSandbox.getState().lastSeq) this.leftOut(this.#floodEnd);
  }

  #showNext(): void {
    const next = this.#next;
    this.#next = [];
    this.#append(next);
  }

  /** Goes on from these, the newest ones. What lies before them is asked for when a view needs it. */
  #goTo(events: readonly SandboxEvent[]): void {
    const [first, last] = [events[0], events.at(-1)];
    if (!first || !last || !this.#isShown()) return;
    if (first.seq > useSandbox.getState().lastSeq + 1)
      useSandbox.setState({ events: [], lastSeq: first.seq - 1 });
    this.#append(events);
  }

  #append(events: readonly SandboxEvent[]): void {
    const { events: kept, lastSeq } = useSandbox.getState();
    const fresh = events.filter((event) => event.seq > lastSeq);
    const last = fresh.at(-1);
    if (!last || !this.#isShown()) return;
    useSandbox.setState({ events: [...kept, ...fresh].slice(-EVENT_BUFFER_SIZE), lastSeq: last.seq });
    this.#client.seen(last.seq);
    followEvents(fresh);
  }
}
