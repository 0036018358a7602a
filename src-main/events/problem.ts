import type { ServerResponse } from 'node:http';
import type { JsonObject } from '../contract/json.ts';

/** Answers with a problem document (RFC 9457). */
export function sendProblem(
  response: ServerResponse,
  status: number,
  title: string,
  detail: string,
  members: JsonObject = {},
): void {
  const body = JSON.stringify({ type: 'about:blank', title, status, detail, ...members });
  response.statusCode = status;
  response.setHeader('content-type', 'application/problem+json');
  response.setHeader('content-length', Buffer.byteLength(body));
  response.end(body);
}
