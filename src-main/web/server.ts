import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { contentSecurityPolicy, createNonce, PAGE_HEADERS, withNonce } from '../host/content-security.ts';
import type { FeedSource } from '../host/event-feed.ts';
import { readStatic } from '../host/static-files.ts';
import { handleApiCall, MAX_CALL_BYTES } from './api-call.ts';
import { listenOnLoopback, type PortWish } from './listen.ts';
import { endWithProblem, sendProblem } from './problem.ts';
import {
  allowOf,
  asksHead,
  assertMethod,
  expectationRefused,
  malformed,
  noStreamAt,
  notFound,
  pathOf,
  type Refusal,
  refusalOf,
  tunnelRefused,
} from './refusals.ts';
import { assertHost, assertOrigin, assertSecret, SECRET_HEADER } from './request-guard.ts';
import { StreamConnection } from './stream-connection.ts';

export interface WebHostOptions {
  source: FeedSource;
  secret: string;
  /** Folder of the built user interface. */
  renderer: string;
  port: PortWish;
  /** Takes what was refused before the sandbox saw it, for the log. */
  refused: (refusal: Refusal) => void;
  /** Takes what goes wrong while nobody waits for an answer. */
  output: (text: string) => void;
}

/** The user interface and its transport, served for a browser on this machine. */
export interface WebHost {
  port: number;
  /** The wished port was taken. */
  moved: boolean;
  /** Where a person opens it. The fragment never leaves the browser (RFC 9110 §4.2.5). */
  ui: string;
  /** Where a program sends calls. */
  control: string;
  close(): Promise<void>;
}

/** Starts to listen. Throws `port.taken`. */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_CALL_BYTES,
    perMessageDeflate: false,
  });
  const listening = await listenOnLoopback(() => createHttpServer(options, sockets), options.port);
  for (const server of listening.servers) {
    server.on('error', (error) => options.output(`The listener of the user interface: ${error.message}\n`));
  }
  const base = `http://127.0.0.1:${listening.port}`;
  return {
    port: listening.port,
    moved: listening.moved,
    ui: `${base}/#secret=${options.secret}`,
    control: `${base}/api/call`,
    close: async () => {
      for (const socket of sockets.clients) socket.close(1001, 'the sandbox stops');
      await Promise.all(listening.servers.map(closeServer));
      sockets.close();
    },
  };
}

function createHttpServer(options: WebHostOptions, sockets: WebSocketServer): Server {
  const refuse = (request: IncomingMessage, response: ServerResponse, error: unknown): void => {
    report(options, error, request);
    if (response.headersSent) response.destroy();
    // The rest of a body that was not read cannot be told from a next request.
    else sendProblem(response, error, { connection: 'close', ...allowOf(error) });
  };
  const server = createServer(
    // A missing Host is refused here, in words, and not by Node, with an empty answer.
    { requestTimeout: 30_000, headersTimeout: 10_000, maxHeaderSize: 16 * 1024, requireHostHeader: false },
    (request, response) => {
      answer(options, port(), request, response).catch((error: unknown) => refuse(request, response, error));
    },
  );
  server.on('checkExpectation', (request, response) => refuse(request, response, expectationRefused()));
  server.on('connect', (request, socket) => {
    // The peer may go away before it has read the answer.
    socket.on('error', () => socket.destroy());
    report(options, tunnelRefused(), request);
    endWithProblem(socket, tunnelRefused(), { headers: allowOf(tunnelRefused()) });
  });
  const port = (): number => {
    const address = server.address();
    return address !== null && typeof address === 'object' ? address.port : 0;
  };
  server.on('upgrade', (request, socket, head) => upgrade(options, port(), sockets, request, socket, head));
  server.on('clientError', (error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket) => {
    // A peer that went away has said nothing wrong.
    if (error.code !== 'ECONNRESET') report(options, malformed(error));
    if (socket.writable) endWithProblem(socket, malformed(error), { bodiless: asksHead(error) });
    else socket.destroy();
  });
  return server;
}

async function answer(
  options: WebHostOptions,
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  assertHost(request, port);
  const path = pathOf(request);
  if (path === '/api/call') {
    assertMethod(request, ['POST']);
    assertOrigin(request, port);
    assertSecret(request.headersDistinct[SECRET_HEADER]?.[0], options.secret);
    await handleApiCall(request, response, options.source);
    return;
  }
  assertMethod(request, ['GET', 'HEAD']);
  const file = await readStatic(options.renderer, path);
  if (!file) throw notFound(path);
  const nonce = createNonce();
  const body = file.kind === 'page' ? Buffer.from(withNonce(file.body.toString('utf8'), nonce)) : file.body;
  response.writeHead(200, {
    ...PAGE_HEADERS,
    'content-type': file.type,
    'content-length': body.length,
    'cache-control': file.cacheControl,
    'content-security-policy': contentSecurityPolicy(nonce, [`ws://${request.headers.host}`]),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function upgrade(
  options: WebHostOptions,
  port: number,
  sockets: WebSocketServer,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  // The peer may go away in the middle of the handshake.
  socket.on('error', () => socket.destroy());
  try {
    assertHost(request, port);
    assertOrigin(request, port);
    const path = pathOf(request);
    if (path !== '/api/stream') throw noStreamAt(path);
  } catch (error) {
    report(options, error, request);
    endWithProblem(socket, error);
    return;
  }
  sockets.handleUpgrade(
    request,
    socket,
    head,
    (client) =>
      new StreamConnection(client, options.source, options.secret, (error) =>
        report(options, error, request),
      ),
  );
}

function report(options: WebHostOptions, error: unknown, request?: IncomingMessage): void {
  const refusal = refusalOf(error, request);
  if (refusal) options.refused(refusal);
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
