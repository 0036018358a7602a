import { workAs } from '../events/work.ts';
import { endOf, type Run } from './ending.ts';
import type { ForkedSandbox } from './ports.ts';

/** A request as it is sent once more on a fork. */
export interface RequestAgain {
  url: string;
  method: string;
  headers: Headers;
  body: string | null;
  /** Who sends it: `app:online-banking`, `browser:alice`, `outside`. */
  from: string;
  persona: string | undefined;
}

/** Headers that belong to a connection or to a trace, or that are made anew. */
const NOT_REPEATED =
  /^(?:host|connection|content-length|transfer-encoding|keep-alive|traceparent|tracestate|expect|authorization|sec-.*|accept-encoding)$/i;

/** The headers of a request that was recorded, without its credentials, with the secrets that stood in them. */
export function headersAgain(fork: ForkedSandbox, recorded: readonly (readonly [string, string])[]): Headers {
  const headers = new Headers();
  for (const [name, value] of recorded)
    if (!NOT_REPEATED.test(name)) headers.append(name, revealed(fork, value));
  return headers;
}

/** Sends a request on a fork and tells how it ended. */
export async function sendOnFork(fork: ForkedSandbox, request: RequestAgain): Promise<Run> {
  const { url, method, headers, body, from, persona } = request;
  const actor = persona === undefined ? 'sandbox' : `persona:${persona}`;
  const { result: status, flow } = await workAs(fork.core, actor, from, async () => {
    const response = await fork.core.dispatcher.fetchAs(from)(url, {
      method,
      headers,
      body,
      redirect: 'manual',
    });
    await response.arrayBuffer();
    return response.status;
  });
  return endOf(fork, { ok: status < 400, summary: `Answered with ${status}.`, flow, status });
}

/** Puts secrets where their handles stand. One that was never kept stays a handle, and is refused as such. */
export function revealed(fork: ForkedSandbox, text: string): string {
  return text.replace(/‹[a-z_]+:[0-9a-f]{16}›/g, (handle) => {
    const value = fork.core.vault.reveal(handle)?.value;
    // A header holds Latin-1 alone (RFC 9110 §5.5); the quotes of a handle do not belong there.
    return value ?? handle.replace(/[‹›]/g, '');
  });
}
