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

/** After this many spans the ones of before are forgotten: calls that never arrived left them behind. */
const REMEMBERED_SPANS = 5_000;

/** Remembers who opened a span, so that the receiver of a call knows the caller without a header that could be forged. */
export class SpanOwners {
  #owners = new Map<string, SpanOwner>();
  #before = new Map<string, SpanOwner>();

  open(span: string, owner: SpanOwner): void {
    if (this.#owners.size >= REMEMBERED_SPANS) {
      this.#before = this.#owners;
      this.#owners = new Map();
    }
    this.#owners.set(span, owner);
  }

  /** Who opened the span; forgets it. */
  take(span: string): SpanOwner | undefined {
    const owner = this.#owners.get(span) ?? this.#before.get(span);
    if (owner && !this.#owners.delete(span)) this.#before.delete(span);
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
