import { BodyTooLarge, BodyTooSlow } from './counted-body.ts';

/** How a call to a backend failed. `slow-client` and `too-large` are the client's doing. */
export type FailureKind =
  | 'unknown'
  | 'unreachable'
  | 'timeout'
  | 'malformed'
  | 'incomplete'
  | 'slow-client'
  | 'too-large';

export interface UpstreamFailure {
  readonly kind: FailureKind;
  /** Code of the network, the HTTP parser or the client library, or what it said. */
  readonly error: string;
}

const TIMEOUTS = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);

const MALFORMED = new Set([
  'UND_ERR_HEADERS_OVERFLOW',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'ERR_INVALID_CHAR',
  'ERR_HTTP_INVALID_STATUS_CODE',
  'ERR_HTTP_INVALID_HEADER_VALUE',
  'ERR_INVALID_HTTP_TOKEN',
]);

/** Names a failure before the answer began. */
export function classifyFailure(error: Error): UpstreamFailure {
  const code = codeOf(error);
  if (error instanceof BodyTooLarge) return { kind: 'too-large', error: code };
  if (error instanceof BodyTooSlow) return { kind: 'slow-client', error: code };
  if (TIMEOUTS.has(code)) return { kind: 'timeout', error: code };
  if (error.name === 'HTTPParserError' || MALFORMED.has(code)) return { kind: 'malformed', error: code };
  return { kind: 'unreachable', error: code };
}

/** The stable code of an error, or its message where it has none. */
export function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
