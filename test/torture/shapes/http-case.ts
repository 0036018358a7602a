import fc from 'fast-check';
import { METHODS, PATH_TRICKS, QUERY_TRICKS, TRICK_HEADERS, VERSIONS } from './http-tricks.ts';

/** How a message says where it ends, or fails to (RFC 9112 §6). */
export const FRAMINGS = [
  'none',
  'length',
  'chunked',
  'length too long',
  'length too short',
  'length twice',
  'length as a list',
  'length with a sign',
  'both, length first',
  'both, coding first',
  'coding with a tab',
  'coding folded',
  'coding after a space',
  'coding twice',
  'coding unknown',
  'chunk with an extension',
  'chunk size with a sign',
  'chunks without end',
  'chunk with a bare line feed',
  'trailer that is a header',
] as const;
export type Framing = (typeof FRAMINGS)[number];

/** A request, right or wrong, before it is bytes. Text stands for bytes (latin1). */
export interface HttpCase {
  method: string;
  target: string;
  version: string;
  headers: string[];
  body: string;
  framing: Framing;
  /** Line ends; a bare line feed is what some servers take for one. */
  newline: '\r\n' | '\n' | '\r';
  /** Leaves out all after this share of the message. */
  cut: number | null;
  /** Sends these bytes in place of a message. */
  garbage: string | null;
}

/** A second request inside the first. It must never be answered as one, nor reach a backend. */
export const HIDDEN = 'GET /accounts/1.0/accounts/smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';

/** The bytes of a case: HOST and TOKEN stand for the port's own name and a good token. */
export function bytesOf(value: HttpCase, host: string, token = 'TOKEN'): Buffer {
  if (value.garbage !== null) return Buffer.from(value.garbage, 'latin1');
  const { newline, framing } = value;
  const [framed, body] = framedBody(framing, value.body);
  const lines = [
    `${value.method} ${value.target.replaceAll('HOST', host)} ${value.version}`,
    ...value.headers.map((line) => line.replaceAll('HOST', host).replaceAll('TOKEN', token)),
    ...framed,
  ];
  const message = `${lines.join(newline)}${newline}${newline}${body}`;
  const whole = Buffer.from(message, 'latin1');
  return value.cut === null ? whole : whole.subarray(0, Math.floor(whole.length * value.cut));
}

/** Whether the peer may wait for more, so that no answer is due. */
export function isUnfinished({ cut, garbage, framing, newline, headers }: HttpCase): boolean {
  if (cut !== null || garbage !== null || newline !== '\r\n') return true;
  const open: Framing[] = [
    'length too long',
    'chunks without end',
    'both, coding first',
    'both, length first',
  ];
  // A header that names a length or a coding of its own changes what the framing says.
  return (
    open.includes(framing) ||
    headers.some((line) => /^(content-length|transfer-encoding|connection)/i.test(line))
  );
}

function framedBody(framing: Framing, body: string): [string[], string] {
  const length = `Content-Length: ${body.length}`;
  const coding = 'Transfer-Encoding: chunked';
  const size = body.length.toString(16);
  const chunks = body === '' ? '0\r\n\r\n' : `${size}\r\n${body}\r\n0\r\n\r\n`;
  switch (framing) {
    case 'none':
      return [[], ''];
    case 'length':
      return [[length], body];
    case 'chunked':
      return [[coding], chunks];
    case 'length too long':
      return [[`Content-Length: ${body.length + 7}`], body];
    case 'length too short':
      return [['Content-Length: 0'], HIDDEN];
    case 'length twice':
      return [[length, `Content-Length: ${body.length + HIDDEN.length}`], body + HIDDEN];
    case 'length as a list':
      return [[`Content-Length: ${body.length}, ${body.length}`], body];
    case 'length with a sign':
      return [[`Content-Length: +${body.length}`], body];
    case 'both, length first':
      return [[`Content-Length: ${5 + HIDDEN.length}`, coding], `0\r\n\r\n${HIDDEN}`];
    case 'both, coding first':
      return [[coding, 'Content-Length: 4'], `0\r\n\r\n${HIDDEN}`];
    case 'coding with a tab':
      return [['Transfer-Encoding:\x0bchunked'], `0\r\n\r\n${HIDDEN}`];
    case 'coding folded':
      return [['Transfer-Encoding:', ' chunked'], `0\r\n\r\n${HIDDEN}`];
    case 'coding after a space':
      return [['Transfer-Encoding : chunked'], `0\r\n\r\n${HIDDEN}`];
    case 'coding twice':
      return [[coding, 'Transfer-Encoding: identity'], `0\r\n\r\n${HIDDEN}`];
    case 'coding unknown':
      return [['Transfer-Encoding: xchunked'], `0\r\n\r\n${HIDDEN}`];
    case 'chunk with an extension':
      return [[coding], `${size};a="${'x'.repeat(300)}"\r\n${body}\r\n0\r\n\r\n`];
    case 'chunk size with a sign':
      return [[coding], `-1\r\n\r\n${HIDDEN}`];
    case 'chunks without end':
      return [[coding], `${size === '0' ? '1' : size}\r\n${body || 'x'}\r\n`];
    case 'chunk with a bare line feed':
      return [[coding], `${size}\n${body}\n0\n\n${HIDDEN}`];
    case 'trailer that is a header':
      return [[coding], `0\r\nAuthorization: Bearer x\r\nContent-Length: 3\r\n\r\n`];
  }
}

