import type { Reason } from '../../../contract/events.ts';
import type { JsonObject } from '../../../contract/json.ts';
import { currentContext } from '../../../events/context.ts';
import { newTraceId } from '../../../events/ids.ts';
import type { IdentityParts } from '../../parts.ts';
import type { ACTION_RULES } from '../../rules/action-rules.ts';
import { reason } from '../../rules.ts';
import { type ActionAnswer, actionAnswerSchema } from './action-answer.ts';

type Rule = keyof typeof ACTION_RULES;

/** Which of the two, and how it is set up. */
export interface ActionSetup {
  type: 'PRE_ISSUE_ACCESS_TOKEN' | 'PRE_UPDATE_PASSWORD';
  service: 'none' | 'harbour' | 'own';
  url: string;
  /** ms of real time */
  timeoutMs: number;
}

/** The answer of a service, or the rule by which it is as good as none: then nothing is issued and nothing changed. */
export type ActionResult =
  | { ok: true; answer: Exclude<ActionAnswer, { actionStatus: 'ERROR' }>; reasons: Reason[] }
  | { ok: false; rule: Rule; reasons: Reason[]; detail: string };

/** The largest answer that is read, bytes. */
const LIMIT = 64 * 1024;

const PATHS = {
  PRE_ISSUE_ACCESS_TOKEN: '/pre-issue-access-token',
  PRE_UPDATE_PASSWORD: '/pre-update-password',
} as const;

/** Asks a service by HTTP, as one hop of the story. Each way in which it can go wrong is a rule, and none lets through. */
export async function callAction(
  parts: IdentityParts,
  setup: ActionSetup,
  body: JsonObject,
): Promise<ActionResult> {
  const { core } = parts;
  const passed: Reason[] = [];
  const failed = (rule: Rule, seen: string): ActionResult => ({
    ok: false,
    rule,
    detail: seen,
    reasons: [...passed, reason(rule, 'fail', { path: 'action', seen, inputs: { service: setup.service } })],
  });
  const url = addressOf(parts, setup);
  if (url === undefined) return failed('idp.action.reachable', 'no address is set');
  let status: number;
  let text: string | undefined;
  try {
    const response = await core.dispatcher.fetchAs('idp')(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({
        actionType: setup.type,
        flowId: currentContext()?.trace ?? newTraceId(),
        ...body,
      }),
      // What leads elsewhere could lead off this machine.
      redirect: 'error',
      signal: AbortSignal.any([AbortSignal.timeout(setup.timeoutMs), ...stops()]),
    });
    status = response.status;
    text = await limited(response);
  } catch (error) {
    const late = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
    passed.push(...(late ? [reason('idp.action.reachable', 'pass')] : []));
    return late
      ? failed('idp.action.in-time', `no answer within ${setup.timeoutMs} ms`)
      : failed('idp.action.reachable', 'no connection');
  }
  passed.push(
    reason('idp.action.reachable', 'pass', { seen: `HTTP ${status}` }),
    reason('idp.action.in-time', 'pass'),
  );
  if (text === undefined) return failed('idp.action.well-formed', `more than ${LIMIT} bytes`);
  const parsed = actionAnswerSchema.safeParse(asJson(text));
  if (!parsed.success) return failed('idp.action.well-formed', whatIsWrong(parsed.error.issues[0]));
  const answer = parsed.data;
  if (answer.actionStatus !== 'ERROR' && status !== 200)
    return failed('idp.action.well-formed', `HTTP ${status} with ${answer.actionStatus}`);
  passed.push(reason('idp.action.well-formed', 'pass', { seen: answer.actionStatus }));
  if (answer.actionStatus === 'ERROR')
    return failed('idp.action.no-error', `${answer.errorMessage} ${answer.errorDescription}`.trim());
  return { ok: true, answer, reasons: passed };
}

/** What ends the work in progress, e.g. a restore of the state. */
function stops(): AbortSignal[] {
  const signal = currentContext()?.signal;
  return signal ? [signal] : [];
}

function addressOf(
  { actionService }: IdentityParts,
  { service, url, type }: ActionSetup,
): string | undefined {
  if (service === 'own') return url === '' ? undefined : url;
  const base = actionService();
  return base === undefined ? undefined : `${base}${PATHS[type]}`;
}

/** The body, unless it is too large. */
async function limited(response: Response): Promise<string | undefined> {
  if (!response.body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > LIMIT) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Told as an answer of the wrong form.
    return undefined;
  }
}

const whatIsWrong = (issue: { path: PropertyKey[]; message: string } | undefined): string =>
  issue === undefined || issue.path.length === 0
    ? 'no JSON object with an actionStatus'
    : `${issue.path.map(String).join('.')}: ${issue.message}`;
