import type { EventType } from '../../contract/event-types.ts';
import type { SandboxEvent } from '../../contract/events.ts';
import type { EventFeed } from '../ports.ts';

/** How many events a window keeps; under load the oldest go. */
const KEEP = 1000;
const PAGE = 500;

/** The events that count for a step, read from the log as it grows. */
export class EventWindow {
  readonly #feed: EventFeed;
  readonly #types: readonly EventType[];
  readonly #away: readonly (readonly [number, number])[];
  #cursor: number;
  #events: SandboxEvent[] = [];

  /** Holds events of these types after `after`, without those of times `away`: after the first `seq`, up to the second. */
  constructor(
    feed: EventFeed,
    types: Iterable<EventType>,
    after: number,
    away: readonly (readonly [number, number])[] = [],
  ) {
    this.#feed = feed;
    this.#away = away;
    this.#types = [...new Set(types)];
    this.#cursor = Math.min(after, feed.last());
  }

  /** Whether any of these events could change a verdict. */
  concerns(events: readonly SandboxEvent[]): boolean {
    return events.some((event) => this.#types.includes(event.type));
  }

  /** All events of the window up to now, oldest first. */
  read(): readonly SandboxEvent[] {
    if (this.#types.length === 0) return [];
    for (;;) {
      const page = this.#feed.query({ after: this.#cursor, types: this.#types, limit: PAGE });
      const last = page.at(-1);
      if (last) {
        this.#cursor = last.seq;
        this.#events.push(...page.filter(({ seq }) => !this.#isAway(seq)));
      }
      if (page.length < PAGE) break;
    }
    if (this.#events.length > KEEP) this.#events = this.#events.slice(-KEEP);
    return this.#events;
  }
  #isAway(seq: number): boolean {
    return this.#away.some(([from, to]) => seq > from && seq <= to);
  }
}
