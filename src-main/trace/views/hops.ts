import type {
  CapturedBody,
  HttpRequestData,
  HttpResponseData,
  Outcome,
  SandboxEvent,
} from '../../contract/events.ts';
import type { Hop } from '../../contract/flow.ts';
import { requestTitle } from './hop-titles.ts';
import { headerValue, splitTarget } from './messages.ts';
import { responseTitle } from './response-titles.ts';

/** The hop that an `http.request` event begins. */
export function hopOf(event: SandboxEvent): Hop {
  // The recorder writes this shape; the edge has validated the event.
  const data = event.data as unknown as HttpRequestData;
  return {
    span: event.span ?? event.id,
    parent: event.parent,
    within: data.within,
    from: data.from,
    to: data.to,
    channel: data.channel,
    method: data.method,
    url: data.url,
    target: data.target,
    title: requestTitle(data),
    request: {
      seq: event.seq,
      vtime: event.vtime,
      wtime: event.wtime,
      headers: data.headers,
      body: data.body,
    },
    outcome: 'ok',
  };
}

/** The hop with its answer. `decided` is the outcome of the decisions made during it. */
export function answered(hop: Hop, event: SandboxEvent, decided: Outcome | undefined): Hop {
  const data = event.data as unknown as HttpResponseData & { requestBody?: CapturedBody };
  const failed = data.status >= 400 || data.aborted === true || event.outcome === 'failed';
  return {
    ...withLateBody(hop, data.requestBody),
    response: {
      seq: event.seq,
      vtime: event.vtime,
      wtime: event.wtime,
      headers: data.headers,
      body: data.body,
      status: data.status,
      durationMs: data.durationMs,
      aborted: data.aborted === true,
      title: responseTitle(data),
    },
    outcome: decided ?? (failed ? 'failed' : 'ok'),
  };
}

/** A body that was still arriving when the request was recorded comes with the answer. */
function withLateBody(hop: Hop, body: CapturedBody | undefined): Hop {
  if (body === undefined || hop.request.body !== undefined) return hop;
  const request = { ...hop.request, body };
  const title = requestTitle({ method: hop.method, target: hop.target, headers: request.headers, body });
  return { ...hop, title, request };
}

const SEVERITY: Record<Outcome, number> = { ok: 0, allowed: 1, challenged: 2, failed: 3, denied: 4 };

/** The graver of two outcomes. */
export function graver(a: Outcome | undefined, b: Outcome): Outcome {
  return a !== undefined && SEVERITY[a] >= SEVERITY[b] ? a : b;
}

const ASSET = /\.(?:css|js|mjs|map|ico|png|jpe?g|gif|svg|webp|avif|woff2?|ttf|webmanifest)$/i;
const ASSET_DESTINATIONS = new Set(['style', 'script', 'image', 'font', 'manifest']);

/** True for what a browser fetches to draw a page: style sheets, scripts, icons. It tells nothing of the protocol. */
export function isAsset(
  hop: Pick<Hop, 'channel' | 'method' | 'target'> & { request: Pick<Hop['request'], 'headers'> },
): boolean {
  if (hop.channel !== 'front' || hop.method !== 'GET') return false;
  const destination = headerValue(hop.request.headers, 'sec-fetch-dest');
  if (destination !== undefined && ASSET_DESTINATIONS.has(destination)) return true;
  const { path } = splitTarget(hop.target);
  return ASSET.test(path);
}

/** {@link isAsset}, told from the event that begins a hop. */
export function isAssetRequest(event: SandboxEvent): boolean {
  if (event.type !== 'http.request') return false;
  const { channel, method, target, headers } = event.data as unknown as HttpRequestData;
  return isAsset({ channel, method, target, request: { headers } });
}

/** The number of each hop, by span: from 1, in the order of the log. Assets have none, so hiding them moves nothing. */
export function numberHops(hops: readonly Hop[]): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const hop of hops) if (!isAsset(hop)) numbers.set(hop.span, numbers.size + 1);
  return numbers;
}
