import type { IncomingMessage } from 'node:http';
import { parseTarget, type RequestTarget } from './routes/target.ts';

/** What the gateway reads of a request, gathered in one pass over its header lines. */
export interface RequestFacts {
  readonly method: string;
  readonly httpVersion: string;
  readonly target: RequestTarget;
  readonly targetBytes: number;
  readonly headerLines: number;
  readonly hosts: readonly string[];
  readonly contentLengths: readonly string[];
  readonly transferEncodings: readonly string[];
  readonly authorizations: readonly string[];
  readonly proofs: readonly string[];
  readonly origin: string | undefined;
  /** The method that a preflight asks about (Fetch §3.2.2). */
  readonly preflightFor: string | undefined;
}

/** Headers of which every line counts. */
const COUNTED = ['host', 'content-length', 'transfer-encoding', 'authorization', 'dpop'] as const;

/** Collects the facts. The raw header lines are read, since the parsed ones hide repetitions. */
export function requestFacts(request: IncomingMessage): RequestFacts {
  const { rawHeaders, method = 'GET', url = '/' } = request;
  const lines = new Map<string, string[]>(COUNTED.map((name) => [name, []]));
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    lines.get((rawHeaders[index] ?? '').toLowerCase())?.push(rawHeaders[index + 1] ?? '');
  }
  const all = (name: (typeof COUNTED)[number]) => lines.get(name) ?? [];
  const asks = request.headers['access-control-request-method'];
  return {
    method,
    httpVersion: request.httpVersion,
    target: parseTarget(url),
    targetBytes: Buffer.byteLength(url),
    headerLines: rawHeaders.length / 2,
    hosts: all('host'),
    contentLengths: all('content-length'),
    transferEncodings: all('transfer-encoding'),
    authorizations: all('authorization'),
    proofs: all('dpop'),
    origin: request.headers.origin,
    preflightFor: method === 'OPTIONS' && request.headers.origin !== undefined ? asks : undefined,
  };
}

/** Whether the request announces a body (RFC 9112 §6.3). */
export function hasBody(facts: RequestFacts): boolean {
  return facts.transferEncodings.length > 0 || declaredLength(facts) > 0;
}

/** The declared size of the body, bytes; 0 when none is declared. */
export function declaredLength(facts: RequestFacts): number {
  const length = Number(facts.contentLengths[0] ?? 0);
  return Number.isSafeInteger(length) && length > 0 ? length : 0;
}
