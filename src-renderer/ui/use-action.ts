import { useCallback, useRef, useState } from 'react';
import type { PublicError } from '../../src-main/contract/errors.ts';
import { asPublicError } from '../client/public-error.ts';

/** A command in the hands of a component: run it, know that it runs, show why it failed. */
export interface Action<A extends unknown[]> {
  /** Answers whether it succeeded. */
  run(...args: A): Promise<boolean>;
  busy: boolean;
  error: PublicError | undefined;
  clear(): void;
}

/** Wraps an asynchronous command for a button or a form; a second press while it runs does nothing. */
export function useAction<A extends unknown[]>(command: (...args: A) => Promise<unknown>): Action<A> {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<PublicError>();
  const latest = useRef(command);
  latest.current = command;
  const running = useRef(false);
  const run = useCallback(async (...args: A): Promise<boolean> => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setError(undefined);
    try {
      await latest.current(...args);
      return true;
    } catch (thrown) {
      setError(asPublicError(thrown));
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  }, []);
  const clear = useCallback(() => setError(undefined), []);
  return { run, busy, error, clear };
}
