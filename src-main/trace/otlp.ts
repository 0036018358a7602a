import { createHash } from 'node:crypto';
import type { Decision, FlowView, Hop } from '../contract/flow.ts';
import {
  type OtlpAttribute,
  type OtlpEvent,
  type OtlpSpan,
  type OtlpTraces,
  otlpAttributes,
  SPAN_KIND,
  STATUS_CODE,
  unixNano,
} from './otlp-types.ts';
import { bodyEncoding, type HeaderList } from './views/messages.ts';
import { settlingReason } from './views/reasons.ts';
import { maskHandles, type Reveal, revealText } from './views/secrets.ts';
import { callersOf } from './views/span-callers.ts';

/** What a node is called as a service, and the spans it made. */
type Spans = Map<string, OtlpSpan[]>;

/** The participant that the story as a whole belongs to. */
const SANDBOX = 'sandbox';

/**
 * A story as OTLP JSON: one trace, whose root is the story itself. Each hop is a server span of the part that answered
 * and, where one of the sandbox's own parts or a persona's browser called, a client span of the caller; each decision
 * is an event of the span in which it was made. Times are the sandbox's virtual time. Secrets stay handles unless
 * `reveal` gives their values.
 */
export function toOtlp(view: FlowView, version: string, reveal?: Reveal): OtlpTraces {
  const traceId = digest(view.flow, 32);
  const root = digest(`${view.flow} root`, 16);
  const callers = callersOf(view.hops);
  const known = new Set(view.hops.map((hop) => hop.span));
  const spans: Spans = new Map([[SANDBOX, [rootSpan(view, traceId, root, known, reveal)]]]);
  const add = (node: string, span: OtlpSpan) => spans.set(node, [...(spans.get(node) ?? []), span]);
  for (const hop of view.hops) {
    const above = callers.get(hop.span) ?? root;
    const called = hop.parent !== undefined && hop.from !== 'outside';
    if (called && hop.parent !== undefined)
      add(hop.from, { ...clientSpan(hop, reveal), traceId, spanId: hop.parent, parentSpanId: above });
    const decided = view.decisions.filter((decision) => decision.span === hop.span);
    const parentSpanId = called && hop.parent !== undefined ? hop.parent : above;
    add(hop.to, { ...serverSpan(hop, decided, reveal), traceId, spanId: hop.span, parentSpanId });
  }
  const names = new Map(view.participants.map(({ id, name }) => [id, name]));
  return {
    resourceSpans: [...spans].map(([node, list]) => ({
      resource: {
        attributes: otlpAttributes({
          'service.name': node,
          'service.namespace': 'gatehouse',
          'gatehouse.participant': names.get(node),
        }),
      },
      scopeSpans: [{ scope: { name: 'gatehouse', version }, spans: list }],
    })),
  };
}

type SpanBody = Omit<OtlpSpan, 'traceId' | 'spanId' | 'parentSpanId'>;

/** The story from its first message to its last; what was decided outside of any hop is told here. */
function rootSpan(
  view: FlowView,
  traceId: string,
  spanId: string,
  known: ReadonlySet<string>,
  reveal: Reveal | undefined,
): OtlpSpan {
  const ends = [
    ...view.hops.flatMap((hop) => [startOf(hop), endOf(hop)]),
    ...view.decisions.map((decision) => decision.vtime),
  ];
  const elsewhere = view.decisions.filter(({ span }) => span === undefined || !known.has(span));
  return {
    traceId,
    spanId,
    name: maskHandles(view.hops[0]?.title ?? view.flow),
    kind: SPAN_KIND.internal,
    startTimeUnixNano: unixNano(Math.min(...ends)),
    endTimeUnixNano: unixNano(Math.max(...ends)),
    attributes: otlpAttributes({
      'gatehouse.flow': view.flow,
      'gatehouse.secrets': reveal ? 'included' : 'redacted',
    }),
    ...eventsOf(elsewhere, reveal),
  };
}

