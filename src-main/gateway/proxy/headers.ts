import type { IncomingMessage } from 'node:http';

/** Meant for one connection only (RFC 9110 §7.6.1). `proxy-connection` is not in the standard, but is sent. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Headers of a request that end at the gateway: its credential and proof, what the client says of its own address,
 * the trace that the gateway writes anew, and `expect`, which the gateway has answered. Cookies too: APIs take tokens,
 * and a browser sends the cookies of every application on 127.0.0.1, whatever its port.
 */
const ENDS_HERE = new Set([
  'host',
  'expect',
  'authorization',
  'dpop',
  'cookie',
  'forwarded',
  'x-real-ip',
  'traceparent',
  'tracestate',
  'baggage',
]);

/** Prefixes under which backends trust what the gateway says. */
const OURS = ['x-forwarded-', 'x-gatehouse-'];

/** Headers of an answer that end at the gateway. The `date` is set anew; CORS is the gateway's to answer. */
const ANSWER_ENDS_HERE = new Set(['set-cookie', 'date']);

/** Who was verified, as the backend is told. */
export interface VerifiedIdentity {
  readonly subject: string;
  readonly client: string;
  readonly scope: string;
}

/** What the gateway itself writes into a forwarded request. */
export interface GatewayHeaders {
  readonly identity: VerifiedIdentity;
  /** The secret by which backends know that the gateway speaks; undefined where they need none. */
  readonly gatewayKey: string | undefined;
  /** Headers that carry the trace on. */
  readonly trace: Readonly<Record<string, string>>;
}

/**
 * The header lines of the forwarded request, flat. What the client says of its own address is not believed; who it is
 * goes to the backend in `x-gatehouse-*`, since the token itself stays here.
 */
export function forwardedHeaders(
  request: IncomingMessage,
  { identity, gatewayKey, trace }: GatewayHeaders,
): string[] {
  const { rawHeaders } = request;
  const named = connectionOptions(request.headers.connection);
  const lines: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const line = rawHeaders[index] ?? '';
    if (endsHere(line) || (named.size > 0 && named.has(line.toLowerCase()))) continue;
    lines.push(line, rawHeaders[index + 1] ?? '');
  }
  const address = request.socket.remoteAddress ?? 'unknown';
  const host = request.headers.host ?? '';
  const node = address.includes(':') ? `"[${address}]"` : address;
  lines.push('forwarded', `for=${node};host="${host}";proto=http`);
  lines.push('x-forwarded-for', address, 'x-forwarded-host', host, 'x-forwarded-proto', 'http');
  lines.push('via', '1.1 gatehouse');
  lines.push('x-gatehouse-subject', headerSafe(identity.subject));
  lines.push('x-gatehouse-client', headerSafe(identity.client));
  lines.push('x-gatehouse-scope', headerSafe(identity.scope));
  if (gatewayKey !== undefined) lines.push('x-gatehouse-gateway-key', gatewayKey);
  for (const [name, value] of Object.entries(trace)) lines.push(name, value);
  return lines;
}

/** The header lines of the answer as they go on to the client, flat; `added` are the gateway's own. */
export function returnedHeaders(
  headers: Record<string, string | string[] | undefined>,
  added: readonly string[] = [],
): string[] {
  const connection = headers.connection;
  const named = connectionOptions(Array.isArray(connection) ? connection.join(',') : connection);
  const lines: string[] = [];
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || HOP_BY_HOP.has(name) || ANSWER_ENDS_HERE.has(name) || named.has(name))
      continue;
    if (name.startsWith('access-control-')) continue;
    if (typeof value === 'string') lines.push(name, value);
    else for (const one of value) lines.push(name, one);
  }
  lines.push('via', '1.1 gatehouse');
  for (const line of added) lines.push(line);
  return lines;
}

function connectionOptions(connection: string | undefined): ReadonlySet<string> {
  if (connection === undefined) return NONE;
  return new Set(connection.split(',').map((option) => option.trim().toLowerCase()));
}

const NONE: ReadonlySet<string> = new Set();

/** What was found out about names of header lines, as they were written: clients send the same ones each time. */
const decided = new Map<string, boolean>();
const MOST_NAMES = 500;

/** Whether a header line of this name is not forwarded, whatever else the request says. */
function endsHere(line: string): boolean {
  let ends = decided.get(line);
  if (ends === undefined) {
    const name = line.toLowerCase();
    ends = HOP_BY_HOP.has(name) || ENDS_HERE.has(name) || isOurs(name);
    if (decided.size >= MOST_NAMES) decided.clear();
    decided.set(line, ends);
  }
  return ends;
}

/** Some servers read an underscore as a hyphen, so that `x_gatehouse_subject` would be believed by them. */
function isOurs(name: string): boolean {
  const plain = name.includes('_') ? name.replaceAll('_', '-') : name;
  return OURS.some((prefix) => plain.startsWith(prefix)) || plain === 'x-real-ip';
}

/** A claim may hold any character; a header line may not (RFC 9110 §5.5). */
function headerSafe(value: string): string {
  return /^[\x20-\x7e]*$/.test(value) ? value : encodeURIComponent(Buffer.from(value).toString());
}