/** Mostly the first, now and then one of the others: a message that is wrong in everything is refused for one reason. */
export function mostly<T>(usual: fc.Arbitrary<T>, ...others: fc.Arbitrary<T>[]): fc.Arbitrary<T> {
  return fc.oneof({ arbitrary: usual, weight: 4 }, ...others.map((arbitrary) => ({ arbitrary, weight: 1 })));
}

/** What a port is asked for: its own addresses, what may stand in a body, and header lines of its own. */
export interface PortFlavour {
  targets: readonly string[];
  bodies?: readonly string[];
  lines?: readonly string[];
}

/** Requests to a port: its own addresses bent, headers and framing of all kinds, cut messages, and bytes that are none. */
export function httpCases({ targets, bodies = [], lines = [] }: PortFlavour): fc.Arbitrary<HttpCase> {
  const bytes = fc.uint8Array({ maxLength: 200 }).map((list) => Buffer.from(list).toString('latin1'));
  const target = fc
    .tuple(
      fc.constantFrom(...targets),
      mostly(fc.constant(''), fc.constantFrom(...PATH_TRICKS), bytes),
      mostly(
        fc.constant(''),
        fc.constantFrom(...QUERY_TRICKS),
        bytes.map((text) => `?${text}`),
      ),
      mostly(
        fc.constant(''),
        fc.constantFrom('http://HOST', 'http://evil.example', '//evil.example', '*', '\\'),
      ),
    )
    .map(([path, trick, query, prefix]) => prefix + path + trick + query);
  const line = fc.oneof(
    fc.constantFrom(...TRICK_HEADERS),
    fc.constantFrom(...(lines.length > 0 ? lines : ['Accept: */*'])),
    fc.tuple(bytes, bytes).map(([name, value]) => `${name}: ${value}`),
  );
  const host = mostly<string[]>(
    fc.constant<string[]>(['Host: HOST']),
    fc.constantFrom<string[]>(
      [],
      ['Host: HOST', 'Host: evil.example'],
      ['Host: evil.example'],
      ['Host: HOST@evil'],
      ['host:\tHOST'],
    ),
  );
  return fc.record({
    method: mostly(fc.constantFrom('GET', 'POST'), fc.constantFrom(...METHODS)),
    target,
    version: mostly(fc.constant('HTTP/1.1'), fc.constantFrom(...VERSIONS)),
    headers: fc.tuple(host, fc.array(line, { maxLength: 3 })).map(([first, rest]) => [...first, ...rest]),
    body: fc.oneof(fc.constantFrom('', ...bodies), bytes),
    framing: mostly(fc.constantFrom<Framing>('none', 'length', 'chunked'), fc.constantFrom(...FRAMINGS)),
    newline: fc.oneof(
      { arbitrary: fc.constant('\r\n' as const), weight: 20 },
      fc.constantFrom('\n' as const, '\r' as const),
    ),
    cut: fc.oneof(
      { arbitrary: fc.constant(null), weight: 12 },
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    ),
    garbage: fc.oneof({ arbitrary: fc.constant(null), weight: 20 }, bytes),
  });
}
