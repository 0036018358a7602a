import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { GatehouseError } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import type { RepairMethod } from '../contract/repair.ts';
import { checkCall, desktopOnly } from '../host/calls.ts';

/** The longest call, bytes: over HTTP and as one message of the WebSocket. */
export const MAX_CALL_BYTES = 1024 * 1024;

/** Whoever carries a checked call to the sandbox. */
export interface SandboxCaller {
  call(method: string, params: Json): Promise<Json>;
  repair(method: RepairMethod): Promise<Json>;
}

const bodySchema = z.strictObject({ method: z.string(), params: z.json().default({}) });

/** Checks a call and carries it to the sandbox; what only the desktop can do is refused. */
export async function callSandbox(sandbox: SandboxCaller, method: string, params: unknown): Promise<Json> {
  const call = checkCall(method, params);
  if (call.host === 'desktop') throw desktopOnly(call.method);
  if (call.host === 'repair') return sandbox.repair(call.method);
  return sandbox.call(call.method, call.params);
}

/** `POST /api/call` with `{"method": …, "params": …}`: answers `{"result": …}`. Host, origin and secret have been checked. */
export async function handleApiCall(
  request: IncomingMessage,
  response: ServerResponse,
  sandbox: SandboxCaller,
): Promise<void> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw new GatehouseError({
      code: 'request.type-refused',
      what: 'The call was not read.',
      why: 'A call is JSON, and the content type says otherwise.',
      next: 'Send Content-Type: application/json.',
      status: 415,
    });
  }
  const { method, params } = bodySchema.parse(parseJson(await readBody(request)));
  const body = Buffer.from(JSON.stringify({ result: await callSandbox(sandbox, method, params) }));
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': body.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}

/** Parses JSON from outside. Throws `request.json-invalid`. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new GatehouseError({
      code: 'request.json-invalid',
      what: 'The call was not understood.',
      why: 'It is not JSON (RFC 8259).',
      next: 'Send one JSON object with method and params.',
      // The parser quotes what it read, which may hold a secret: it stays inside.
      detail: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > MAX_CALL_BYTES) throw tooLong();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_CALL_BYTES) throw tooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooLong(): GatehouseError {
  return new GatehouseError({
    code: 'request.too-long',
    what: 'The call was not read.',
    why: 'It is longer than 1 MiB.',
    next: 'Send less at once.',
    status: 413,
  });
}
