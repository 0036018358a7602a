import type { FlowView, Hop } from '../contract/flow.ts';
import { isAsset } from './views/hops.ts';
import { bodyEncoding, headerValue } from './views/messages.ts';
import { maskHandles, type Reveal, revealText } from './views/secrets.ts';

/** Connection matters that curl settles itself, and trace ids, since a repeated call is a story of its own. */
const LEFT_OUT = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'traceparent',
  'tracestate',
  'upgrade',
]);

/** RFC 9110 §5.6.2. A name outside of it is no header, and could be read as something else by curl. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/**
 * Writes a value as one word of a POSIX shell (XCU §2.2.2): single quotes keep everything but the single quote.
 * A shell word cannot hold NUL; it is left out.
 */
export function shellQuote(value: string): string {
  const text = value.replaceAll('\0', '');
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function headerWords(hop: Hop, reveal: Reveal | undefined): string[] {
  const words: string[] = [];
  for (const [name, value] of hop.request.headers) {
    if (LEFT_OUT.has(name.toLowerCase()) || name.startsWith(':') || !TOKEN.test(name)) continue;
    const text = revealText(value, reveal).replaceAll(/[\r\n]+/g, ' ');
    const credentials = basicCredentials(name, text);
    if (credentials !== undefined) {
      words.push(`-u ${shellQuote(credentials)}`);
      continue;
    }
    // `Name;` is how curl is told to send a header that is empty.
    words.push(`-H ${shellQuote(text === '' ? `${name};` : `${name}: ${text}`)}`);
  }
  return words;
}

/** The log writes Basic credentials out as `user:handle` (RFC 7617 §2); curl encodes them itself. */
function basicCredentials(name: string, value: string): string | undefined {
  return name.toLowerCase() === 'authorization' ? /^basic (.*:.*)$/is.exec(value)?.[1] : undefined;
}

function methodWords(hop: Hop): string[] {
  if (hop.method === 'HEAD') return ['--head'];
  const natural = hop.request.body === undefined ? 'GET' : 'POST';
  return hop.method === natural ? [] : [`-X ${shellQuote(hop.method)}`];
}

/**
 * One hop as a curl command for a POSIX shell. Secrets stay handles unless `reveal` gives their values.
 *
 * A body of bytes is piped in from base64; a body that the log cut off is marked by a comment.
 */
export function toCurl(hop: Hop, reveal?: Reveal): string {
  const { body } = hop.request;
  const url = revealText(hop.url, reveal, 'url');
  const words = [
    ...(/[[\]{}]/.test(url) ? ['--globoff'] : []),
    ...methodWords(hop),
    ...headerWords(hop, reveal),
  ];
  // curl would name a type of its own for a body that had none.
  if (body !== undefined && headerValue(hop.request.headers, 'content-type') === undefined) {
    words.push("-H 'Content-Type:'");
  }
  let before = '';
  if (body?.base64) {
    before = `printf %s ${shellQuote(body.text)} | base64 -d | `;
    words.push('--data-binary @-');
  } else if (body !== undefined) {
    words.push(`--data-raw ${shellQuote(revealText(body.text, reveal, bodyEncoding(body)))}`);
  }
  const command = `${before}${['curl', shellQuote(url)].join(' ')}${words.map((word) => ` \\\n  ${word}`).join('')}`;
  return body?.cut
    ? `# The log kept the first part of this body only (${body.size} bytes were sent).\n${command}`
    : command;
}

/** A title as a comment: one line, whatever the title holds. */
function comment(text: string): string {
  return `# ${maskHandles(text).replaceAll(/\p{Cc}+/gu, ' ')}`;
}

/** All hops of a story as a shell script, in order; what a browser fetches to draw pages is left out. */
export function toCurlScript(view: FlowView, reveal?: Reveal): string {
  const hops = view.hops.filter((hop) => !isAsset(hop));
  const commands = hops.map((hop, at) => `${comment(`${at + 1} · ${hop.title}`)}\n${toCurl(hop, reveal)}`);
  return `${commands.join('\n\n')}\n`;
}
