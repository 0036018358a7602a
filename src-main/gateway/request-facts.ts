import type { IncomingMessage } from 'node:http';
import { parseTarget, type RequestTarget } from './routes/target.ts';

/** What the gateway reads of a request, gathered in one pass over its header lines. */
export interface RequestFacts {
  readonly method: string;
  readonly httpVersion: string;
  /** The request target as it arrived. */
  readonly url: string;
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

const NONE: readonly string[] = [];

/** Collects the facts. The raw header lines are read, since the parsed ones hide repetitions. */
export function requestFacts(request: IncomingMessage): RequestFacts {
  const { rawHeaders, method = 'GET', url = '/' } = request;
  const { origin } = request.headers;
  const facts = {
    method,
    httpVersion: request.httpVersion,
    url,
    target: parseTarget(url),
    targetBytes: Buffer.byteLength(url),
    headerLines: rawHeaders.length / 2,
    hosts: NONE,
    contentLengths: NONE,
    transferEncodings: NONE,
    authorizations: NONE,
    proofs: NONE,
    origin,
    preflightFor:
      method === 'OPTIONS' && origin !== undefined
        ? request.headers['access-control-request-method']
        : undefined,
  };
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const field = LENGTHS.has(name.length) ? COUNTED.get(name.toLowerCase()) : undefined;
    const value = rawHeaders[index + 1] ?? '';
    if (field) facts[field] = facts[field].length === 0 ? [value] : [...facts[field], value];
  }
  return facts;
}

/** Headers of which every line counts. */
const COUNTED: ReadonlyMap<
  string,
  'hosts' | 'contentLengths' | 'transferEncodings' | 'authorizations' | 'proofs'
> = new Map([
  ['host', 'hosts'],
  ['content-length', 'contentLengths'],
  ['transfer-encoding', 'transferEncodings'],
  ['authorization', 'authorizations'],
  ['dpop', 'proofs'],
]);

/** How long their names are: most other lines are told by it. */
const LENGTHS: ReadonlySet<number> = new Set([...COUNTED.keys()].map(({ length }) => length));

/** Whether the request announces a body (RFC 9112 §6.3). */
export function hasBody(facts: RequestFacts): boolean {
  return facts.transferEncodings.length > 0 || declaredLength(facts) > 0;
}

/** The declared size of the body, bytes; 0 when none is declared. */
export function declaredLength(facts: RequestFacts): number {
  const length = Number(facts.contentLengths[0] ?? 0);
  return Number.isSafeInteger(length) && length > 0 ? length : 0;
}
