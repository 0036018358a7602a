import type { Hop } from '../contract/flow.ts';
import { endOf, type Run } from './ending.ts';
import type { ForkedSandbox } from './ports.ts';
import { headersAgain, revealed, sendOnFork } from './request-again.ts';
import { type CallWish, headersNamed } from './wish.ts';

/** What is sent in the place of what was. */
export interface Altered {
  method?: string;
  /** Path and query on the gateway. */
  target?: string;
  /** Values of the Authorization header; none for a request without. */
  authorization?: readonly string[];
}

/** Sends the same request to the gateway once more, with the secrets that stood in it. */
export function sendAgain(
  fork: ForkedSandbox,
  { hop, from, persona }: { hop: Hop; from: string; persona: string | undefined },
  altered: Altered = {},
): Promise<Run> {
  const headers = headersAgain(fork, hop.request.headers);
  for (const value of altered.authorization ?? headersNamed(hop, 'authorization'))
    headers.append('authorization', revealed(fork, value));
  const method = altered.method ?? hop.method;
  const body =
    hop.request.body && method !== 'GET' && method !== 'HEAD' ? revealed(fork, hop.request.body.text) : null;
  const url = `${fork.gatewayUrl}${altered.target ?? revealed(fork, hop.target)}`;
  return sendOnFork(fork, { url, method, headers, body, from, persona });
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
