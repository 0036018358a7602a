import { randomBytes } from 'node:crypto';

/** What is known of a request of a persona's browser before it leaves. */
export interface OutgoingRequest {
  /** Stays the same when the request is redirected. */
  id: number;
  resourceType: string;
  /** The browser tab that asks; absent for what belongs to no tab. */
  webContentsId?: number;
}

interface Navigation {
  requestId: number;
  trace: string;
}

/**
 * Gives the requests of persona browsers a W3C trace context (Trace Context §3.2), which browsers send none of: a new
 * trace for each navigation, kept across its redirects and for all that the page then loads. `tracestate` says, and
 * proves, whose browser it is.
 */
export class TraceHeaders {
  readonly #traceState: string;
  readonly #navigations = new Map<number, Navigation>();

  /** @param traceState the persona's own member, from `personaTraceState` */
  constructor(traceState: string) {
    this.#traceState = traceState;
  }

  /** The request's headers with the trace context on them; what a page set itself is replaced. */
  apply(request: OutgoingRequest, headers: Record<string, string>): Record<string, string> {
    const kept = Object.entries(headers).filter(([name]) => !/^trace(parent|state)$/i.test(name));
    return {
      ...Object.fromEntries(kept),
      traceparent: `00-${this.#traceOf(request)}-${randomBytes(8).toString('hex')}-01`,
      tracestate: this.#traceState,
    };
  }

  /** A tab was closed. */
  forget(webContentsId: number): void {
    this.#navigations.delete(webContentsId);
  }

  #traceOf({ id, resourceType, webContentsId }: OutgoingRequest): string {
    const fresh = randomBytes(16).toString('hex');
    if (webContentsId === undefined) return fresh;
    const current = this.#navigations.get(webContentsId);
    if (current && (resourceType !== 'mainFrame' || current.requestId === id)) return current.trace;
    this.#navigations.set(webContentsId, { requestId: id, trace: fresh });
    return fresh;
  }
}
