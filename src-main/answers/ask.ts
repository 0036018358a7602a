import type { Decision } from '../contract/flow.ts';
import type { Json, JsonObject } from '../contract/json.ts';
import { workAs } from '../events/work.ts';
import { decisionOf } from '../trace/views/decisions.ts';
import type { AskedSandbox } from './ports.ts';

/** The application at which the test account signs in; it keeps no secret, so its refresh needs none. */
const APP = 'online-banking';
/** Whose browser is used: it is emptied first, so it is nobody's in particular. */
const HANDS = 'mallory';
/** One request makes far fewer. */
const MOST_EVENTS = 500;

/** How one request was answered, and the decision that the fork recorded for it. */
export interface Reply {
  request: string;
  status: number | null;
  body: Json;
  decision: Decision | undefined;
  /** Whether a rule said no, whatever the answer shows. */
  refused: boolean;
}

/** Sends JSON to an endpoint of the fork's provider, with the token of a trusted caller or as a stranger. */
export async function postJson(
  fork: AskedSandbox,
  path: string,
  body: JsonObject,
  trusted: boolean,
): Promise<Reply> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  const { scim } = await fork.handlers['sandbox.info']({});
  if (trusted) headers.authorization = `Bearer ${scim.token}`;
  return send(fork, path, { headers, body: JSON.stringify(body) });
}

/** Sends a form to an endpoint of the fork's provider. */
export function postForm(fork: AskedSandbox, path: string, form: Record<string, string>): Promise<Reply> {
  return send(fork, path, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
}

async function send(
  fork: AskedSandbox,
  path: string,
  init: { headers: Record<string, string>; body: string },
): Promise<Reply> {
  const since = fork.core.log.last;
  const { result, flow } = await workAs(fork.core, 'outside', 'outside', async () => {
    const url = `${fork.issuer}${path}`;
    const response = await fork.core.dispatcher.fetchAs('outside')(url, { method: 'POST', ...init });
    return { status: response.status, body: asJson(await response.text()) };
  });
  return { request: `POST ${path}`, ...result, ...settledIn(fork, flow, since) };
}

/** Signs in with a browser that knows nobody yet. */
export async function signIn(fork: AskedSandbox, username: string, password: string): Promise<SignedIn> {
  await fork.profiles.replaceAll([]);
  const since = fork.core.log.last;
  const deed = await fork.agent.signIn({ persona: HANDS, app: APP, username, password });
  return {
    request: 'the provider’s sign-in page',
    ok: deed.ok,
    seen: deed.said ?? deed.summary,
    ...settledIn(fork, deed.flow, since),
  };
}

/** What came of a sign-in by the pages. */
export type SignedIn = Omit<Reply, 'status' | 'body'> & { ok: boolean; seen: string };

/** Uses the newest refresh token of an account; undefined when it has none. */
export async function refresh(fork: AskedSandbox, handle: string): Promise<Reply> {
  const value = fork.core.vault.reveal(handle)?.value ?? handle;
  return postForm(fork, '/token', { grant_type: 'refresh_token', refresh_token: value, client_id: APP });
}

/** What the log of the fork tells of the newest story since a moment: the rule that said no, else what settled it. */
function settledIn(
  fork: AskedSandbox,
  flow: string,
  since: number,
): { decision: Decision | undefined; refused: boolean } {
  const flows = fork.core.correlator.members(flow);
  const made = fork.core.log
    .list({ flows, after: since, limit: MOST_EVENTS })
    .filter(({ reasons }) => reasons.length > 0)
    .map(decisionOf);
  const refusal = made.findLast(({ reasons }) => reasons.some(({ outcome }) => outcome === 'fail'));
  return { decision: refusal ?? made.at(-1), refused: refusal !== undefined };
}

function asJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // An answer that is no JSON is shown as it is.
    return text;
  }
}

/** A member of an answer, where it is a text. */
export function textIn(body: Json, name: string): string | undefined {
  const member = typeof body === 'object' && body !== null && !Array.isArray(body) ? body[name] : undefined;
  return typeof member === 'string' ? member : undefined;
}

/** Claims of a body, by WSO2's names. */
export const wso2Claims = (claims: Record<string, string>): JsonObject[] =>
  Object.entries(claims).map(([name, value]) => ({ uri: `http://wso2.org/claims/${name}`, value }));
