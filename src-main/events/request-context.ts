import type { ServerResponse } from 'node:http';
import type { GatehouseError } from '../contract/errors.ts';
import type { CallContext } from './context.ts';
import { newSpanId } from './ids.ts';
import { Flight } from './in-flight.ts';
import { LazyAbort } from './lazy-abort.ts';
import type { Origin } from './trace-context.ts';

/** The context of one request that a part answers; also its place among the requests under way. */
export class RequestContext extends Flight implements CallContext {
  readonly trace: string;
  readonly span = newSpanId();
  readonly parent: string | undefined;
  flow: string;
  actor: string;
  readonly node: string;
  readonly generation: number;
  subject: string | undefined = undefined;
  session: string | undefined = undefined;
  unkept: GatehouseError | undefined = undefined;
  waiting: number | undefined = undefined;
  settled: (() => void) | undefined = undefined;
  beforeRecord: (() => void) | undefined = undefined;
  readonly #response: ServerResponse;
  readonly #abort = new LazyAbort();

  constructor(origin: Origin, flow: string, node: string, generation: number, response: ServerResponse) {
    super();
    this.trace = origin.trace;
    this.parent = origin.parent;
    this.flow = flow;
    this.actor = origin.actor;
    this.node = node;
    this.generation = generation;
    this.#response = response;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** The request has ended: whatever still works for it stops. */
  end(): void {
    this.#abort.abort();
  }

  abort(): void {
    this.#abort.abort();
    this.#response.destroy();
  }
}
