import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CapturedBody, HttpRequestData, HttpResponseData } from '../contract/events.ts';
import type { JsonObject } from '../contract/json.ts';
import { BodyCapture } from './capture.ts';
import { monotonicNow } from './clock.ts';
import type { CallContext } from './context.ts';
import type { Core } from './core.ts';
import { evidenceIn } from './evidence.ts';
import type { NewEvent } from './recorder.ts';
import type { Origin } from './trace-context.ts';

/**
 * One hop, watched from the side of the part that answers: records that the request came, before any decision about
 * it, and that the answer left.
 */
export class ObservedExchange {
  readonly #core: Core;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #origin: Origin;
  readonly #context: CallContext;
  readonly #requestBody = new BodyCapture();
  readonly #responseBody = new BodyCapture();
  readonly #began = monotonicNow();
  #requestEnded = false;
  #requestRecorded = false;
  #responseRecorded = false;

  constructor(
    core: Core,
    request: IncomingMessage,
    response: ServerResponse,
    origin: Origin,
    context: CallContext,
  ) {
    this.#core = core;
    this.#request = request;
    this.#response = response;
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
    const { headers, method = 'GET', url = '/' } = this.#request;
    const target = this.#core.redactor.target(url);
    const lines = this.#core.redactor.headers(pairs(this.#request.rawHeaders));
    const body = this.#requestEnded ? this.#body(this.#requestBody, headers['content-type']) : undefined;
    const evidence = evidenceIn(target, authorization(lines), body?.text ?? '');
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
      body,
      evidence: by,
    };
    this.#record('http.request', 'ok', data, this.#origin.parent);
  }

  /** Records `http.response`, once, with the status and headers as they are now. */
  recordResponse(aborted = false): void {
    if (this.#responseRecorded) return;
    this.#responseRecorded = true;
    this.recordRequest();
    const status = this.#response.statusCode;
    const headers = this.#core.redactor.headers(outgoing(this.#response));
    const body = this.#body(this.#responseBody, String(this.#response.getHeader('content-type') ?? ''));
    const location = headers.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? '';
    this.#core.correlator.learn(this.#context.flow, evidenceIn(location, body?.text ?? ''));
    this.#context.flow = this.#core.correlator.root(this.#context.flow);
    const data: HttpResponseData = {
      from: this.#context.node,
      to: this.#origin.from,
      channel: this.#origin.channel,
      status,
      headers,
      body,
      requestBody: this.#lateRequestBody(),
      durationMs: Math.round((monotonicNow() - this.#began) * 1000) / 1000,
      ...(aborted ? { aborted: true } : {}),
    };
    this.#record('http.response', aborted || status >= 500 ? 'failed' : 'ok', data, this.#origin.parent);
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

  #record(
    type: NewEvent['type'],
    outcome: NewEvent['outcome'],
    data: object,
    parent: string | undefined,
  ): void {
    const { flow, trace, span, node, actor, subject, session } = this.#context;
    // JSON drops what is undefined, so what is in memory equals what is read back later.
    const clean = JSON.parse(JSON.stringify(data)) as JsonObject;
    this.#core.recorder.record({
      type,
      outcome,
      data: clean,
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

function hasNoBody(request: IncomingMessage): boolean {
  return (
    request.headers['transfer-encoding'] === undefined && Number(request.headers['content-length'] ?? 0) === 0
  );
}

function pairs(raw: readonly string[]): [string, string][] {
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

function authorization(lines: readonly [string, string][]): string {
  return lines.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';
}
