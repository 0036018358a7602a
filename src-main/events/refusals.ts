import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Reason } from '../contract/events.ts';
import type { Core } from './core.ts';
import { HTTP_RULES } from './http-rules.ts';
import { sendProblem } from './problem.ts';

/** Why a request is not for this part, with the status that says so. */
export interface HostProblem {
  status: 400 | 421;
  title: string;
  detail: string;
  expected: string[];
  seen: string;
  standard: string;
}

/** A full address as target (RFC 9112 §3.2.2). Its authority counts, not that of Host, so the two must agree. */
const ABSOLUTE = /^https?:\/\/([^/?#]*)/i;

/**
 * Looks at whom a request names: exactly one Host line (RFC 9112 §3.2), with one of `hosts` (names without port), and
 * no other authority in the target. Another name is DNS rebinding, or a mistake (RFC 9110 §7.4).
 */
export function hostProblem(request: IncomingMessage, hosts: readonly string[]): HostProblem | undefined {
  const lines = hostLines(request);
  if (lines !== 1) {
    return {
      status: 400,
      title: 'Malformed request',
      detail: `A request carries exactly one Host header; this one carries ${lines}.`,
      expected: ['one Host line'],
      seen: `${lines} lines`,
      standard: 'RFC 9112 §3.2',
    };
  }
  const host = request.headers.host ?? '';
  const authority = ABSOLUTE.exec(request.url ?? '')?.[1];
  if (authority !== undefined && authority.toLowerCase() !== host.toLowerCase()) {
    return {
      status: 421,
      title: 'Misdirected request',
      detail: 'The address in the request line names another server than Host.',
      expected: [host],
      seen: authority,
      standard: 'RFC 9112 §3.2.2',
    };
  }
  const name = host.startsWith('[') ? host.slice(0, host.indexOf(']') + 1) : (host.split(':')[0] ?? '');
  if (hosts.includes(name.toLowerCase())) return undefined;
  return {
    status: 421,
    title: 'Misdirected request',
    detail: `This part of the sandbox answers to ${hosts.join(', ')} only.`,
    expected: [...hosts],
    seen: host,
    standard: 'RFC 9110 §7.4',
  };
}

/** Counts the raw lines, since the parsed headers keep the first one only. */
function hostLines({ rawHeaders }: IncomingMessage): number {
  let lines = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') lines += 1;
  }
  return lines;
}

/** Refuses a request that was meant for another host. */
export function refuseHost(
  core: Core,
  request: IncomingMessage,
  response: ServerResponse,
  { status, title, detail, expected, seen, standard }: HostProblem,
): void {
  core.recorder.record({
    type: 'http.refused',
    outcome: 'denied',
    reasons: [{ rule: 'http.host', outcome: 'fail', path: 'headers.host', expected, seen, standard }],
  });
  request.resume();
  sendProblem(response, status, title, detail);
}

/** Refuses an `Expect` that is not `100-continue` (RFC 9110 §10.1.1). */
export function refuseExpectation(core: Core): RequestListener {
  return (request, response) => {
    core.recorder.record({
      type: 'http.refused',
      outcome: 'denied',
      reasons: [
        {
          rule: 'http.expectation',
          outcome: 'fail',
          path: 'headers.expect',
          expected: '100-continue',
          seen: request.headers.expect ?? '',
          standard: HTTP_RULES['http.expectation'].standard,
        },
      ],
    });
    request.resume();
    // Whether the client sends its body after a refusal is unknown, so nothing more is read here.
    response.setHeader('connection', 'close');
    sendProblem(response, 417, 'Expectation failed', 'The only expectation met here is 100-continue.');
  };
}

/** Refuses to become a tunnel: no part of the sandbox is a proxy (RFC 9110 §9.3.6). */
export function refuseConnect(core: Core, node: string, socket: Socket): void {
  // The peer may go away before it has read the answer.
  socket.on('error', () => socket.destroy());
  refuseRaw(core, node, socket, [405, 'Method Not Allowed'], {
    reason: {
      rule: 'http.method',
      outcome: 'fail',
      seen: 'CONNECT',
      standard: HTTP_RULES['http.method'].standard,
    },
    title: 'Method not allowed',
    detail: 'This is no proxy: it opens no tunnels.',
    headers: 'Allow: GET, HEAD, POST\r\n',
  });
}

const STATUS: Readonly<Record<string, [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
};

/** Answers bytes that are no HTTP/1.1 request (RFC 9112 §2.2). */
export function refuseMalformed(core: Core, node: string, error: ClientError, socket: Socket): void {
  if (error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const seen = error.code ?? error.message;
  refuseRaw(core, node, socket, STATUS[seen] ?? [400, 'Bad Request'], {
    reason: {
      rule: 'http.well-formed',
      outcome: 'fail',
      seen,
      standard: HTTP_RULES['http.well-formed'].standard,
    },
    title: 'Malformed request',
    detail: `The message is not valid HTTP/1.1 (${seen}).`,
    headers: '',
    bodiless: asksHead(error),
  });
}

/** What Node tells of bytes that are no request; `rawPacket` are those that it read last. */
export type ClientError = NodeJS.ErrnoException & { rawPacket?: Buffer };

/** Whether a message that could not be read was a HEAD: its answer has no body (RFC 9110 §9.3.2). */
export function asksHead({ rawPacket }: ClientError): boolean {
  return rawPacket?.subarray(0, 5).toString('latin1') === 'HEAD ';
}

interface RawRefusal {
  reason: Reason;
  title: string;
  detail: string;
  headers: string;
  /** The answer is a head alone. */
  bodiless?: boolean;
}

/** Records a refusal and answers it on a connection for which Node has no response object. */
function refuseRaw(
  core: Core,
  node: string,
  socket: Socket,
  [status, phrase]: readonly [number, string],
  { reason, title, detail, headers, bodiless = false }: RawRefusal,
): void {
  core.recorder.record({
    type: 'http.refused',
    outcome: 'denied',
    actor: 'outside',
    node,
    reasons: [reason],
  });
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify({ type: 'about:blank', title, status, detail });
  socket.end(
    `HTTP/1.1 ${status} ${phrase}\r\n${headers}Content-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${bodiless ? '' : body}`,
  );
}
