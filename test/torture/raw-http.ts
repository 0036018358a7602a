import { connect } from 'node:net';
import { Violation } from './verdict.ts';

/** An answer as it came over the wire. Header names are in lower case. */
export interface Answer {
  status: number;
  headers: [string, string][];
  body: string;
}

/** All that came back on one connection. */
export interface Exchange {
  answers: Answer[];
  /** The peer ended the connection without an answer. */
  silent: boolean;
}

export interface SendOptions {
  /** The message may be unfinished: nobody need answer it before the sender has ended its side. */
  unfinished?: boolean;
  /** Method of the first request, since an answer to HEAD has no body (RFC 9112 §6.3). */
  method?: string;
  address?: '127.0.0.1' | '::1';
}

/** How long an unfinished message waits for an answer before the sender ends its side, ms of real time. */
const PATIENCE_MS = 60;
/** After this a part that has not answered counts as hung, ms of real time. */
const HUNG_MS = 20_000;

/**
 * Sends bytes as they are, and reads answers strictly until one is whole (or, after an unfinished message, until the
 * peer closes). Throws a {@link Violation} for an answer that is no HTTP/1.1 (RFC 9112), and for none at all.
 */
export function send(port: number, bytes: Buffer, options: SendOptions = {}): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    let heard = '';
    let ended = false;
    const socket = connect({ port, host: options.address ?? '127.0.0.1' }, () => socket.write(bytes));
    const patience = options.unfinished
      ? setTimeout(() => {
          ended = true;
          socket.end();
        }, PATIENCE_MS)
      : undefined;
    const hung = setTimeout(() => {
      socket.destroy();
      reject(new Violation('crash', `no answer on port ${port} within ${HUNG_MS} ms`));
    }, HUNG_MS);
    const finish = (): void => {
      clearTimeout(patience);
      clearTimeout(hung);
      socket.destroy();
      try {
        const answers = readAnswers(heard, options.method ?? '');
        if (answers.length === 0 && !ended) reject(new Violation('form', 'closed without an answer'));
        else resolve({ answers, silent: answers.length === 0 });
      } catch (error) {
        reject(error);
      }
    };
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
      if (!options.unfinished && isWhole(heard, options.method ?? '')) finish();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') {
        clearTimeout(patience);
        clearTimeout(hung);
        reject(new Violation('crash', `nobody listens on port ${port}`));
      }
      // A reset after the answer was sent is how a server refuses to read on; what was heard counts.
    });
    socket.on('close', finish);
  });
}

function isWhole(heard: string, method: string): boolean {
  try {
    return readAnswers(heard, method).length > 0;
  } catch {
    return false; // More may be on its way; once the connection has ended the same text is judged for good.
  }
}

/** Reads the answers of a connection, interim ones (1xx) left out. */
function readAnswers(heard: string, method: string): Answer[] {
  const answers: Answer[] = [];
  let rest = heard;
  while (rest.length > 0) {
    const [answer, after] = readAnswer(rest, answers.length === 0 ? method : '');
    rest = after;
    if (answer.status >= 200 || answer.status === 101) answers.push(answer);
  }
  return answers;
}

function readAnswer(text: string, method: string): [Answer, string] {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) throw malformed('a head without end', text);
  const [line = '', ...lines] = text.slice(0, end).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) [\t\x20-\x7e\x80-\xff]*$/.exec(line)?.[1]);
  if (!Number.isInteger(status)) throw malformed('a status line that is none', line);
  const headers = lines.map((header): [string, string] => {
    const match = /^([!#$%&'*+\-.^_`|~\w]+):[ \t]*([\t\x20-\x7e\x80-\xff]*?)[ \t]*$/.exec(header);
    if (!match) throw malformed('a header line that is none', header);
    return [(match[1] ?? '').toLowerCase(), match[2] ?? ''];
  });
  const rest = text.slice(end + 4);
  // What follows is no HTTP any more (RFC 9110 §15.2.2).
  if (status === 101) return [{ status, headers, body: rest }, ''];
  // Where the head could not be read, its method is unknown, too, and the refusal has a body.
  const refusal =
    status === 400 && headers.some(([name, value]) => name === 'connection' && value === 'close');
  if (status < 200 || status === 204 || status === 304 || (method === 'HEAD' && !(refusal && rest !== ''))) {
    return [{ status, headers, body: '' }, rest];
  }
  const [body, after] = readBody(headers, rest);
  return [{ status, headers, body }, after];
}

function readBody(headers: [string, string][], rest: string): [string, string] {
  const lengths = headers.filter(([name]) => name === 'content-length').map(([, value]) => value);
  const chunked = headers.some(([name, value]) => name === 'transfer-encoding' && value === 'chunked');
  if (chunked && lengths.length > 0) throw malformed('both lengths', lengths.join());
  if (chunked) return readChunks(rest);
  if (lengths.length === 0) return [rest, ''];
  const length = Number(lengths[0]);
  if (lengths.length > 1 || !/^\d+$/.test(lengths[0] ?? '')) throw malformed('a length', lengths.join());
  if (rest.length < length) throw malformed('a body cut short', `${rest.length} of ${length}`);
  return [rest.slice(0, length), rest.slice(length)];
}

function readChunks(text: string): [string, string] {
  let rest = text;
  let body = '';
  for (;;) {
    const line = /^([0-9a-fA-F]+)\r\n/.exec(rest);
    if (!line) throw malformed('a chunk that is none', rest);
    const size = Number.parseInt(line[1] ?? '0', 16);
    const from = line[0].length;
    if (rest.slice(from + size, from + size + 2) !== '\r\n') throw malformed('a chunk cut short', rest);
    body += rest.slice(from, from + size);
    rest = rest.slice(from + size + 2);
    if (size === 0) return [body, rest];
  }
}

function malformed(what: string, seen: string): Violation {
  return new Violation('form', `the answer holds ${what}: ${JSON.stringify(seen.slice(0, 200))}`);
}

/** The values of a header. */
export const valuesOf = (answer: Answer, name: string): string[] =>
  answer.headers.filter(([other]) => other === name).map(([, value]) => value);
