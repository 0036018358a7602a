import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import { type CallContext, newSpanId, withContext } from './context.ts';
import { Continuation } from './continuation.ts';
import type { Core } from './core.ts';
import { evidenceIn } from './evidence.ts';
import { LastBytes } from './last-bytes.ts';
import { closeServers, listenOnLoopback } from './loopback.ts';
import { ObservedExchange } from './observed-exchange.ts';
import { hostProblem, refuseConnect, refuseExpectation, refuseHost, refuseMalformed } from './refusals.ts';
import { originOf } from './trace-context.ts';
import { type ErrorForm, endUncommitted } from './uncommitted.ts';

export interface ObservedServerOptions {
  core: Core;
  /** Participant id of the part: `idp`, `gateway`, `app:…`, `api:…`. */
  node: string;
  handler: RequestListener;
  /** Names by which the part may be addressed, without port. Everything else is DNS rebinding or a mistake. */
  hosts: readonly string[];
  /** Called once for each answer, just before its headers leave. */
  onHeaders?: (response: ServerResponse) => void;
  /** The standard in whose form the part says that it could not keep what it did; else RFC 9457. */
  errorForm?: ErrorForm;
}

/** A part of the sandbox that listens on loopback. */
export interface ObservedServer {
  /** Listens on 127.0.0.1 and, where there is one, ::1. 0 lets the system choose. Rejects with `port.taken`. */
  listen(port: number): Promise<number>;
  setHandler(handler: RequestListener): void;
  close(): Promise<void>;
}

/**
 * The only way by which a part listens. Each request runs in a {@link CallContext}; the hop is recorded; the answer
 * leaves after everything recorded on its behalf is on disk.
 */
export function createObservedServer(options: ObservedServerOptions): ObservedServer {
  const { core, node } = options;
  let handler = options.handler;
  const servers: Server[] = [];
  const listener: RequestListener = (request, response) =>
    void answer(request, response, options, () => handler);
  const create = () => {
    // Node answers some requests by itself, bare and unseen; here they are answered and recorded like all others.
    const server = createServer({ requireHostHeader: false, keepAliveTimeout: 30_000 }, listener);
    server.on('connect', (_request, socket: Socket) => refuseConnect(core, node, socket));
    server.on(
      'checkExpectation',
      (request, response) => void answer(request, response, options, () => refuseExpectation(core)),
    );
    server.on(
      'checkContinue',
      (request, response) => void answer(request, response, options, () => handler, true),
    );
    server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) =>
      refuseMalformed(core, node, error, socket),
    );
    return server;
  };
  return {
    listen: async (port) => {
      const listening = await listenOnLoopback(create, port);
      servers.push(...listening.servers);
      return listening.port;
    },
    setHandler: (next) => {
      handler = next;
    },
    close: () => closeServers(servers),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ObservedServerOptions,
  handler: () => RequestListener,
  awaitsContinue = false,
): Promise<void> {
  const { core, node, hosts } = options;
  await core.inFlight.admitted();
  response.sendDate = false;
  const origin = originOf(request, core);
  const abort = new AbortController();
  const target = core.redactor.target(request.url ?? '/');
  const placement = core.correlator.place(origin.trace, evidenceIn(target));
  const context: CallContext = {
    trace: origin.trace,
    span: newSpanId(),
    parent: origin.parent,
    flow: placement.flow,
    actor: origin.actor,
    node,
    generation: core.store.generation,
    signal: abort.signal,
  };
  const exchange = new ObservedExchange(core, request, response, origin, context);
  const leave = core.inFlight.enter(() => {
    abort.abort();
    response.destroy();
  });
  response.once('close', () => {
    abort.abort();
    if (!response.writableFinished) withContext(context, () => exchange.recordResponse(true));
    leave();
  });
  withContext(context, () => {
    context.beforeRecord = once(() => exchange.recordRequest());
    const continuation = awaitsContinue ? new Continuation(request, response) : undefined;
    const onHeaders = () => {
      continuation?.answering();
      options.onHeaders?.(response);
    };
    watchResponse(core, response, exchange, context, onHeaders, options.errorForm ?? 'problem');
    exchange.watchRequest();
    // What could not be acknowledged is not begun: the end of the answer says why.
    if (core.log.trouble) return void response.end();
    const problem = hostProblem(request, hosts);
    if (problem) return refuseHost(core, request, response, problem);
    return handler()(request, response);
  });
}

/** Lets the answer's end wait until its events are committed, and sees its headers and body pass by. */
function watchResponse(
  core: Core,
  response: ServerResponse,
  exchange: ObservedExchange,
  context: CallContext,
  onHeaders: () => void,
  errorForm: ErrorForm,
): void {
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const writeHead = response.writeHead.bind(response);
  const prepare = once(() => {
    response.setHeader('date', new Date(core.clock.now()).toUTCString());
    onHeaders();
  });
  const last = new LastBytes(response);
  let ending = false;
  response.writeHead = ((status: number, ...rest: unknown[]) => {
    const headers = rest.find((part) => typeof part === 'object' && part !== null);
    response.statusCode = status;
    setHeaders(response, headers as HeadersGiven | undefined);
    prepare();
    return typeof rest[0] === 'string' ? writeHead(status, rest[0]) : writeHead(status);
  }) as typeof response.writeHead;
  response.write = ((chunk: unknown, ...rest: unknown[]) => {
    exchange.addToResponse(chunk, rest[0]);
    if (last.holds(chunk, rest)) return true;
    return (write as (...values: unknown[]) => boolean)(chunk, ...rest);
  }) as typeof response.write;
  response.end = ((...values: unknown[]) => {
    if (ending) return response;
    ending = true;
    if (!response.headersSent) prepare();
    exchange.addToResponse(values[0], values[1]);
    withContext(context, () => exchange.recordResponse());
    core.recorder.committed().then(
      () => {
        if (last.held) write(last.held);
        (end as (...all: unknown[]) => unknown)(...values);
      },
      (error: unknown) => endUncommitted(response, error, end, errorForm),
    );
    return response;
  }) as typeof response.end;
}

type HeadersGiven = Record<string, number | string | string[] | undefined> | unknown[];

function setHeaders(response: ServerResponse, headers: HeadersGiven | undefined): void {
  if (!headers) return;
  if (!Array.isArray(headers)) {
    for (const [name, value] of Object.entries(headers))
      if (value !== undefined) response.setHeader(name, value);
    return;
  }
  const flat = headers.flat() as string[];
  for (let index = 0; index + 1 < flat.length; index += 2)
    response.appendHeader(flat[index] ?? '', flat[index + 1] ?? '');
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}
