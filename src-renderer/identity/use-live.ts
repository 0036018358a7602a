import { useEffect, useRef, useState } from 'react';
import type { PublicError } from '../../src-main/contract/errors.ts';
import type { SandboxEvent } from '../../src-main/contract/events.ts';
import { asPublicError } from '../client/public-error.ts';
import { useSandbox } from '../store/sandbox.ts';

/** Several events of one moment ask once, ms. */
const TOGETHER_MS = 60;

/**
 * An answer of the sandbox that is asked for anew when the clock jumps, or when something happens that it depends on.
 *
 * @param key what is asked for; another key is another question
 * @param ask asks
 * @param concerns whether an event may change the answer
 */
export function useLive<T>(
  key: string,
  ask: () => Promise<T>,
  concerns: (event: SandboxEvent) => boolean,
): { value: T | undefined; error: PublicError | undefined; reload: () => void } {
  const [answer, setAnswer] = useState<{ key: string; value?: T; error?: PublicError }>({ key });
  const [version, setVersion] = useState(0);
  const latest = useRef({ ask, concerns });
  latest.current = { ask, concerns };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is what asks again.
  useEffect(() => {
    let stale = false;
    latest.current.ask().then(
      (value) => !stale && setAnswer({ key, value }),
      (thrown: unknown) => !stale && setAnswer({ key, error: asPublicError(thrown) }),
    );
    return () => {
      stale = true;
    };
  }, [key, version]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        setVersion((before) => before + 1);
      }, TOGETHER_MS);
    };
    const stop = useSandbox.subscribe((state, before) => {
      if (state.clock?.offset !== before.clock?.offset) again();
      if (state.lastSeq === before.lastSeq) return;
      // Some of what happened was not told.
      if ((state.events[0]?.seq ?? 0) > before.lastSeq + 1) return again();
      for (let at = state.events.length - 1; at >= 0; at -= 1) {
        const event = state.events[at];
        if (!event || event.seq <= before.lastSeq) break;
        if (latest.current.concerns(event)) return again();
      }
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);

  const fresh = answer.key === key ? answer : undefined;
  return {
    value: fresh?.value,
    error: fresh?.error,
    reload: () => setVersion((before) => before + 1),
  };
}
