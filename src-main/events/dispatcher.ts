import { currentContext } from './context.ts';
import { newSpanId, newTraceId } from './ids.ts';

/** A function with the shape of `fetch`. */
export type Fetch = (input: string | URL, init?: RequestInit) => Promise<Response>;

/**
 * The one way by which parts of the sandbox call one another: by HTTP over the sandbox's network, which in a fork lies
 * inside the process. Callers never use `fetch` or a client of their own.
 */
export interface Dispatcher {
  /** A `fetch` that speaks as `from` (a participant id) and carries the trace on. */
  fetchAs(from: string): Fetch;
  /** The headers that carry the trace of the work in progress on, for a call that streams. */
  traceHeaders(from: string): Record<string, string>;
}

/** Who opened a span: the part, and the hop that it was answering at the time. */
export interface SpanOwner {
  from: string;
  /** The span of that hop; undefined for a call that nothing asked for. */
  within: string | undefined;
}

/** Remembers who opened a span, so that the receiver of a call knows the caller without a header that could be forged. */
export class SpanOwners {
  readonly #owners = new Map<string, SpanOwner>();

  open(span: string, owner: SpanOwner): void {
    this.#owners.set(span, owner);
    // A call that never arrives leaves its entry behind; forget the oldest.
    if (this.#owners.size > 10_000) {
      const oldest = this.#owners.keys().next().value;
      if (oldest !== undefined) this.#owners.delete(oldest);
    }
  }

  /** Who opened the span; forgets it. */
  take(span: string): SpanOwner | undefined {
    const owner = this.#owners.get(span);
    this.#owners.delete(span);
    return owner;
  }
}

/** Speaks HTTP over the network of its sandbox. */
export class HttpDispatcher implements Dispatcher {
  readonly #owners: SpanOwners;
  readonly #fetch: Fetch;

  constructor(owners: SpanOwners, fetch: Fetch) {
    this.#owners = owners;
    this.#fetch = fetch;
  }

  fetchAs(from: string): Fetch {
    return (input, init) => {
      const headers = new Headers(init?.headers);
      for (const [name, value] of Object.entries(this.traceHeaders(from))) headers.set(name, value);
      const context = currentContext();
      const signal = init?.signal ?? context?.signal ?? null;
      return this.#fetch(input, { ...init, headers, signal });
    };
  }

  traceHeaders(from: string): Record<string, string> {
    const span = newSpanId();
    const context = currentContext();
    this.#owners.open(span, { from, within: context?.span });
    return { traceparent: `00-${context?.trace ?? newTraceId()}-${span}-01` };
  }
}
