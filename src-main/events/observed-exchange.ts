import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CapturedBody, HttpRequestData, HttpResponseData } from '../contract/events.ts';
import type { JsonObject } from '../contract/json.ts';
import { BodyCapture } from './capture.ts';
import { monotonicNow } from './clock.ts';
import { type CallContext, withContext } from './context.ts';
import type { Core } from './core.ts';
import { type Evidence, evidenceIn } from './evidence.ts';
import { RecentMap } from './recent-map.ts';
import type { NewEvent } from './recorder.ts';
import type { Origin } from './trace-context.ts';

/** What one hop is made of; `target` is its request target and `headers` its header lines, both redacted. */
export interface ExchangeParts {
  request: IncomingMessage;
  response: ServerResponse;
  target: string;
  headers: [string, string][];
  origin: Origin;
  context: CallContext;
}

/**
 * One hop, watched from the side of the part that answers: records that the request came, before any decision about
 * it, and that the answer left.
 */
export class ObservedExchange {
  readonly #core: Core;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #target: string;
  readonly #headers: [string, string][];
  readonly #origin: Origin;
  readonly #context: CallContext;
  /** Undefined where the request announces none. */
  readonly #requestBody: BodyCapture | undefined;
  readonly #responseBody = new BodyCapture();
  readonly #began = monotonicNow();
  #requestEnded = false;
  #requestRecorded = false;
  #responseRecorded = false;

  /** Header lines of the answer, flat, where they were sent as they are without having been set. */
  sent: readonly string[] | undefined;

  constructor(core: Core, { request, response, target, headers, origin, context }: ExchangeParts) {
    this.#core = core;
    this.#request = request;
    this.#response = response;
    this.#target = target;
    this.#headers = headers;
    this.#origin = origin;
    this.#context = context;
    this.#requestBody = hasNoBody(request) ? undefined : new BodyCapture();
  }

  /** Watches the request's body pass by, however the handler reads it, and records the request once it is complete. */
  watchRequest(): void {
    const body = this.#requestBody;
    if (!body) {
      this.#requestEnded = true;
      this.recordRequest();
      return;
    }
    const emit = this.#request.emit.bind(this.#request);
    // Named first: V8 puts a function that is written where it is assigned to a member among the old objects at once, and
    // all that it holds would outlive the request until the next full collection.
    const watched = (event: string | symbol, ...values: unknown[]) => {
      if (event === 'data') body.add(values[0]);
      if (event === 'end') {
        this.#requestEnded = true;
        this.recordRequest();
      }
      return emit(event, ...values);
    };
    this.#request.emit = watched;
  }

  /** `owned`: nobody writes into the bytes any more. */
  addToResponse(chunk: unknown, owned: boolean, encoding?: unknown): void {
    this.#responseBody.add(chunk, owned, encoding);
  }

  /** Whether the hop, if it was not recorded yet, has still to be before any decision about it. */
  get requestRecorded(): boolean {
    return this.#requestRecorded;
  }

