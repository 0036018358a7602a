import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Core } from './core.ts';
import { sendProblem } from './problem.ts';

/** Whether the Host of a request is one of `hosts` (names without port). */
export function hostAllowed(request: IncomingMessage, hosts: readonly string[]): boolean {
  const host = request.headers.host ?? '';
  const name = host.startsWith('[') ? host.slice(0, host.indexOf(']') + 1) : (host.split(':')[0] ?? '');
  return hosts.includes(name.toLowerCase());
}

/** Refuses a request that was meant for another host: DNS rebinding, or a mistake (RFC 9110 §7.4). */
export function refuseHost(
  core: Core,
  request: IncomingMessage,
  response: ServerResponse,
  hosts: readonly string[],
): void {
  const seen = request.headers.host ?? '';
  core.recorder.record({
    type: 'http.refused',
    outcome: 'denied',
    reasons: [
      {
        rule: 'http.host',
        outcome: 'fail',
        path: 'headers.host',
        expected: [...hosts],
        seen,
        standard: 'RFC 9110 §7.4',
      },
    ],
  });
  request.resume();
  sendProblem(
    response,
    421,
    'Misdirected request',
    `This part of the sandbox answers to ${hosts.join(', ')} only.`,
  );
}

const STATUS: Readonly<Record<string, [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
};

/** Answers bytes that are no HTTP/1.1 request (RFC 9112 §2.2). */
export function refuseMalformed(
  core: Core,
  node: string,
  error: NodeJS.ErrnoException,
  socket: Socket,
): void {
  if (error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const seen = error.code ?? error.message;
  core.recorder.record({
    type: 'http.refused',
    outcome: 'denied',
    actor: 'outside',
    node,
    reasons: [{ rule: 'http.well-formed', outcome: 'fail', seen, standard: 'RFC 9112 §2.2' }],
  });
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const [status, phrase] = STATUS[seen] ?? [400, 'Bad Request'];
  const body = JSON.stringify({
    type: 'about:blank',
    title: 'Malformed request',
    status,
    detail: `The message is not valid HTTP/1.1 (${seen}).`,
  });
  socket.end(
    `HTTP/1.1 ${status} ${phrase}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
