import { AsyncLocalStorage } from 'node:async_hooks';
import { GatehouseError } from '../contract/errors.ts';

/**
 * What is known of the work in progress, carried along every await: whoever records an event or writes state
 * inside it is tied to the right story without passing ids around.
 */
export interface CallContext {
  /** W3C trace id, 32 hex digits. */
  readonly trace: string;
  /** The span of this part's work, 16 hex digits. */
  readonly span: string;
  readonly parent: string | undefined;
  /** The story. May be joined to an older one while the call runs. */
  flow: string;
  /** Who acts: `persona:alice`, `app:online-banking`, `outside`, `sandbox`. */
  actor: string;
  /** The part that works: `idp`, `gateway`, … */
  readonly node: string;
  /** Generation of the state in which this work began; a restore starts a new one. */
  readonly generation: number;
  /** Ends when the work must stop: the peer went away, or the state is being restored. */
  readonly signal: AbortSignal;
  subject?: string | undefined;
  session?: string | undefined;
  /** A change of state that could not be kept on the way: the answer must not acknowledge it. */
  unkept?: GatehouseError | undefined;
  /** So many changes of this work are not committed yet. */
  waiting?: number | undefined;
  /** What is to happen when none waits any more. */
  settled?: (() => void) | undefined;
  /** Records the hop that began this work, if that has not happened yet, so that decisions come after it. */
  beforeRecord?: (() => void) | undefined;
}

const storage = new AsyncLocalStorage<CallContext>();

/** The context of the work in progress, if any. */
export function currentContext(): CallContext | undefined {
  return storage.getStore();
}

/** Runs `work` inside `context`. */
export function withContext<T>(context: CallContext, work: () => T): T {
  return storage.run(context, work);
}

/** Says that a change of this work waits to be committed. Answers what is to be called once it is, or is not to be. */
export function awaitChange(context: CallContext): (error: unknown) => void {
  context.waiting = (context.waiting ?? 0) + 1;
  return (error) => {
    context.waiting = (context.waiting ?? 1) - 1;
    if (error !== undefined) context.unkept ??= asGatehouseError(error);
    if (context.waiting === 0) context.settled?.();
  };
}

function asGatehouseError(error: unknown): GatehouseError {
  if (error instanceof GatehouseError) return error;
  return new GatehouseError({
    code: 'storage.not-kept',
    what: 'The sandbox could not keep a change.',
    why: 'The database refused it.',
    next: 'Try again. If it happens again, copy the diagnostics from the settings.',
    detail: String(error),
    cause: error,
    status: 507,
  });
}
