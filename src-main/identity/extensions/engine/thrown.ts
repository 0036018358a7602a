import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from 'quickjs-emscripten-core';
import type { Problem } from './messages.ts';
import { NOWHERE, placeIn } from './place.ts';

/** How long it may take to read what a script threw, ms: reading may run code of the script's. */
const EXPLAIN_MS = 20;

/** The world in which something was thrown. */
export interface Thrower {
  context: QuickJSContext;
  runtime: QuickJSRuntime;
  /** The prelude's function that puts it into words; undefined: there was not even that. */
  explain: QuickJSHandle | undefined;
  memoryBytes: number;
  /** The script was over its time when it threw. */
  late: boolean;
}

/** What was thrown, as a problem of the script. */
export function readThrown(thrower: Thrower, thrown: QuickJSHandle): Problem {
  const known = explained(thrower, thrown);
  const place = placeIn(known?.stack ?? '');
  if (thrower.late) return { cause: 'time', message: 'The script took too long.', ...place };
  const full =
    known === undefined ||
    (known.name === 'InternalError' && known.message === 'out of memory') ||
    (thrower.context.typeof(thrown) === 'object' && known.name === '' && isFull(thrower));
  if (full)
    return { cause: 'memory', message: 'The script asked for more memory than it may have.', ...place };
  const message = known.name === '' ? `It threw ${known.message}.` : `${known.name}: ${known.message}`;
  const isSyntax = known.name === 'SyntaxError' && place.line === NOWHERE.line;
  return { cause: isSyntax ? 'syntax' : 'threw', message, ...place };
}

/** What was thrown, in words; undefined when there is no memory left to say it. */
function explained(
  { context, runtime, explain, memoryBytes }: Thrower,
  thrown: QuickJSHandle,
): { name: string; message: string; stack: string } | undefined {
  if (!explain) return undefined;
  runtime.setMemoryLimit(memoryBytes + 1024 * 1024);
  const until = performance.now() + EXPLAIN_MS;
  runtime.setInterruptHandler(() => performance.now() > until);
  const told = context.callFunction(explain, context.undefined, thrown);
  if (told.error) {
    told.error.dispose();
    return { name: 'Error', message: 'it threw something that cannot be shown', stack: '' };
  }
  const text = context.getString(told.value);
  told.value.dispose();
  return JSON.parse(text);
}

/** Whether memory is nearly used up: where none is left for an error, null is thrown. */
function isFull({ context, runtime, memoryBytes }: Thrower): boolean {
  const usage = runtime.computeMemoryUsage();
  const used = context.getProp(usage, 'memory_used_size');
  const full = context.getNumber(used) > memoryBytes / 2;
  used.dispose();
  usage.dispose();
  return full;
}
