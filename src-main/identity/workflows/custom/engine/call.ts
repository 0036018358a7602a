import type { Json, JsonObject } from '../../../../contract/json.ts';
import type { WorkflowCall } from '../../../../contract/workflow-definition.ts';
import { WORKFLOW_LIMITS } from '../../../../contract/workflow-limits.ts';
import type { Core } from '../../../../events/core.ts';
import { Apis } from '../../../../store/apis.ts';
import { scimToken } from '../../../scim/http/scim-token.ts';
import { SCIM_PATH, scimResource } from '../../../scim/protected-resource.ts';
import type { Values } from '../expressions/cel.ts';
import { fillJson, fillText } from '../expressions/template.ts';
import type { Run } from './run.ts';

/** The participant that makes the calls of custom workflows. */
export const WORKFLOWS = 'workflows';

/** How long an answer may take, ms of real time. */
const TIMEOUT_MS = 20_000;

/** A call with every expression filled in. */
export interface Prepared {
  method: WorkflowCall['method'];
  at: WorkflowCall['at'];
  path: string;
  as: WorkflowCall['as'];
  body: Json | undefined;
  expect: number | number[] | undefined;
  idempotent: boolean;
}

/** What a call came to. `body`: JSON where it is JSON, else text. */
export interface Answered {
  status: number;
  body: Json;
}

/** A call that could not be made, or of which nobody knows whether it arrived, or whose answer cannot be used. */
export class CallFailed extends Error {
  readonly arrived: 'no' | 'unknown' | 'yes';

  constructor(message: string, arrived: 'no' | 'unknown' | 'yes' = 'no') {
    super(message);
    this.arrived = arrived;
  }
}

/** Errors that come before anything is sent. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'EADDRNOTAVAIL']);

/** Fills the expressions of a call in. Values in the path are encoded, so that none can lead elsewhere. */
export function prepare(call: WorkflowCall, values: Values): Prepared {
  return {
    method: call.method,
    at: call.at,
    path: fillText(call.path, values, encodeURIComponent),
    as: call.as,
    body: call.body === undefined ? undefined : fillJson(call.body, values),
    expect: call.expect,
    idempotent: call.idempotent,
  };
}

/** Whether a status is one that the call wants. */
export function isExpected({ expect }: Prepared, status: number): boolean {
  if (expect === undefined) return status >= 200 && status < 300;
  return Array.isArray(expect) ? expect.includes(status) : expect === status;
}

export interface CallDeps {
  core: Core;
  issuer: string;
  gateway: () => string | undefined;
  /** Whoever is called finds the run that caused it by the span of the call. */
  opened: (span: string, run: Run) => () => void;
  /** Headers that a run passes on: those by which scripts that set off one another are counted. */
  carried: (run: Run) => Record<string, string>;
}

/**
 * Makes a call, over the network of the sandbox, as a hop of the run's trace. Throws {@link CallFailed} where no answer
 * comes; any status is an answer. `key`: the same for each try of the same call.
 */
export async function perform(
  deps: CallDeps,
  run: Run,
  call: Prepared,
  { key, signal }: { key: string; signal: AbortSignal },
): Promise<Answered> {
  const { core } = deps;
  const base = call.at === 'issuer' ? deps.issuer : deps.gateway();
  if (base === undefined) throw new CallFailed('There is no gateway in this sandbox.');
  const trace = core.dispatcher.traceHeaders(WORKFLOWS);
  const close = deps.opened(trace.traceparent?.split('-')[2] ?? '', run);
  try {
    const response = await core.network.fetch(`${base}${call.path}`, {
      method: call.method,
      headers: {
        ...trace,
        ...deps.carried(run),
        ...authorization(core, deps.issuer, run, call),
        accept: 'application/json, application/scim+json',
        ...(call.idempotent ? { 'idempotency-key': `"${key}"` } : {}),
        ...(call.body === undefined ? {} : { 'content-type': typeOf(call) }),
      },
      body: call.body === undefined ? null : JSON.stringify(call.body),
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    return { status: response.status, body: await bodyOf(response) };
  } catch (error) {
    if (error instanceof CallFailed) throw error;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    throw new CallFailed(
      `No answer came: ${cause instanceof Error ? cause.message : String(cause)}`,
      NEVER_SENT.has(code) ? 'no' : 'unknown',
    );
  } finally {
    close();
  }
}

const isScim = ({ at, path }: Pick<Prepared, 'at' | 'path'>): boolean =>
  at === 'issuer' && (path === SCIM_PATH || /^\/scim2[/?]/.test(path));

const typeOf = (call: Prepared): string => (isScim(call) ? 'application/scim+json' : 'application/json');

function authorization(
  core: Core,
  issuer: string,
  run: Run,
  { as, at, path }: Prepared,
): Record<string, string> {
  if (as === 'nobody') return {};
  if (as === 'administrator') return { authorization: `Bearer ${scimToken(core.store)}` };
  const audience = isScim({ at, path }) ? scimResource(issuer).resource : undefined;
  const handle = tokenOf(core, run, at === 'gateway' ? path.split('/')[1] : undefined, audience);
  const token = handle === undefined ? undefined : core.vault.reveal(handle)?.value;
  if (!token)
    throw new CallFailed(
      'There is no access token of who started the run that could be sent here; one that is bound to a key cannot.',
    );
  return { authorization: `Bearer ${token}` };
}

/**
 * The handle of the starter's token: for an API and for SCIM her newest one for it, else the one that she started the run
 * with. A token that is for something else is never sent.
 */
function tokenOf(core: Core, run: Run, api: string | undefined, own: string | undefined): string | undefined {
  const resource = api === undefined ? own : new Apis(core.store).get(api)?.definition.resource;
  if (resource === undefined || run.starter === null)
    return api === undefined ? (run.token ?? undefined) : undefined;
  return core.store
    .prepare<{ handle: string }>(
      `SELECT handle FROM issued_token WHERE kind = 'access' AND account_id = ? AND audience = ?
         ORDER BY issued_at DESC, rowid DESC LIMIT 1`,
    )
    .get(run.starter, resource)?.handle;
}

async function bodyOf(response: Response): Promise<Json> {
  const text = await textOf(response);
  if (!(response.headers.get('content-type') ?? '').includes('json')) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    // It says JSON and is none: the text is what came.
    return text;
  }
}

async function textOf({ body }: Response): Promise<string> {
  if (!body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > WORKFLOW_LIMITS.answer)
      throw new CallFailed(`The answer is longer than ${WORKFLOW_LIMITS.answer} bytes.`, 'yes');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** How a call is told to people; secrets are put out afterwards. */
export const toldCall = ({ method, at, path, as, body }: Prepared): JsonObject => ({
  method,
  at,
  path,
  as,
  body: body ?? null,
});
