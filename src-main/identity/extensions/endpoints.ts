import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Extension, ScriptOutcome } from '../../contract/extensions.ts';
import { type Json, type JsonObject, jsonSchema } from '../../contract/json.ts';
import { currentContext } from '../../events/context.ts';
import { sendProblem } from '../../events/problem.ts';
import { compact } from '../compact.ts';
import type { IdentityParts } from '../parts.ts';
import { bareChallenges, challenge } from '../provider/challenge.ts';
import { possessionFault, presentedToken } from '../provider/presented-token.ts';
import { speaksDpop } from '../provider/proofs.ts';
import { IDP_RULES, type IdpRule, reason } from '../rules.ts';
import { bearerIs } from '../scim/http/scim-token.ts';
import { callsOf } from './calls.ts';
import type { HandlerPorts } from './handlers.ts';
import { badAnswer, hostFor, jobOf, outcomeOf, recordRun, tooDeep } from './runner.ts';
import { Sieve } from './sieve.ts';

export type Endpoint = Extract<Extension, { kind: 'endpoint' }>;

/** Where endpoints of one's own are, below the issuer. */
export const EXTENSION_PATH = '/ext/';

/** The longest body, bytes. */
const LIMIT = 64 * 1024;
/** Headers of a request that a script sees. */
const SHOWN = ['accept', 'accept-language', 'content-type', 'user-agent'];

const answerSchema = z
  .object({ status: z.number().int().min(200).max(599).default(200), body: jsonSchema.optional() })
  .strict();

/** A refusal before the script ran. */
interface Refusal {
  rule: IdpRule;
  detail: string;
  status?: number;
  inputs?: JsonObject;
}

/** Answers a request to an endpoint of one's own. */
export async function answerEndpoint(
  parts: IdentityParts,
  ports: HandlerPorts,
  endpoint: Endpoint,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { authorization } = request.headers;
  if (speaksDpop(authorization)) response.setHeader('dpop-nonce', parts.proofs.nonce());
  const caller = await callerOf(parts, ports, endpoint, request);
  if ('rule' in caller) {
    request.resume();
    response.setHeader('www-authenticate', challengesFor(caller, ports.issuer, authorization));
    return refuse(ports, endpoint, response, caller);
  }
  const body = await bodyOf(request);
  if (typeof body === 'object' && body !== null && 'refusal' in body)
    return refuse(ports, endpoint, response, body.refusal);
  const { searchParams } = new URL(request.url ?? '/', ports.issuer);
  const input: Json = {
    method: endpoint.method,
    path: `${EXTENSION_PATH}${endpoint.path}`,
    query: Object.fromEntries(searchParams),
    headers: Object.fromEntries(
      SHOWN.flatMap((name) =>
        typeof request.headers[name] === 'string' ? [[name, request.headers[name]]] : [],
      ),
    ),
    caller: caller.known,
    body: body?.value ?? null,
  };
  const { outcome, sieve } = await runEndpoint(ports, endpoint, input, request.headers.authorization);
  recordRun(ports.core, endpoint, outcome, { input, sieve, subject: undefined });
  if (outcome.outcome === 'done') return send(response, outcome.value);
  refuse(ports, endpoint, response, {
    rule: (outcome.rule ?? 'idp.extension.sound') as IdpRule,
    detail: outcome.words ?? '',
    inputs: compact({
      extension: endpoint.id,
      line: outcome.problem?.line ?? undefined,
      column: outcome.problem?.column ?? undefined,
    }),
  });
}

/** Runs the script of an endpoint once. */
export async function runEndpoint(
  { core, issuer, sandboxToken, depth }: HandlerPorts,
  endpoint: Endpoint,
  input: Json,
  authorization: string | undefined,
): Promise<{ outcome: ScriptOutcome; sieve: Sieve }> {
  const sieve = new Sieve(core);
  sieve.learn(input);
  const entered = depth.enter();
  if (!entered) return { outcome: tooDeep(), sieve };
  const { header, done } = depth.mark(entered);
  const signal = currentContext()?.signal ?? new AbortController().signal;
  const job = jobOf(core, endpoint, input, { noCalls: undefined, mayVeto: false });
  const calls = callsOf({ core, issuer, sandboxToken, authorization, header, sieve, signal });
  const outcome = outcomeOf(await hostFor('endpoint').run(job, calls), sieve);
  done();
  if (outcome.outcome !== 'done') return { outcome, sieve };
  const parsed = answerSchema.safeParse(outcome.value);
  if (parsed.success)
    return { outcome: { ...outcome, value: JSON.parse(JSON.stringify(parsed.data)) as Json }, sieve };
  const issue = parsed.error.issues[0];
  const why = `An endpoint gives back {status, body}. ${issue?.path.join('.') || 'answer'}: ${issue?.message}`;
  return { outcome: badAnswer(outcome, why), sieve };
}

