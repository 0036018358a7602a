import type { ServerResponse } from 'node:http';
import { type CallContext, withContext } from './context.ts';
import type { Core } from './core.ts';
import { LastBytes } from './last-bytes.ts';
import type { ObservedExchange } from './observed-exchange.ts';
import { type ErrorForm, endUncommitted, replaceAnswer } from './uncommitted.ts';

/**
 * Watches an answer pass by. Its end waits until its events are committed; where its length was declared, so does the
 * last piece, since a client that has it needs no end.
 *
 * `onHeaders` is called once, just before the headers leave.
 */
export function watchResponse(
  core: Core,
  response: ServerResponse,
  exchange: ObservedExchange,
  context: CallContext,
  { onHeaders, errorForm }: { onHeaders: (() => void) | undefined; errorForm: ErrorForm },
): void {
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const writeHead = response.writeHead.bind(response);
  const last = new LastBytes();
  let prepared = false;
  let ending = false;
  const prepare = () => {
    if (prepared) return;
    prepared = true;
    response.setHeader('date', httpDate(core.clock.now()));
    onHeaders?.();
    last.length = Number(response.getHeader('content-length') ?? Number.NaN);
  };
  response.writeHead = ((status: number, ...rest: unknown[]) => {
    const given = rest.find((part) => typeof part === 'object' && part !== null) as HeadersGiven | undefined;
    response.statusCode = status;
    if (!prepared && !onHeaders && Array.isArray(given) && response.getHeaderNames().length === 0) {
      prepared = true;
      const lines = given.flat() as string[];
      last.length = declaredLength(lines);
      lines.push('date', httpDate(core.clock.now()));
      exchange.sent = lines;
      return writeHead(status, lines);
    }
    setHeaders(response, given);
    prepare();
    return typeof rest[0] === 'string' ? writeHead(status, rest[0]) : writeHead(status);
  }) as typeof response.writeHead;
  response.write = ((chunk: unknown, ...rest: unknown[]) => {
    if (!response.headersSent) prepare();
    exchange.addToResponse(chunk, rest[0]);
    if (last.holds(chunk, rest)) return true;
    return (write as (...values: unknown[]) => boolean)(chunk, ...rest);
  }) as typeof response.write;
  response.end = ((...values: unknown[]) => {
    if (ending) return response;
    ending = true;
    // Whatever the part made of it: a change that was not kept is not acknowledged, and the answer says why.
    const kept = context.unkept && !response.headersSent && !last.held ? undefined : values;
    const sent = kept ?? [replaceAnswer(response, context.unkept, errorForm)];
    if (!response.headersSent) prepare();
    exchange.addToResponse(sent[0], sent[1]);
    withContext(context, () => exchange.recordResponse());
    core.recorder.committed().then(
      () => {
        const { held } = last;
        // With the end in one piece, so that it travels in one.
        if (held && sent.length === 0) return end(held);
        if (held) write(held);
        return (end as (...all: unknown[]) => unknown)(...sent);
      },
      (error: unknown) => endUncommitted(response, error, end, errorForm),
    );
    return response;
  }) as typeof response.end;
}

type HeadersGiven = Record<string, number | string | string[] | undefined> | unknown[];

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
  for (let index = 0; index + 1 < lines.length; index += 2)
    if (lines[index]?.toLowerCase() === 'content-length') return Number(lines[index + 1]);
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
