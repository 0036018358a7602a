import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import { withContext } from './context.ts';
import { Continuation } from './continuation.ts';
import type { Core } from './core.ts';
import { evidenceIn } from './evidence.ts';
import { closeServers } from './loopback.ts';
import { evidenceOfCaller, ObservedExchange } from './observed-exchange.ts';
import { watchResponse } from './observed-response.ts';
import { hostProblem, refuseConnect, refuseExpectation, refuseHost, refuseMalformed } from './refusals.ts';
import { RequestContext } from './request-context.ts';
import { originOf } from './trace-context.ts';
import type { ErrorForm } from './uncommitted.ts';

export interface ObservedServerOptions {
  core: Core;
  /** Participant id of the part: `idp`, `gateway`, `app:…`, `api:…`. */
  node: string;
  handler: RequestListener;
  /** Names by which the part may be addressed, without port. Everything else is DNS rebinding or a mistake. */
  hosts: readonly string[];
  /** Called once for each answer, just before its headers leave. */
  onHeaders?: (response: ServerResponse) => void;
  /** The standard in whose form the part says that it could not keep what it did; else RFC 9457. Asked with path and query. */
  errorForm?: (target: string) => ErrorForm;
}

const problem = (): ErrorForm => 'problem';

/** A part of the sandbox that listens on loopback. */
export interface ObservedServer {
  /** Listens on 127.0.0.1 and, where there is one, ::1. 0 lets the system choose. Rejects with `port.taken`. */
  listen(port: number): Promise<number>;
  setHandler(handler: RequestListener): void;
  close(): Promise<void>;
}

/**
 * The only way by which a part listens. Each request runs in a {@link RequestContext}; the hop is recorded; the answer
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
      const listening = await core.network.listen(create, port);
      servers.push(...listening.servers);
      return listening.port;
    },
    setHandler: (next) => {
      handler = next;
    },
    close: () => closeServers(servers),
  };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ObservedServerOptions,
  handler: () => RequestListener,
  awaitsContinue = false,
): void {
  const gate = options.core.inFlight.admitted();
  if (gate) void gate.then(() => admit(request, response, options, handler, awaitsContinue));
  else admit(request, response, options, handler, awaitsContinue);
}

function admit(
  request: IncomingMessage,
  response: ServerResponse,
  { core, node, hosts, onHeaders, errorForm = problem }: ObservedServerOptions,
  handler: () => RequestListener,
  awaitsContinue: boolean,
): void {
  response.sendDate = false;
  const origin = originOf(request, core);
  const target = core.redactor.target(request.url ?? '/');
  const headers = core.redactor.headers(request.rawHeaders);
  const { flow } = core.correlator.place(origin.trace, evidenceIn(target), evidenceOfCaller(headers));
  const context = new RequestContext(origin, flow, node, core.store.generation, response);
  const exchange = new ObservedExchange(core, { request, response, target, headers, origin, context });
  core.inFlight.enter(context);
  response.on('close', () => {
    if (!response.writableFinished) withContext(context, () => exchange.recordResponse(true));
    context.end();
    core.inFlight.leave(context);
  });
  withContext(context, () => {
    const continuation = awaitsContinue ? new Continuation(request, response) : undefined;
    const added =
      continuation || onHeaders
        ? () => {
            continuation?.answering();
            onHeaders?.(response);
          }
        : undefined;
    watchResponse(core, response, exchange, context, {
      onHeaders: added,
      errorForm: errorForm(request.url ?? '/'),
    });
    exchange.watchRequest();
    if (!exchange.requestRecorded) {
      const record = () => exchange.recordRequest();
      context.beforeRecord = record;
    }
    // What could not be acknowledged is not begun: the end of the answer says why.
    if (core.log.trouble) return void response.end();
    const problem = hostProblem(request, hosts);
    if (problem) return refuseHost(core, request, response, problem);
    return handler()(request, response);
  });
}