async function callerOf(
  parts: IdentityParts,
  { sandboxToken }: HandlerPorts,
  { access }: Endpoint,
  { headers, method = 'GET', url = '/' }: IncomingMessage,
): Promise<Refusal | { known: JsonObject | null }> {
  if (access === 'anyone') return { known: null };
  const { authorization, dpop: proof } = headers;
  if (bearerIs(authorization ?? '', sandboxToken())) return { known: { via: 'sandbox' } };
  const shown = await presentedToken(parts, authorization);
  if ('fault' in shown)
    return { rule: 'idp.extension.token', detail: `${shown.fault}`, inputs: { failed: shown.failed } };
  const { audience, account, client, scope } = shown.entry;
  // It is the provider's own address. What was sent to an API must not open it, since that API has it too.
  if (audience !== undefined && audience !== parts.scim.resource)
    return {
      rule: 'idp.extension.audience',
      detail: `The token was issued for ${audience}.`,
      inputs: { audience },
    };
  const fault = await possessionFault(parts, shown, { method, path: url.split('?')[0] ?? '/', proof });
  if (fault) return { rule: fault.rule, detail: fault.detail, inputs: fault.about.inputs };
  return { known: compact({ via: 'token', account, client, scope }) };
}

/** What a client is told of how to come again (RFC 6750 §3, RFC 9449 §7.1). */
function challengesFor(
  { rule, detail, inputs }: Refusal,
  realm: string,
  authorization: string | undefined,
): string[] {
  if (inputs?.failed === 'none') return bareChallenges(realm);
  const error = IDP_RULES[rule].answer.split(' ')[1] ?? 'invalid_token';
  const dpop = speaksDpop(authorization) || rule === 'idp.possession.scheme';
  return [challenge({ realm, error, description: detail, dpop })];
}

async function bodyOf(request: IncomingMessage): Promise<{ value: Json } | { refusal: Refusal } | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // What comes after the bound is read and let go, so that the client hears the answer.
    if (size <= LIMIT) chunks.push(chunk);
  }
  if (size === 0) return undefined;
  const rule = 'idp.extension.request';
  if (size > LIMIT)
    return { refusal: { rule, status: 413, detail: `The body has ${size} bytes; ${LIMIT} are taken.` } };
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type))
    return { refusal: { rule, detail: `The body is ${type || 'of no type'}, not JSON.`, inputs: { type } } };
  try {
    return { value: JSON.parse(Buffer.concat(chunks).toString('utf8')) as Json };
  } catch {
    return { refusal: { rule, status: 400, detail: 'The body cannot be read as JSON.' } };
  }
}

function refuse(
  { core }: HandlerPorts,
  endpoint: Endpoint,
  response: ServerResponse,
  { rule, detail, status: given, inputs = {} }: Refusal,
): void {
  const { title, answer } = IDP_RULES[rule];
  const status = given ?? Number(answer.split(' ')[0]);
  core.recorder.record({
    type: 'idp.request.refused',
    outcome: status >= 500 ? 'failed' : 'denied',
    reasons: [
      reason(rule, 'fail', {
        path: `extensions.${endpoint.id}`,
        seen: detail,
        inputs: { extension: endpoint.id, ...inputs },
      }),
    ],
    data: { endpoint: `${EXTENSION_PATH}${endpoint.path}`, description: detail, status, rule },
  });
  sendProblem(response, status, title, detail, { rule, ...inputs });
}

function send(response: ServerResponse, value: Json): void {
  const { status, body } = answerSchema.parse(value);
  response.statusCode = status;
  response.setHeader('cache-control', 'no-store');
  response.setHeader('x-content-type-options', 'nosniff');
  if (body === undefined || status === 204 || status === 304) {
    response.end();
    return;
  }
  const text = JSON.stringify(body);
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('content-length', Buffer.byteLength(text));
  response.end(text);
}
