import { type CallContext, currentContext, withContext } from './context.ts';
import type { Core } from './core.ts';
import { newSpanId, newTraceId } from './ids.ts';

/** What a piece of work leaves to look at. */
export interface WorkResult<T> {
  result: T;
  /** The story that the work has become part of. */
  flow: string;
  trace: string;
}

/**
 * Runs work that no request began (a button, a command of a person) as `actor`, with a trace of its own. Its calls
 * carry that trace on, so that all it causes is one story. Inside a call it joins that call's story instead.
 */
export async function workAs<T>(
  core: Core,
  actor: string,
  node: string,
  work: () => Promise<T>,
): Promise<WorkResult<T>> {
  const outer = currentContext();
  const trace = outer?.trace ?? newTraceId();
  core.correlator.setActor(trace, actor);
  const context: CallContext = {
    trace,
    span: newSpanId(),
    parent: outer?.span,
    flow: core.correlator.place(trace, []).flow,
    actor,
    node,
    generation: core.store.generation,
    signal: outer?.signal ?? new AbortController().signal,
  };
  const result = await withContext(context, work);
  return { result, flow: core.correlator.root(context.flow), trace };
}
