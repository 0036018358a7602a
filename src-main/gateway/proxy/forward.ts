import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import type { Exchange } from '../exchange.ts';
import { hasBody } from '../request-facts.ts';
import { CountedBody } from './counted-body.ts';
import { classifyFailure, codeOf, type UpstreamFailure } from './failure.ts';
import { forwardedHeaders, type GatewayHeaders } from './headers.ts';
import type { UpstreamPools } from './pools.ts';
import { Relay, type RelayEnd } from './relay.ts';

/** A request that is allowed, and where it goes. */
export interface Forwarding {
  readonly exchange: Exchange;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Base address of the backend; undefined when there is none. */
  readonly upstream: string | undefined;
  readonly own: GatewayHeaders;
  readonly timeoutMs: number;
  /** Header lines that the gateway adds to the answer, flat. */
  readonly added: readonly string[];
}

/**
 * Forwards a request and streams the answer back. `failed` hears how the call failed, once; it hears nothing when the
 * client has its answer or is gone. Where the answer had begun, the failure is `incomplete`.
 */
export function forward(
  forwarding: Forwarding,
  pools: UpstreamPools,
  failed: (failure: UpstreamFailure) => void,
): void {
  const { exchange, request, response, upstream, added } = forwarding;
  if (upstream === undefined) {
    failed({ kind: 'unknown', error: 'no address' });
    return;
  }
  const limit = exchange.services.limits.bodyBytes;
  const body = hasBody(exchange.request) ? new CountedBody(request, limit, forwarding.timeoutMs) : undefined;
  const relay = new Relay(response, added, (end) => {
    if (end.kind !== 'done') body?.stop();
    exchange.receivedBytes = body?.bytes ?? 0;
    const failure = failureOf(end);
    if (failure) failed(failure);
  });
  body?.on('error', (error) => relay.abort(error));
  try {
    const backend = pools.poolFor(upstream);
    backend.pool.dispatch(callOf(forwarding, backend.path, body), relay);
  } catch (error) {
    relay.abort(error instanceof Error ? error : new Error(String(error)));
  }
}

function callOf(
  { exchange, request, own, timeoutMs }: Forwarding,
  base: string,
  body: CountedBody | undefined,
): Dispatcher.DispatchOptions {
  return {
    path: `${base}${exchange.match?.rest ?? '/'}${exchange.request.target.query}`,
    method: exchange.request.method as Dispatcher.HttpMethod,
    headers: forwardedHeaders(request, own),
    body: body ?? null,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  };
}

function failureOf(end: RelayEnd): UpstreamFailure | undefined {
  if (end.kind !== 'failed') return undefined;
  return end.begun ? { kind: 'incomplete', error: codeOf(end.error) } : classifyFailure(end.error);
}
