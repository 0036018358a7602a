import type { IncomingMessage } from 'node:http';
import type { Core } from './core.ts';
import { newTraceId } from './ids.ts';

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

/** Where a request comes from, and by which channel it came. */
export interface Origin {
  trace: string;
  /** The caller's span (W3C Trace Context §3.2). */
  parent: string | undefined;
  /** The span of the hop that the caller was answering as it called, when it is one of our own parts. */
  within: string | undefined;
  /** Participant id of the caller. */
  from: string;
  /** `front`: through a browser; `back`: server to server. */
  channel: 'front' | 'back';
  /** Actor id of whoever began this. */
  actor: string;
}

/**
 * Finds out who called. Calls of our own parts are known by the span that they opened; persona browsers by a signed
 * `tracestate`; everybody else is `outside`.
 */
export function originOf(request: IncomingMessage, core: Core): Origin {
  const [, trace, parent] = TRACEPARENT.exec(header(request, 'traceparent') ?? '') ?? [];
  const owner = parent ? core.spans.take(parent) : undefined;
  const browser = isBrowser(request);
  const persona = owner === undefined ? core.personaOf(header(request, 'tracestate'), browser) : undefined;
  const from = owner?.from ?? (persona ? `browser:${persona}` : 'outside');
  const known = trace ? core.correlator.actorOf(trace) : undefined;
  const id = trace ?? newTraceId();
  const actor = known ?? actorFor(from);
  if (!known) core.correlator.setActor(id, actor);
  const front = from.startsWith('browser:') || (owner === undefined && browser);
  return { trace: id, parent, within: owner?.within, from, channel: front ? 'front' : 'back', actor };
}

function actorFor(from: string): string {
  return from.startsWith('browser:') ? `persona:${from.slice('browser:'.length)}` : from;
}

/** Browsers send Fetch Metadata with each request, and ask for HTML when a person navigates. */
function isBrowser(request: IncomingMessage): boolean {
  return (
    header(request, 'sec-fetch-mode') !== undefined || (header(request, 'accept') ?? '').includes('text/html')
  );
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
