import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { JsonObject } from '../../contract/json.ts';
import type { Exchange } from '../exchange.ts';
import type { Refusal } from '../pipeline.ts';
import { ruleSpec } from '../rules.ts';
import { challenges, meansDpop } from './challenge.ts';
import { corsHeaders } from './cors.ts';

/** Answers with the refusal as a problem document (RFC 9457), with the challenge that belongs to it. */
export function answerRefusal(
  response: ServerResponse,
  exchange: Exchange,
  refusal: Refusal,
  trace: string | undefined,
): void {
  const { rule, verdict } = refusal;
  const { status, code, title } = ruleSpec(rule);
  const headers = corsHeaders(exchange);
  for (const challenge of challenges(exchange, refusal)) headers.push('www-authenticate', challenge);
  if (rule === 'gw.route.method') headers.push('allow', (exchange.match?.resource?.methods ?? []).join(', '));
  if (meansDpop(exchange)) headers.push('dpop-nonce', exchange.services.nonces.current());
  // The provider is asked again a second later, see FAILURE_COOLDOWN_S.
  if (status === 503) headers.push('retry-after', '1');
  // After a message whose end is in doubt nothing more can be read from the connection.
  if (rule === 'gw.request.framing') headers.push('connection', 'close');
  sendProblem(response, headers, {
    type: `urn:gatehouse:rule:${rule}`,
    title,
    status,
    detail: verdict.detail ?? title,
    ...(trace === undefined ? {} : { instance: `urn:gatehouse:trace:${trace}` }),
    code,
    rule,
  });
}

/** Answers that the gateway itself failed. What failed is in the log, not in the answer. */
export function answerUnexpected(response: ServerResponse, trace: string | undefined): void {
  sendProblem(response, [], {
    type: 'about:blank',
    title: STATUS_CODES[500] ?? '',
    status: 500,
    detail: 'The gateway failed while it looked at the request. The event log holds the details.',
    ...(trace === undefined ? {} : { instance: `urn:gatehouse:trace:${trace}` }),
    code: 'GH-500-01',
  });
}

function sendProblem(
  response: ServerResponse,
  headers: string[],
  problem: JsonObject & { status: number },
): void {
  // A broken answer of a backend may have left some of its headers behind.
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  const body = JSON.stringify(problem);
  response.writeHead(problem.status, [
    ...headers,
    'content-type',
    'application/problem+json',
    'content-length',
    String(Buffer.byteLength(body)),
    'cache-control',
    'no-store',
  ]);
  response.end(body);
}
