import { workAs } from '../events/work.ts';
import type { ForkDeed, ForkedSandbox } from './ports.ts';
import { type CallWish, headersNamed } from './wish.ts';

/** How a wish ended on a fork. */
export interface Run {
  passes: boolean;
  status?: number;
  /** The rule that refused. */
  rule?: string;
  ending: string;
  flow: string;
}

/** What is sent in the place of what was. */
export interface Altered {
  method?: string;
  /** Path and query on the gateway. */
  target?: string;
  /** Values of the Authorization header; none for a request without. */
  authorization?: readonly string[];
}

/** Headers that belong to a connection or to a trace, or that are made anew. */
const NOT_REPEATED =
  /^(?:host|connection|content-length|transfer-encoding|keep-alive|traceparent|tracestate|expect|authorization|dpop|sec-.*|accept-encoding)$/i;

/** Sends the same request once more, with the secrets that stood in it. */
export async function sendAgain(fork: ForkedSandbox, wish: CallWish, altered: Altered = {}): Promise<Run> {
  const { hop, persona } = wish;
  const headers = new Headers();
  for (const [name, value] of hop.request.headers)
    if (!NOT_REPEATED.test(name)) headers.append(name, revealed(fork, value));
  for (const value of altered.authorization ?? headersNamed(hop, 'authorization'))
    headers.append('authorization', revealed(fork, value));
  for (const value of headersNamed(hop, 'dpop')) headers.append('dpop', revealed(fork, value));
  const method = altered.method ?? hop.method;
  const body =
    hop.request.body && method !== 'GET' && method !== 'HEAD' ? revealed(fork, hop.request.body.text) : null;
  const actor = persona === undefined ? 'sandbox' : `persona:${persona}`;
  const { result: status, flow } = await workAs(fork.core, actor, wish.from, async () => {
    const response = await fork.core.dispatcher.fetchAs(wish.from)(
      `${fork.gatewayUrl}${altered.target ?? hop.target}`,
      {
        method,
        headers,
        body,
        redirect: 'manual',
      },
    );
    await response.arrayBuffer();
    return response.status;
  });
  return endOf(fork, { ok: status < 400, summary: `Answered with ${status}.`, flow, status });
}

/** Lets the application make the call, as it would when its button is pressed: it finds its own token. */
export async function callThroughApp(fork: ForkedSandbox, wish: CallWish, path = wish.path): Promise<Run> {
  const { persona = '', client = '', api, hop } = wish;
  const body = hop.request.body?.text;
  const input = { persona, app: client, api, method: hop.method, path: path === '' ? '/' : path };
  const deed = await fork.agent.callApi(body ? { ...input, body: revealed(fork, body) } : input);
  return endOf(fork, deed);
}

/** Signs the persona in at the application, by the pages that a person sees. */
export async function signIn(fork: ForkedSandbox, persona: string, app: string): Promise<Run> {
  return endOf(fork, await fork.agent.signIn({ persona, app, consent: 'allow' }));
}

const REFUSED: ReadonlySet<string> = new Set(['denied', 'challenged', 'failed']);

/** Tells how it ended from the fork's own log. */
export function endOf(fork: ForkedSandbox, { ok, summary, flow, status }: ForkDeed): Run {
  const run: Run = { passes: ok, ending: summary, flow, ...(status === undefined ? {} : { status }) };
  if (ok) return run;
  const failed = ({ outcome }: { outcome: string }) => outcome === 'fail';
  const refusal = fork
    .view(flow)
    .decisions.findLast(({ outcome, reasons }) => REFUSED.has(outcome) && reasons.some(failed));
  const rule = refusal?.reasons.findLast(failed)?.rule;
  return rule === undefined
    ? run
    : {
        ...run,
        rule,
        ending: `${status === undefined ? 'Refused' : `Refused with ${status}`}: ${refusal?.title}.`,
      };
}

/** Puts secrets where their handles stand. One that was never kept stays a handle, and is refused as such. */
function revealed(fork: ForkedSandbox, text: string): string {
  return text.replace(/‹[a-z_]+:[0-9a-f]{16}›/g, (handle) => {
    const value = fork.core.vault.reveal(handle)?.value;
    // A header holds Latin-1 alone (RFC 9110 §5.5); the quotes of a handle do not belong there.
    return value ?? handle.replace(/[‹›]/g, '');
  });
}
