import { connect } from 'node:net';
import process from 'node:process';

/**
 * The load: a process of its own, so that it never waits for what it measures. Each connection is kept and has one
 * request under way at a time. It reads just enough HTTP for that (a status, a Content-Length), so that it takes little
 * of the machine from those who do the work.
 *
 * @typedef {{ port: number, host?: string, path: string, method?: string, headers: string[], body?: string, connections: number,
 *   seconds: number, status?: number, numbered?: boolean }} Load `headers` are whole header blocks; requests take them in
 *   turn. `status` is the answer that is right. Where `numbered`, each request has a number of its own for `NUMBER`.
 * @typedef {{ requests: number, seconds: number, rps: number, p50: number, p99: number,
 *   cpu?: number }} Measured times in ms; `cpu` is the processor time that the subject used for a request, µs
 */

/** Numbers that were used, over all loads of this process. */
let numbers = 0;

/**
 * @param {Load} load
 * @returns {Promise<Measured>}
 */
async function run({
  port,
  host = '127.0.0.1',
  path,
  method = 'GET',
  headers,
  body = '',
  connections,
  seconds,
  status = 200,
  numbered = false,
}) {
  const texts = headers.map(
    (block) => `${method} ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\n${block}\r\n${body}`,
  );
  const requests = texts.map((text) => Buffer.from(text));
  /** @type {number[]} */
  const times = [];
  let turn = 0;
  const began = performance.now();
  const end = began + seconds * 1000;
  const next = () => {
    const mine = turn++;
    if (!numbered) return requests[mine % requests.length] ?? Buffer.alloc(0);
    // As long as the word that it replaces, so that the length of the body stays what its header says.
    numbers += 1;
    return Buffer.from(
      (texts[mine % texts.length] ?? '').replaceAll('NUMBER', numbers.toString(36).padStart(6, '0')),
    );
  };
  await Promise.all(Array.from({ length: connections }, () => keepAsking(port, next, end, times, status)));
  const elapsed = (performance.now() - began) / 1000;
  times.sort((a, b) => a - b);
  const at = (/** @type {number} */ share) => times[Math.floor(times.length * share)] ?? 0;
  return {
    requests: times.length,
    seconds: elapsed,
    rps: times.length / elapsed,
    p50: at(0.5),
    p99: at(0.99),
  };
}

/**
 * @param {number} port
 * @param {() => Buffer} next
 * @param {number} end
 * @param {number[]} times
 * @param {number} status
 */
function keepAsking(port, next, end, times, status) {
  return /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      let since = 0;
      let text = '';
      const ask = () => {
        since = performance.now();
        socket.write(next());
      };
      socket.on('connect', ask);
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1');
        const whole = wholeAnswer(text);
        if (whole === undefined) return;
        if (whole !== status) return reject(new Error(`unexpected answer: ${text.slice(0, 600)}`));
        text = '';
        const now = performance.now();
        times.push(now - since);
        if (now < end) ask();
        else socket.end(() => resolve());
      });
      socket.on('error', reject);
      socket.on('close', () => (performance.now() < end ? reject(new Error('connection lost')) : resolve()));
    })
  );
}

/**
 * The status of an answer once all of it is here.
 *
 * @param {string} text
 */
function wholeAnswer(text) {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return undefined;
  const lines = text.slice(0, head);
  const length = /\r\ncontent-length: *(\d+)/i.exec(lines)?.[1];
  if (length === undefined && !text.endsWith('\r\n0\r\n\r\n')) return undefined;
  if (length !== undefined && text.length < head + 4 + Number(length)) return undefined;
  return Number(text.slice(9, 12));
}

process.on('message', (/** @type {Load} */ load) => {
  run(load).then(
    (measured) => process.send?.({ measured }),
    (error) => process.send?.({ failed: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