function serverSpan(hop: Hop, decided: readonly Decision[], reveal: Reveal | undefined): SpanBody {
  const no = decided.find(({ outcome }) => outcome === 'denied' || outcome === 'failed');
  const { response } = hop;
  const broken = response === undefined || response.aborted || response.status >= 500;
  const message = no?.title ?? (broken ? (response?.title ?? 'The log holds no answer.') : undefined);
  return {
    ...times(hop),
    name: maskHandles(hop.title),
    kind: SPAN_KIND.server,
    attributes: [
      ...common(hop, reveal),
      ...otlpAttributes({
        'gatehouse.outcome': hop.outcome,
        'gatehouse.real_time': new Date(hop.request.wtime).toISOString(),
        'gatehouse.request.body': bodyText(hop.request.body, reveal),
        'gatehouse.response.body': bodyText(response?.body, reveal),
      }),
      ...headerAttributes('request', hop.request.headers, reveal),
      ...headerAttributes('response', response?.headers ?? [], reveal),
    ],
    ...eventsOf(decided, reveal),
    status:
      message === undefined
        ? { code: STATUS_CODE.unset }
        : { code: STATUS_CODE.error, message: maskHandles(message) },
  };
}

/** The same exchange as the caller sees it (HTTP client span of the semantic conventions). */
function clientSpan(hop: Hop, reveal: Reveal | undefined): SpanBody {
  const refused = hop.response === undefined || hop.response.aborted || hop.response.status >= 400;
  return {
    ...times(hop),
    name: maskHandles(hop.title),
    kind: SPAN_KIND.client,
    attributes: common(hop, reveal),
    status: refused
      ? { code: STATUS_CODE.error, message: hop.response?.title ?? 'The log holds no answer.' }
      : { code: STATUS_CODE.unset },
  };
}

function common(hop: Hop, reveal: Reveal | undefined): OtlpAttribute[] {
  return otlpAttributes({
    'http.request.method': hop.method,
    'url.full': revealText(hop.url, reveal, 'url'),
    'http.response.status_code': hop.response?.status,
    'gatehouse.channel': hop.channel,
    'gatehouse.from': hop.from,
    'gatehouse.to': hop.to,
  });
}

function headerAttributes(
  side: 'request' | 'response',
  headers: HeaderList,
  reveal: Reveal | undefined,
): OtlpAttribute[] {
  const values: Record<string, string[]> = {};
  for (const [name, value] of headers) {
    const key = `http.${side}.header.${name.toLowerCase()}`;
    values[key] = [...(values[key] ?? []), revealText(value, reveal)];
  }
  return otlpAttributes(values);
}

function bodyText(body: Hop['request']['body'], reveal: Reveal | undefined): string | undefined {
  if (body === undefined) return undefined;
  return body.base64 ? `base64:${body.text}` : revealText(body.text, reveal, bodyEncoding(body));
}

/** An empty list is the same as none in the protocol, so there is none. */
function eventsOf(decisions: readonly Decision[], reveal: Reveal | undefined): { events?: OtlpEvent[] } {
  return decisions.length === 0 ? {} : { events: decisions.map((decision) => eventOf(decision, reveal)) };
}

function eventOf(decision: Decision, reveal: Reveal | undefined): OtlpEvent {
  const settled = settlingReason(decision.reasons);
  return {
    timeUnixNano: unixNano(decision.vtime),
    name: decision.type,
    attributes: otlpAttributes({
      'gatehouse.seq': decision.seq,
      'gatehouse.node': decision.node,
      'gatehouse.outcome': decision.outcome,
      'gatehouse.title': maskHandles(decision.title),
      'gatehouse.rule': settled?.rule,
      'gatehouse.standard': settled?.standard,
      'gatehouse.reasons':
        decision.reasons.length === 0
          ? undefined
          : revealText(JSON.stringify(decision.reasons), reveal, 'json'),
    }),
  };
}

const startOf = (hop: Hop): number => hop.request.vtime;
/** Durations are of real time: the virtual clock may be moved while a call is under way. */
const endOf = (hop: Hop): number => hop.request.vtime + (hop.response?.durationMs ?? 0);

const times = (hop: Hop) => ({
  startTimeUnixNano: unixNano(startOf(hop)),
  endTimeUnixNano: unixNano(endOf(hop)),
});

/** A story keeps its ids from one export to the next. */
const digest = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, length);
