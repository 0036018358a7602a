import { connect } from 'node:net';
import { Violation } from './verdict.ts';

export interface RawFrame {
  opcode: number;
  final: boolean;
  masked: boolean;
  reserved: number;
  payload: string;
}

export interface Heard {
  /** Of the answer to the handshake. */
  status: number;
  /** Text messages that came. */
  messages: string[];
}

/** A close frame with status 1000, masked: after it the peer must close (RFC 6455 §5.5.1). */
const CLOSE: RawFrame = { opcode: 8, final: true, masked: true, reserved: 0, payload: '\x03\xe8' };
const HUNG_MS = 20_000;

/** Opens a WebSocket by hand, sends frames as they are, then a close frame, and hears what comes until the peer closes. */
export function openStream(
  port: number,
  { path, lines, frames }: { path: string; lines: readonly string[]; frames: readonly RawFrame[] },
): Promise<Heard> {
  return new Promise((resolve, reject) => {
    let heard = Buffer.alloc(0);
    let sent = false;
    const head = [`GET ${path} HTTP/1.1`, 'Connection: Upgrade', 'Upgrade: websocket', ...lines].join('\r\n');
    const socket = connect(port, '127.0.0.1', () => socket.write(`${head}\r\n\r\n`));
    const hung = setTimeout(() => {
      socket.destroy();
      reject(new Violation('crash', `the WebSocket stayed open for ${HUNG_MS} ms after its close frame`));
    }, HUNG_MS);
    socket.on('data', (chunk) => {
      heard = Buffer.concat([heard, chunk]);
      if (sent || !heard.includes('\r\n\r\n')) return;
      sent = true;
      if (statusOf(heard) !== 101) socket.end();
      else socket.write(Buffer.concat([...frames, CLOSE].map(frameBytes)), () => socket.end());
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNREFUSED') return; // A reset is how a broken connection ends; what was heard counts.
      clearTimeout(hung);
      reject(new Violation('crash', `nobody listens on port ${port}`));
    });
    socket.on('close', () => {
      clearTimeout(hung);
      resolve({ status: statusOf(heard), messages: textMessages(heard) });
    });
  });
}

const statusOf = (heard: Buffer): number =>
  Number(/^HTTP\/1\.1 (\d{3})/.exec(heard.toString('latin1'))?.[1] ?? 0);

/** RFC 6455 §5.2. */
function frameBytes({ opcode, final, masked, reserved, payload }: RawFrame): Buffer {
  const data = Buffer.from(payload, opcode === 1 ? 'utf8' : 'latin1');
  const first = (final ? 0x80 : 0) | ((reserved & 7) << 4) | (opcode & 15);
  const mask = masked ? 0x80 : 0;
  const length =
    data.length < 126 ? [mask | data.length] : [mask | 126, (data.length >> 8) & 255, data.length & 255];
  // A mask of zeros is a mask, and leaves the payload readable.
  return Buffer.concat([Buffer.from([first, ...length, ...(masked ? [0, 0, 0, 0] : [])]), data]);
}

function textMessages(heard: Buffer): string[] {
  const start = heard.indexOf('\r\n\r\n');
  if (statusOf(heard) !== 101 || start < 0) return [];
  const messages: string[] = [];
  let at = start + 4;
  while (at + 2 <= heard.length) {
    const opcode = (heard[at] ?? 0) & 15;
    const short = (heard[at + 1] ?? 0) & 127;
    const wide = short === 127 ? 8 : short === 126 ? 2 : 0;
    if (at + 2 + wide > heard.length) break;
    const length =
      wide === 0 ? short : Number(wide === 2 ? heard.readUInt16BE(at + 2) : heard.readBigUInt64BE(at + 2));
    const from = at + 2 + wide;
    if (opcode === 1) messages.push(heard.toString('utf8', from, from + length));
    at = from + length;
  }
  return messages;
}
