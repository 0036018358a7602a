import { type OutgoingHttpHeader, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { type CallContext, withContext } from './context.ts';
import type { Core } from './core.ts';
import { LastBytes } from './last-bytes.ts';
import type { ObservedExchange } from './observed-exchange.ts';
import { type ErrorForm, endUncommitted, replaceAnswer } from './uncommitted.ts';

/** Where an answer keeps what watches it. */
const WATCH = Symbol('watch');

type Watched = ServerResponse & { [WATCH]: AnswerWatch };

/** A body up to this size, bytes, goes with its head in one piece. */
const ONE_PIECE = 8 * 1024;

export interface AnswerOptions {
  /** Called once, just before the headers leave. */
  onHeaders: (() => void) | undefined;
  errorForm: ErrorForm;
}

/**
 * Watches an answer pass by. Its end waits until its events are committed; where its length was declared, so does the
 * last piece, since a client that has it needs no end.
 *
 * The methods stand on the answer itself, since Express gives it a prototype of its own; they are the same functions for
 * all answers.
 */
export function watchResponse(
  core: Core,
  response: ServerResponse,
  exchange: ObservedExchange,
  context: CallContext,
  options: AnswerOptions,
): void {
  const watched = response as unknown as Record<string, unknown> & { [WATCH]: AnswerWatch };
  watched[WATCH] = new AnswerWatch(core, exchange, context, options);
  watched.writeHead = writeHead;
  watched.write = write;
  watched.end = end;
}

const plain = ServerResponse.prototype as unknown as {
  writeHead(status: number, ...rest: unknown[]): ServerResponse;
  write(chunk: unknown, encoding?: unknown, done?: unknown): boolean;
  end(chunk?: unknown, encoding?: unknown, done?: unknown): ServerResponse;
};

/** What is known of one answer on its way. */
class AnswerWatch {
  readonly core: Core;
  readonly exchange: ObservedExchange;
  readonly context: CallContext;
  readonly onHeaders: (() => void) | undefined;
  readonly errorForm: ErrorForm;
  readonly last = new LastBytes();
  prepared = false;
  ending = false;

  constructor(
    core: Core,
    exchange: ObservedExchange,
    context: CallContext,
    { onHeaders, errorForm }: AnswerOptions,
  ) {
    this.core = core;
    this.exchange = exchange;
    this.context = context;
    this.onHeaders = onHeaders;
    this.errorForm = errorForm;
  }

  prepare(response: ServerResponse): void {
    if (this.prepared) return;
    this.prepared = true;
    response.setHeader('date', httpDate(this.core.clock.now()));
    this.onHeaders?.();
    this.last.length = Number(response.getHeader('content-length') ?? Number.NaN);
  }
}

function writeHead(this: Watched, status: number, ...rest: unknown[]): ServerResponse {
  const watch = this[WATCH];
  const given = rest.find((part) => typeof part === 'object' && part !== null) as HeadersGiven | undefined;
  this.statusCode = status;
  if (
    !watch.prepared &&
    !watch.onHeaders &&
    Array.isArray(given) &&
    !Array.isArray(given[0]) &&
    this.getHeaderNames().length === 0
  ) {
    watch.prepared = true;
    const lines = given.slice() as string[];
    watch.last.length = declaredLength(lines);
    lines.push('date', httpDate(watch.core.clock.now()));
    watch.exchange.sent = lines;
    return plain.writeHead.call(this, status, lines);
  }
  setHeaders(this, given);
  watch.prepare(this);
  return typeof rest[0] === 'string'
    ? plain.writeHead.call(this, status, rest[0])
    : plain.writeHead.call(this, status);
}

function write(this: Watched, chunk: unknown, encoding?: unknown, done?: unknown): boolean {
  const watch = this[WATCH];
  if (!this.headersSent) watch.prepare(this);
  const held = watch.last.take(chunk, encoding, done);
  if (held) {
    watch.exchange.addToResponse(held, true);
    return true;
  }
  watch.exchange.addToResponse(chunk, false, encoding);
  return plain.write.call(this, chunk, encoding, done);
}

function end(this: Watched, chunk?: unknown, encoding?: unknown, done?: unknown): ServerResponse {
  const watch = this[WATCH];
  if (watch.ending) return this;
  watch.ending = true;
  const { context } = watch;
  const answer = [chunk, encoding, done];
  if (context.waiting) {
    const settled = () => withContext(context, () => conclude(this, watch, answer));
    context.settled = settled;
  } else conclude(this, watch, answer);
  return this;
}

/** Ends an answer whose changes of state are committed, or are known not to be. */
function conclude(response: Watched, watch: AnswerWatch, answer: unknown[]): void {
  const { core, exchange, context, last, errorForm } = watch;
  // Whatever the part made of it: a change that was not kept is not acknowledged, and the answer says why.
  if (context.unkept && !response.headersSent && !last.held)
    answer.splice(0, 3, replaceAnswer(response, context.unkept, errorForm), undefined, undefined);
  if (!response.headersSent) watch.prepare(response);
  exchange.addToResponse(answer[0], false, answer[1]);
  exchange.recordResponse();
  core.recorder.afterCommit((trouble) =>
    withContext(context, () => {
      if (trouble === undefined) finish(response, last.held, answer);
      else
        endUncommitted(
          response,
          trouble,
          ((body: string) => plain.end.call(response, body)) as ServerResponse['end'],
          errorForm,
        );
    }),
  );
}

/** Sends what was held back and the end in one piece, so that they travel in one. */
function finish(
  response: ServerResponse,
  held: Buffer | undefined,
  [chunk, encoding, done]: unknown[],
): void {
  if (held && chunk === undefined) endWith(response, held, encoding, done);
  else {
    if (held) plain.write.call(response, held);
    endWith(response, chunk, encoding, done);
  }
}

/** Node puts a head and a text into one write, and a head and bytes into two: so small bytes go as the text they are. */
function endWith(response: ServerResponse, chunk: unknown, encoding: unknown, done: unknown): void {
  if (Buffer.isBuffer(chunk) && chunk.length <= ONE_PIECE)
    plain.end.call(
      response,
      chunk.toString('latin1'),
      'latin1',
      typeof encoding === 'function' ? encoding : done,
    );
  else plain.end.call(response, chunk, encoding, done);
}

type HeadersGiven = OutgoingHttpHeaders | OutgoingHttpHeader[];

function setHeaders(response: ServerResponse, headers: HeadersGiven | undefined): void {
  if (!headers) return;
  if (!Array.isArray(headers)) {
    for (const [name, value] of Object.entries(headers))
      if (value !== undefined) response.setHeader(name, value);
    return;
  }
  const flat = headers.flat() as string[];
  for (let index = 0; index + 1 < flat.length; index += 2)
    response.appendHeader(flat[index] ?? '', flat[index + 1] ?? '');
}

function declaredLength(lines: readonly string[]): number {
  for (let index = 0; index + 1 < lines.length; index += 2) {
    const name = lines[index];
    if (name?.length === 14 && name.toLowerCase() === 'content-length') return Number(lines[index + 1]);
  }
  return Number.NaN;
}

let second = Number.NaN;
let secondText = '';

/** A time as HTTP writes it (RFC 9110 §5.6.7), in whole seconds. */
function httpDate(now: number): string {
  const rounded = Math.floor(now / 1000);
  if (rounded !== second) {
    second = rounded;
    secondText = new Date(rounded * 1000).toUTCString();
  }
  return secondText;
}
