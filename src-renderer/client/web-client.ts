import type { PublicError } from '../../src-main/contract/errors.ts';
import type { Method, MethodInput, MethodOutput } from '../../src-main/contract/methods.ts';
import type { Call, Reply, StreamMessage } from '../../src-main/contract/stream.ts';
import type { Link } from '../store/sandbox.ts';
import type { ConnectedClient } from './connected-client.ts';
import { ClientError } from './public-error.ts';

/** What the server sends: an answer to a call, or news. */
type Incoming = { kind: 'reply'; reply: Reply } | { kind: 'stream'; message: StreamMessage };

interface Pending {
  resolve(result: unknown): void;
  reject(error: ClientError): void;
}

/** Waits before the next try, ms: quick at first, then patient. */
const BACK_OFF_MS = [250, 500, 1000, 2000, 4000, 8000] as const;

/** Close codes by which the server says that the secret or the origin is not accepted. */
const REFUSED_CODES: ReadonlySet<number> = new Set([1008, 4401, 4403]);

const LOST: PublicError = {
  code: 'transport.lost',
  what: 'The connection to the sandbox was lost before the answer came.',
  why: 'The program may have been stopped, or this computer slept. What you asked for may or may not have been done.',
  next: 'Wait until the connection is back, look at the state, and repeat the step if it is still needed.',
};

const REFUSED: PublicError = {
  code: 'transport.refused',
  what: 'The sandbox does not accept this page.',
  why: 'The page belongs to an earlier run, or was opened without the key of this one.',
  next: 'Open the address that Gatehouse printed when it started.',
};

/** The contract over one WebSocket. Reconnects by itself; the server replays the events after the last one seen. */
export class WebClient implements ConnectedClient {
  readonly host = 'web';
  readonly #address: string;
  readonly #secret: string;
  readonly #listeners = new Set<(message: StreamMessage) => void>();
  readonly #linkListeners = new Set<(link: Link) => void>();
  readonly #pending = new Map<number, Pending>();
  #waiting: Call[] = [];
  #socket: WebSocket | undefined;
  #link: Link = 'connecting';
  #tries = 0;
  #nextId = 1;
  #lastSeq = 0;

  constructor(address: string, secret: string) {
    this.#address = address;
    this.#secret = secret;
    this.#open();
    // A laptop that wakes up or a cable that is back should not have to wait out the pause.
    globalThis.addEventListener('online', () => this.#openNow());
  }

  call<M extends Method>(method: M, input: MethodInput<M>): Promise<MethodOutput<M>> {
    if (this.#link === 'refused') return Promise.reject(new ClientError(REFUSED));
    const call: Call = { id: this.#nextId++, method, params: input as Call['params'] };
    return new Promise((resolve, reject) => {
      this.#pending.set(call.id, { resolve: (result) => resolve(result as MethodOutput<M>), reject });
      if (this.#link === 'open') this.#socket?.send(JSON.stringify(call));
      else this.#waiting.push(call);
    });
  }

  subscribe(listener: (message: StreamMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onLink(listener: (link: Link) => void): () => void {
    this.#linkListeners.add(listener);
    listener(this.#link);
    return () => this.#linkListeners.delete(listener);
  }

  seen(seq: number): void {
    this.#lastSeq = seq;
  }

  #setLink(link: Link): void {
    if (this.#link === link) return;
    this.#link = link;
    for (const listener of this.#linkListeners) listener(link);
  }

  #openNow(): void {
    if (this.#link === 'lost' && !this.#socket) this.#open();
  }

  #open(): void {
    const socket = new WebSocket(this.#address);
    this.#socket = socket;
    socket.addEventListener('open', () => {
      // The first time there is nothing to go on from: what the log holds already is loaded by pages.
      const after = this.#lastSeq > 0 ? { after: this.#lastSeq } : {};
      socket.send(JSON.stringify({ secret: this.#secret, events: 'newest', ...after }));
      const calls = this.#waiting;
      this.#waiting = [];
      for (const call of calls) socket.send(JSON.stringify(call));
      this.#setLink('open');
    });
    socket.addEventListener('message', (message) => {
      // A socket that only opens proves nothing: a server may accept it and then refuse the secret.
      this.#tries = 0;
      this.#receive(JSON.parse(String(message.data)) as Incoming);
    });
    socket.addEventListener('close', (closed) => this.#closed(REFUSED_CODES.has(closed.code)));
  }

  #receive(incoming: Incoming): void {
    if (incoming.kind === 'stream') {
      for (const listener of this.#listeners) listener(incoming.message);
      return;
    }
    const { reply } = incoming;
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if ('error' in reply) pending?.reject(new ClientError(reply.error));
    else pending?.resolve(reply.result);
  }

  #closed(refused: boolean): void {
    this.#socket = undefined;
    const error = new ClientError(refused ? REFUSED : LOST);
    const unsent = new Set(refused ? [] : this.#waiting.map((call) => call.id));
    for (const [id, pending] of this.#pending) {
      if (unsent.has(id)) continue;
      this.#pending.delete(id);
      pending.reject(error);
    }
    this.#setLink(refused ? 'refused' : 'lost');
    if (refused) return;
    const pause = BACK_OFF_MS[Math.min(this.#tries, BACK_OFF_MS.length - 1)];
    this.#tries += 1;
    setTimeout(() => this.#openNow(), pause);
  }
}
