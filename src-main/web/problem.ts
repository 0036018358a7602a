import type { ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { z } from 'zod';
import { GatehouseError, type PublicError, toPublicError } from '../contract/errors.ts';

/** A problem document (RFC 9457 §3) that carries the parts of a {@link PublicError} as extension members. */
export interface Problem extends PublicError {
  type: string;
  title: string;
  status: number;
  detail: string;
}

/** Describes an error for a client: its HTTP status and what may be shown. */
export function toProblem(error: unknown): Problem {
  const shown = toPublicError(error);
  const status = error instanceof GatehouseError ? error.status : error instanceof z.ZodError ? 400 : 500;
  return {
    type: `urn:gatehouse:error:${shown.code}`,
    title: shown.what,
    status,
    detail: `${shown.why} ${shown.next}`,
    ...shown,
  };
}

/** Answers a request with a problem document. */
export function sendProblem(
  response: ServerResponse,
  error: unknown,
  headers: Record<string, string> = {},
): void {
  const problem = toProblem(error);
  const body = Buffer.from(JSON.stringify(problem));
  response.writeHead(problem.status, {
    'content-type': 'application/problem+json',
    'content-length': body.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

/**
 * Answers on a bare connection, where the request could not be read or was to become a WebSocket; then closes it. The answer to HEAD
 * is `bodiless` (RFC 9110 §9.3.2).
 */
export function endWithProblem(
  socket: Duplex,
  error: unknown,
  { headers = {}, bodiless = false }: { headers?: Record<string, string>; bodiless?: boolean } = {},
): void {
  const problem = toProblem(error);
  const body = JSON.stringify(problem);
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Cache-Control: no-store',
      'X-Content-Type-Options: nosniff',
      'Connection: close',
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      '',
      bodiless ? '' : body,
    ].join('\r\n'),
  );
}