  /** Records `http.request`, once. With a body that is still arriving, the body is recorded with the answer. */
  recordRequest(): void {
    if (this.#requestRecorded) return;
    this.#requestRecorded = true;
    const { headers, method = 'GET' } = this.#request;
    const target = this.#target;
    const lines = this.#headers;
    const body = this.#requestEnded ? this.#body(this.#requestBody, headers['content-type']) : undefined;
    const evidence = together(evidenceIn(target, body?.text ?? ''), evidenceOfCaller(lines));
    const by = this.#core.correlator.learn(this.#context.flow, evidence);
    this.#context.flow = this.#core.correlator.root(this.#context.flow);
    const data: HttpRequestData = {
      from: this.#origin.from,
      to: this.#context.node,
      channel: this.#origin.channel,
      method,
      url: `http://${headers.host ?? ''}${target}`,
      target,
      headers: lines,
      evidence: by,
      within: this.#origin.within,
    };
    if (body) data.body = body;
    this.#record('http.request', 'ok', data);
  }

  /** Records `http.response`, once, with the status and headers as they are now. */
  recordResponse(aborted = false): void {
    if (this.#responseRecorded) return;
    this.#responseRecorded = true;
    this.recordRequest();
    const status = this.#response.statusCode;
    const headers = this.#core.redactor.headers(this.sent ?? outgoing(this.#response));
    const body = this.#body(this.#responseBody, lineOf(headers, 'content-type'));
    const evidence = evidenceIn(lineOf(headers, 'location') ?? '', body?.text ?? '');
    // Whoever ends an answer may do so outside of its call; what is joined by it belongs to that call.
    if (evidence.length > 0)
      withContext(this.#context, () => this.#core.correlator.learn(this.#context.flow, evidence));
    this.#context.flow = this.#core.correlator.root(this.#context.flow);
    const requestBody = this.#lateRequestBody();
    const data: HttpResponseData = {
      from: this.#context.node,
      to: this.#origin.from,
      channel: this.#origin.channel,
      status,
      headers,
      durationMs: Math.round((monotonicNow() - this.#began) * 1000) / 1000,
    };
    if (body) data.body = body;
    if (requestBody) data.requestBody = requestBody;
    if (aborted) data.aborted = true;
    this.#record('http.response', aborted || status >= 500 ? 'failed' : 'ok', data);
  }

  #lateRequestBody(): CapturedBody | undefined {
    if (!this.#requestBody || this.#recordedBody) return undefined;
    return this.#body(this.#requestBody, this.#request.headers['content-type']);
  }

  #recordedBody = false;

  #body(capture: BodyCapture | undefined, type: string | undefined): CapturedBody | undefined {
    const body = capture?.body(type || undefined);
    if (body && capture === this.#requestBody) this.#recordedBody = true;
    return body ? this.#core.redactor.body(body) : undefined;
  }

  /** `data` has no member that is undefined, so what is in memory equals what is read back later. */
  #record(
    type: NewEvent['type'],
    outcome: NewEvent['outcome'],
    data: HttpRequestData | HttpResponseData,
  ): void {
    const { flow, trace, span, node, actor, subject, session } = this.#context;
    const parent = this.#origin.parent;
    this.#core.recorder.record({
      type,
      outcome,
      data: data as unknown as JsonObject,
      flow,
      trace,
      span,
      parent,
      node,
      actor,
      subject,
      session,
    });
  }
}

/** What the caller shows with each of its calls, its token, from its redacted header lines. */
export function evidenceOfCaller(lines: readonly [string, string][]): readonly Evidence[] {
  const line = lineOf(lines, 'authorization');
  if (line === undefined) return NONE;
  let found = callers.get(line);
  if (!found) {
    found = evidenceIn(line);
    callers.set(line, found);
  }
  return found;
}

const NONE: readonly Evidence[] = [];

/** What was found in such a line before: callers show the same token again and again. */
const callers = new RecentMap<readonly Evidence[]>(500);

/** Each piece of evidence once. */
function together(one: readonly Evidence[], other: readonly Evidence[]): readonly Evidence[] {
  if (one.length === 0) return other;
  return [...one, ...other.filter(({ key }) => !one.some((item) => item.key === key))];
}

function hasNoBody(request: IncomingMessage): boolean {
  return (
    request.headers['transfer-encoding'] === undefined && Number(request.headers['content-length'] ?? 0) === 0
  );
}

/** The headers that were set, flat. */
function outgoing(response: ServerResponse): string[] {
  const flat: string[] = [];
  for (const [name, value] of Object.entries(response.getHeaders()))
    for (const line of Array.isArray(value) ? value : [value ?? '']) flat.push(name, String(line));
  return flat;
}

function lineOf(lines: readonly [string, string][], name: string): string | undefined {
  for (const [line, value] of lines)
    if (line.length === name.length && line.toLowerCase() === name) return value;
  return undefined;
}
