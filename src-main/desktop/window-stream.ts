import type { StreamMessage } from '../contract/stream.ts';

/** Messages that are kept for a page that is still loading. An interface that sees a gap in `seq` asks for the rest. */
const MAX_KEPT = 5000;

/** The stream of one window: keeps messages until the page says that it hears, also after a reload. */
export class WindowStream {
  readonly #send: (message: StreamMessage) => void;
  #kept: StreamMessage[] | undefined = [];

  constructor(send: (message: StreamMessage) => void) {
    this.#send = send;
  }

  push(message: StreamMessage): void {
    if (!this.#kept) {
      this.#send(message);
      return;
    }
    this.#kept.push(message);
    if (this.#kept.length > MAX_KEPT) this.#kept.shift();
  }

  /** The page hears now. */
  listening(): void {
    const kept = this.#kept ?? [];
    this.#kept = undefined;
    for (const message of kept) this.#send(message);
  }

  /** The page goes away: another one is being loaded. */
  leaving(): void {
    this.#kept ??= [];
  }
}
