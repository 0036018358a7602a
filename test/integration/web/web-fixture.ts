import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { createRunSecret } from '../../../src-main/host/run-secret.ts';
import { startWebHost, type WebHost } from '../../../src-main/web/server.ts';
import type { SocketMessage } from '../../../src-main/web/stream-connection.ts';
import { ScriptedSandbox } from '../../unit/host/scripted-sandbox.ts';

/** A small built user interface, with a neighbour that must never be served. */
export function makeRenderer(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-ui-'));
  const renderer = join(folder, 'renderer');
  mkdirSync(join(renderer, 'assets'), { recursive: true });
  writeFileSync(
    join(renderer, 'index.html'),
    '<!doctype html><meta name="nonce" content="__CSP_NONCE__"><script nonce="__CSP_NONCE__"></script>',
  );
  writeFileSync(join(renderer, 'assets', 'index-abc123.js'), 'export {};');
  writeFileSync(join(renderer, 'assets', 'font.woff2'), 'font');
  writeFileSync(join(renderer, '.hidden.js'), 'hidden');
  writeFileSync(join(folder, 'neighbour.js'), 'SECRET');
  symlinkSync(join(folder, 'neighbour.js'), join(renderer, 'assets', 'link.js'));
  return renderer;
}

/** The web host over a sandbox that does what a test tells it. */
export async function startWeb(
  renderer = makeRenderer(),
): Promise<{ web: WebHost; secret: string; sandbox: ScriptedSandbox; stop: () => Promise<void> }> {
  const sandbox = new ScriptedSandbox();
  const secret = createRunSecret();
  const web = await startWebHost({
    source: sandbox.supervisor,
    secret,
    renderer,
    port: { port: 0, orAnother: true },
    refused: (refusal) => sandbox.supervisor.report({ kind: 'http-refused', ...refusal }),
    output: (text) => {
      throw new Error(text);
    },
  });
  await sandbox.supervisor.start();
  return {
    web,
    secret,
    sandbox,
    stop: async () => {
      await web.close();
      await sandbox.supervisor.stop();
    },
  };
}

/** Sends bytes as they are and answers all that comes back until the peer closes: `fetch` would tidy them up. */
export function sendRaw(port: number, bytes: string | Buffer, host = '127.0.0.1'): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host, () => socket.write(bytes));
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      answer += text;
    });
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' ? resolve(answer) : reject(error),
    );
    socket.on('close', () => resolve(answer));
  });
}

/** A client of the stream that keeps what it hears. */
export class StreamClient {
  readonly heard: SocketMessage[] = [];
  readonly socket: WebSocket;
  readonly opened: Promise<void>;
  /** The close code, or -1 when the handshake was refused; `refusal` is then its HTTP status. */
  readonly closed: Promise<number>;
  refusal: number | undefined;

  constructor(port: number, options: { path?: string; headers?: Record<string, string> } = {}) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}${options.path ?? '/api/stream'}`, {
      headers: options.headers,
    });
    this.socket.on('message', (data) => this.heard.push(JSON.parse(String(data))));
    this.opened = new Promise((resolve) => this.socket.once('open', resolve));
    this.closed = new Promise((resolve) => {
      this.socket.once('close', (code) => resolve(code));
      this.socket.once('unexpected-response', (_request, response) => {
        this.refusal = response.statusCode;
        resolve(-1);
      });
      this.socket.on('error', () => undefined);
    });
  }

  async hello(message: unknown): Promise<void> {
    await this.opened;
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  call(id: number, method: string, params: unknown = {}): void {
    this.socket.send(JSON.stringify({ id, method, params }));
  }

  get seqs(): number[] {
    return this.heard.flatMap((message) =>
      message.kind === 'stream' && message.message.kind === 'events'
        ? message.message.events.map((event) => event.seq)
        : [],
    );
  }

  reply(id: number): SocketMessage | undefined {
    return this.heard.find((message) => message.kind === 'reply' && message.reply.id === id);
  }
}
