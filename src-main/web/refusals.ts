import type { IncomingMessage } from 'node:http';
import { GatehouseError } from '../contract/errors.ts';
import { plainSegments } from '../host/static-files.ts';

/** A request that was refused: the rule's stable name, and why in words. */
export interface Refusal {
  rule: string;
  method: string;
  /** Path without query. */
  path: string;
  reason: string;
}

/** Path of a request without its query, which may hold what should not be logged. */
export const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?', 1)[0] ?? '';

/**
 * What the log should say of a failed request; nothing where it was no refusal: a missing file, or an answer of the
 * sandbox, which has logged it itself.
 */
export function refusalOf(error: unknown, request?: IncomingMessage): Refusal | undefined {
  if (!(error instanceof GatehouseError) || !error.code.startsWith('request.')) return undefined;
  const path = request ? pathOf(request) : '';
  if (error.code === 'request.not-found' && plainSegments(path) !== null) return undefined;
  return { rule: error.code, method: request?.method ?? '', path: path.slice(0, 500), reason: error.why };
}

/** Refuses a method that an address does not take. Throws `request.method-refused`. */
export function assertMethod(request: IncomingMessage, allowed: string[]): void {
  if (allowed.includes(request.method ?? '')) return;
  throw new GatehouseError({
    code: 'request.method-refused',
    what: 'This address does not take that method.',
    why: `${request.method} is not one of ${allowed.join(', ')}.`,
    next: 'Use one of those.',
    status: 405,
    detail: allowed.join(', '),
  });
}

/** 405 names the methods that are taken (RFC 9110 §15.5.6); 401 names the way to prove oneself (§15.5.2). */
export function allowOf(error: unknown): Record<string, string> {
  if (!(error instanceof GatehouseError)) return {};
  if (error.status === 405) return { allow: error.detail ?? '' };
  if (error.status === 401) return { 'www-authenticate': 'GatehouseSecret realm="this run"' };
  return {};
}

/** There is no such file; for the page itself, it was never built. */
export function notFound(path: string): GatehouseError {
  const start = path === '/' || path === '/index.html';
  return new GatehouseError({
    code: start ? 'ui.not-built' : 'request.not-found',
    what: start ? 'The user interface is not built.' : 'There is nothing at this address.',
    why: start ? 'Its files are missing from out/renderer.' : 'The user interface has no such file.',
    next: start ? 'Run npm run build.' : 'Open the address that Gatehouse printed when it started.',
    status: 404,
  });
}

/** There is one stream; no other address becomes a WebSocket. */
export function noStreamAt(path: string): GatehouseError {
  return new GatehouseError({
    code: 'request.not-found',
    what: 'There is no stream at this address.',
    why: `${path.slice(0, 100)} does not become a WebSocket.`,
    next: 'Connect to /api/stream.',
    status: 404,
  });
}

/** An `Expect` that is not `100-continue` (RFC 9110 §10.1.1). */
export function expectationRefused(): GatehouseError {
  return new GatehouseError({
    code: 'request.expectation-refused',
    what: 'The request expects what nobody here does.',
    why: 'The only expectation met is 100-continue (RFC 9110 §10.1.1).',
    next: 'Leave out the Expect header.',
    status: 417,
  });
}

/** `CONNECT` (RFC 9110 §9.3.6). */
export function tunnelRefused(): GatehouseError {
  return new GatehouseError({
    code: 'request.method-refused',
    what: 'This address opens no tunnels.',
    why: 'Gatehouse is no proxy (RFC 9110 §9.3.6).',
    next: 'Send requests to the sandbox itself.',
    status: 405,
    detail: 'GET, HEAD, POST',
  });
}

/** Whether bytes that are no request began as a HEAD, as far as Node still has them. */
export const asksHead = ({ rawPacket }: { rawPacket?: Buffer }): boolean =>
  rawPacket?.subarray(0, 5).toString('latin1') === 'HEAD ';

/** Bytes that are no request. */
export function malformed(error: Error & { code?: string }): GatehouseError {
  const tooLong = error.code === 'HPE_HEADER_OVERFLOW';
  return new GatehouseError({
    code: tooLong ? 'request.header-too-long' : 'request.malformed',
    what: 'The request was not understood.',
    why: tooLong ? 'Its header is longer than 16 KiB.' : 'It is not HTTP/1.1 (RFC 9112).',
    next: tooLong ? 'Send less.' : 'Send a well-formed request.',
    status: tooLong ? 431 : 400,
    detail: error.message,
  });
}
