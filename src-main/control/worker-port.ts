import type { MessagePort } from 'node:worker_threads';
import { GatehouseError, toPublicError } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import type { StreamMessage } from '../contract/stream.ts';
import {
  type HostMessage,
  hostMessageSchema,
  type Ready,
  type WorkerMessage,
  type WorkerOptions,
  workerOptionsSchema,
} from '../contract/worker.ts';
import type { VirtualClock } from '../events/clock.ts';
import type { HostCall } from './profiles.ts';

/** The running sandbox, as its host reaches it. */
export interface Sandbox {
  readonly ready: Ready;
  /** Answers one method of the contract. The input is validated here. */
  call(method: string, params: Json): Promise<Json>;
  onMessage(listener: (message: StreamMessage) => void): void;
  navigationRefused(refusal: { persona: string; url: string; reason: string }): void;
  httpRefused(refusal: { rule: string; method: string; path: string; reason: string }): void;
  stop(): Promise<void>;
}

export type StartSandbox = (
  options: WorkerOptions,
  parts: { clock: VirtualClock; host: HostCall },
) => Promise<Sandbox>;

/** Speaks the worker's side of `contract/worker.ts` over `port` until the host says stop. */
export async function serveWorker(
  port: Pick<MessagePort, 'postMessage' | 'on' | 'close'>,
  data: unknown,
  clock: VirtualClock,
  start: StartSandbox,
): Promise<void> {
  const send = (message: WorkerMessage) => port.postMessage(message);
  const host = new HostCalls(send);
  let sandbox: Sandbox | undefined;
  port.on('message', (raw: unknown) => {
    const message = hostMessageSchema.parse(raw);
    void receive(message, { send, host, sandbox }).catch((error: unknown) => {
      send({ kind: 'fatal', error: toPublicError(error) });
    });
  });
  try {
    sandbox = await start(workerOptionsSchema.parse(data), { clock, host: host.call });
    sandbox.onMessage((message) => send({ kind: 'stream', message }));
    send({ kind: 'ready', ready: sandbox.ready });
  } catch (error) {
    send({ kind: 'fatal', error: toPublicError(error) });
    port.close();
  }
}

interface Link {
  send: (message: WorkerMessage) => void;
  host: HostCalls;
  sandbox: Sandbox | undefined;
}

async function receive(message: HostMessage, { send, host, sandbox }: Link): Promise<void> {
  switch (message.kind) {
    case 'call':
      send({ kind: 'reply', reply: await answer(message, sandbox) });
      return;
    case 'host-reply':
      host.settle(message);
      return;
    case 'navigation-refused':
      sandbox?.navigationRefused(message);
      return;
    case 'http-refused':
      sandbox?.httpRefused(message);
      return;
    case 'stop':
      await sandbox?.stop();
      send({ kind: 'stopped' });
      return;
  }
}

async function answer(call: Extract<HostMessage, { kind: 'call' }>, sandbox: Sandbox | undefined) {
  try {
    if (!sandbox) throw notReady();
    return { id: call.id, result: await sandbox.call(call.method, call.params) };
  } catch (error) {
    return { id: call.id, error: toPublicError(error) };
  }
}

/** Questions to the host that have no answer yet. */
class HostCalls {
  readonly #send: (message: WorkerMessage) => void;
  readonly #open = new Map<number, { resolve: (value: Json) => void; reject: (error: unknown) => void }>();
  #id = 0;

  constructor(send: (message: WorkerMessage) => void) {
    this.#send = send;
  }

  readonly call: HostCall = (method, params) =>
    new Promise((resolve, reject) => {
      const id = ++this.#id;
      this.#open.set(id, { resolve, reject });
      this.#send({ kind: 'host-call', id, method, params });
    });

  settle(reply: Extract<HostMessage, { kind: 'host-reply' }>): void {
    const waiting = this.#open.get(reply.id);
    this.#open.delete(reply.id);
    if (reply.error) waiting?.reject(new GatehouseError(reply.error));
    else waiting?.resolve(reply.result ?? null);
  }
}

function notReady(): GatehouseError {
  return new GatehouseError({
    code: 'sandbox.starting',
    what: 'The sandbox is not ready yet.',
    why: 'It is still starting.',
    next: 'Try again in a moment.',
    status: 503,
  });
}
