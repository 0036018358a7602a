import type { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { PublicError } from '../contract/errors.ts';
import { GatehouseError } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import type { HostMessage, WorkerMessage, WorkerOptions } from '../contract/worker.ts';

/** What the owner of a link wants to hear. */
export interface WorkerLinkEvents {
  message(message: Exclude<WorkerMessage, { kind: 'reply' | 'stopped' }>): void;
  /** The worker has ended. `reason` is empty when it was asked to. */
  ended(reason: string): void;
  /** What the worker's libraries print. */
  output(text: string): void;
}

interface PendingCall {
  resolve(result: Json): void;
  reject(error: GatehouseError): void;
}

/**
 * How far the worker's heap may grow. What lives in it is some 30 MB; V8, left alone, reserves several times of that
 * before it collects, the more the larger the machine is.
 */
const HEAP = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 1024 } as const;

// V8 puts what one place in the code makes among the old objects at once, when much of what that place made before had
// outlived a short collection. With some dozens of calls under way that comes about by chance, and each call's objects,
// 8 KB, then stay until the next full collection: the sandbox makes little that is meant to last.
setFlagsFromString('--no-allocation-site-pretenuring');

/** One life of the sandbox worker: its thread, its calls in flight, its end. */
export class WorkerLink {
  readonly #worker: Worker;
  readonly #pending = new Map<number, PendingCall>();
  readonly #exited: Promise<void>;
  /** The worker has said that all is written and closed. */
  readonly #drained: Promise<void>;
  #tellDrained: () => void = () => undefined;
  #lastId = 0;
  #failure = '';
  #stopping = false;

  constructor(entry: string, options: WorkerOptions, events: WorkerLinkEvents) {
    // The worker's stdout is kept off ours: `serve --json` promises that stdout holds JSON alone.
    this.#worker = new Worker(entry, {
      workerData: options,
      resourceLimits: HEAP,
      stdout: true,
      stderr: true,
    });
    forward(this.#worker.stdout, events);
    forward(this.#worker.stderr, events);
    this.#worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'reply') this.#settle(message.reply);
      else if (message.kind === 'stopped') this.#tellDrained();
      else events.message(message);
    });
    this.#worker.on('messageerror', (error) =>
      events.output(`A message of the sandbox could not be read: ${error.message}\n`),
    );
    this.#worker.on('error', (error: unknown) => {
      this.#failure = error instanceof Error ? error.message : String(error);
      events.output(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    });
    this.#drained = new Promise((resolve) => {
      this.#tellDrained = resolve;
    });
    this.#exited = new Promise((resolve) => {
      this.#worker.once('exit', (code) => {
        const reason = this.#stopping ? '' : this.#failure || `its thread ended with code ${code}`;
        this.#abandonCalls(reason);
        resolve();
        events.ended(reason);
      });
    });
  }

  /** Sends a call; rejects with the sandbox's own error, or `sandbox.restarted` when the worker dies over it. */
  call(method: string, params: Json): Promise<Json> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.post({ kind: 'call', id, method, params });
    });
  }

  post(message: HostMessage): void {
    this.#worker.postMessage(message);
  }

  /** Asks the worker to drain and close; ends it by force after `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    this.post({ kind: 'stop' });
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, graceMs);
    });
    await Promise.race([this.#exited, this.#drained, grace]);
    clearTimeout(timer);
    await this.#worker.terminate();
    await this.#exited;
  }

  #settle(reply: { id: number; result: Json } | { id: number; error: PublicError }): void {
    const call = this.#pending.get(reply.id);
    if (!call) return;
    this.#pending.delete(reply.id);
    if ('error' in reply) call.reject(fromPublic(reply.error));
    else call.resolve(reply.result);
  }

  #abandonCalls(reason: string): void {
    const error = new GatehouseError({
      code: 'sandbox.restarted',
      what: 'The sandbox stopped while it worked on this.',
      why: reason || 'It was asked to stop.',
      next: 'Its log is kept. Look whether the change has happened, then try again.',
      status: 503,
    });
    for (const call of this.#pending.values()) call.reject(error);
    this.#pending.clear();
  }
}

function forward(stream: Readable, events: WorkerLinkEvents): void {
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => events.output(text));
}

/** Gives an error that crossed the thread's border its HTTP status back. */
function fromPublic(error: PublicError): GatehouseError {
  const status = error.code === 'sandbox.unexpected' ? 500 : error.code.startsWith('storage.') ? 507 : 400;
  return new GatehouseError({ ...error, status });
}
