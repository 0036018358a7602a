import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CapturedBody, HttpRequestData, HttpResponseData } from '../contract/events.ts';
import type { JsonObject } from '../contract/json.ts';
import { BodyCapture } from './capture.ts';
import { monotonicNow } from './clock.ts';
import type { CallContext } from './context.ts';
import type { Core } from './core.ts';
import { type Evidence, evidenceIn } from './evidence.ts';
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
  readonly #requestBody = new BodyCapture();
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
  }

  /** Watches the request's body pass by, however the handler reads it, and records the request once it is complete. */
  watchRequest(): void {
    const emit = this.#request.emit.bind(this.#request);
    this.#request.emit = (event: string | symbol, ...values: unknown[]) => {
      if (event === 'data') this.#requestBody.add(values[0]);
      if (event === 'end') {
        this.#requestEnded = true;
        this.recordRequest();
      }
      return emit(event, ...values);
    };
    if (hasNoBody(this.#request)) {
      this.#requestEnded = true;
      this.recordRequest();
    }
  }

  addToResponse(chunk: unknown, encoding?: unknown): void {
    this.#responseBody.add(chunk, encoding);
  }

  /** Records `http.request`, once. With a body that is still arriving, the body is recorded with the answer. */
  recordRequest(): void {
    if (this.#requestRecorded) return;
    this.#requestRecorded = true;
    const { headers, method = 'GET' } = this.#request;
    const target = this.#target;
    const lines = this.#headers;
    const body = this.#requestEnded ? this.#body(this.#requestBody, headers['content-type']) : undefined;
    const evidence = evidenceIn(target, lineOf(lines, 'authorization') ?? '', body?.text ?? '');
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
      ...(body && { body }),
      evidence: by,
      within: this.#origin.within,
    };
    this.#record('http.request', 'ok', data);
  }

  /** Records `http.response`, once, with the status and headers as they are now. */
  recordResponse(aborted = false): void {
    if (this.#responseRecorded) return;
    this.#responseRecorded = true;
    this.recordRequest();
    const status = this.#response.statusCode;
    const headers = this.#core.redactor.headers(this.sent ? pairs(this.sent) : outgoing(this.#response));
    const body = this.#body(this.#responseBody, lineOf(headers, 'content-type'));
    const evidence = evidenceIn(lineOf(headers, 'location') ?? '', body?.text ?? '');
    if (evidence.length > 0) this.#core.correlator.learn(this.#context.flow, evidence);
    this.#context.flow = this.#core.correlator.root(this.#context.flow);
    const requestBody = this.#lateRequestBody();
    const data: HttpResponseData = {
      from: this.#context.node,
      to: this.#origin.from,
      channel: this.#origin.channel,
      status,
      headers,
      ...(body && { body }),
      ...(requestBody && { requestBody }),
      durationMs: Math.round((monotonicNow() - this.#began) * 1000) / 1000,
      ...(aborted ? { aborted: true } : {}),
    };
    this.#record('http.response', aborted || status >= 500 ? 'failed' : 'ok', data);
  }

  #lateRequestBody(): CapturedBody | undefined {
    if (hasNoBody(this.#request) || this.#recordedBody) return undefined;
    return this.#body(this.#requestBody, this.#request.headers['content-type']);
  }

  #recordedBody = false;

  #body(capture: BodyCapture, type: string | undefined): CapturedBody | undefined {
    const body = capture.body(type || undefined);
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
export function evidenceOfCaller(lines: readonly [string, string][]): Evidence[] {
  return evidenceIn(lineOf(lines, 'authorization') ?? '');
}

function hasNoBody(request: IncomingMessage): boolean {
  return (
    request.headers['transfer-encoding'] === undefined && Number(request.headers['content-length'] ?? 0) === 0
  );
}

/** Header lines as Node gives them, flat, in pairs. */
export function pairs(raw: readonly string[]): [string, string][] {
  const lines: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2)
    lines.push([raw[index] ?? '', raw[index + 1] ?? '']);
  return lines;
}

function outgoing(response: ServerResponse): [string, string][] {
  return Object.entries(response.getHeaders()).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value ?? '']).map((line): [string, string] => [name, String(line)]),
  );
}

function lineOf(lines: readonly [string, string][], name: string): string | undefined {
  return lines.find(([line]) => line.length === name.length && line.toLowerCase() === name)?.[1];
}
