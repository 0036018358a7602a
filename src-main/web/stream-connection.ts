import type { WebSocket } from 'ws';
import { z } from 'zod';
import { GatehouseError, toPublicError } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import { callSchema, type Reply, type StreamMessage } from '../contract/stream.ts';
import { EventFeed, type FeedSource } from '../host/event-feed.ts';
import { callSandbox, parseJson } from './api-call.ts';
import { assertSecret } from './request-guard.ts';

/** The first message of a client. `after` is the newest event that it has; `events` says what it does with a flood. */
const helloSchema = z.strictObject({
  secret: z.string(),
  after: z.number().int().min(0).optional(),
  events: z.enum(['all', 'newest']).default('all'),
});

/** What a client receives. */
export type SocketMessage = { kind: 'reply'; reply: Reply } | { kind: 'stream'; message: StreamMessage };

/** Close codes of our own (RFC 6455 §7.4.2: 4000 to 4999 are for private use). */
export const CLOSE = { badMessage: 4400, wrongSecret: 4401, helloMissing: 4408, tooSlow: 4413 } as const;

const HELLO_WAIT_MS = 10_000;
const HEARTBEAT_MS = 20_000;
/** Bytes that may wait for a client that reads slowly. It reconnects with `after` and loses nothing. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024;
/** Calls of one client that may be under way at once. */
const MAX_CALLS = 64;

/** One client of the stream: proves itself, then hears everything and may call. */
export class StreamConnection {
  readonly #socket: WebSocket;
  readonly #source: FeedSource;
  readonly #secret: string;
  readonly #refused: (error: unknown) => void;
  readonly #helloTimer: NodeJS.Timeout;
  #heartbeat: NodeJS.Timeout | undefined;
  #feed: EventFeed | undefined;
  /** All that was sent has left this process. */
  #flushed: Promise<void> = Promise.resolve();
  #calls = 0;
  #alive = true;

  constructor(socket: WebSocket, source: FeedSource, secret: string, refused: (error: unknown) => void) {
    this.#refused = refused;
    this.#socket = socket;
    this.#source = source;
    this.#secret = secret;
    this.#helloTimer = setTimeout(() => socket.close(CLOSE.helloMissing, 'say hello first'), HELLO_WAIT_MS);
    socket.on('message', (data, binary) => this.#hear(String(data), binary));
    socket.on('pong', () => {
      this.#alive = true;
    });
    socket.once('close', () => this.#end());
    // A broken frame (RFC 6455 §7.1.7): ws has closed the connection with the right code already.
    socket.on('error', () => this.#end());
  }

  #hear(text: string, binary: boolean): void {
    try {
      if (binary)
        throw new GatehouseError({
          code: 'request.binary',
          what: 'Not read.',
          why: 'Messages are text.',
          next: 'Send JSON as text.',
        });
      const message = parseJson(text);
      if (this.#feed) void this.#answer(callSchema.parse(message));
      else this.#greet(helloSchema.parse(message));
    } catch (error) {
      this.#refused(error);
      // The reason of a close frame holds 123 bytes (RFC 6455 §5.5).
      this.#socket.close(CLOSE.badMessage, toPublicError(error).code);
    }
  }

  #greet(hello: z.infer<typeof helloSchema>): void {
    clearTimeout(this.#helloTimer);
    try {
      assertSecret(hello.secret, this.#secret);
    } catch (error) {
      this.#refused(error);
      this.#socket.close(CLOSE.wrongSecret, 'wrong secret');
      return;
    }
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS);
    this.#feed = new EventFeed(
      this.#source,
      hello.after,
      (message) => this.#send({ kind: 'stream', message }),
      hello.events,
      () => this.#flushed,
    );
  }

  async #answer(call: { id: number; method: string; params: Json }): Promise<void> {
    if (this.#calls >= MAX_CALLS) {
      this.#send({ kind: 'reply', reply: { id: call.id, error: tooMany().toPublic() } });
      return;
    }
    this.#calls += 1;
    try {
      const result = await callSandbox(this.#source, call.method, call.params);
      this.#send({ kind: 'reply', reply: { id: call.id, result } });
    } catch (error) {
      this.#send({ kind: 'reply', reply: { id: call.id, error: toPublicError(error) } });
    } finally {
      this.#calls -= 1;
    }
  }

  #send(message: SocketMessage): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > MAX_WAITING_BYTES) {
      this.#socket.close(CLOSE.tooSlow, 'reads too slowly');
      return;
    }
    this.#flushed = new Promise((resolve) => {
      // With an error, too: the connection is then at its end, and nobody waits for it.
      this.#socket.send(JSON.stringify(message), () => resolve());
    });
  }

  /** A client that vanished without a close frame is noticed at the second beat. */
  #beat(): void {
    if (!this.#alive) {
      this.#socket.terminate();
      return;
    }
    this.#alive = false;
    this.#socket.ping();
  }

  #end(): void {
    clearTimeout(this.#helloTimer);
    clearInterval(this.#heartbeat);
    this.#feed?.close();
  }
}

function tooMany(): GatehouseError {
  return new GatehouseError({
    code: 'call.too-many',
    what: 'This call was not carried out.',
    why: `${MAX_CALLS} calls of this client are under way already.`,
    next: 'Wait for their answers and try again.',
    status: 429,
  });
}
