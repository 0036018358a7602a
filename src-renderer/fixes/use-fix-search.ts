import { useCallback, useEffect, useRef, useState } from 'react';
import type { PublicError } from '../../src-main/contract/errors.ts';
import type { FixSearch, FixTime } from '../../src-main/contract/fixes.ts';
import { asPublicError } from '../client/public-error.ts';
import { announce, gatehouse } from '../store/index.ts';
import { count } from '../ui/format.ts';

/** Where the question “what would have let it pass?” stands for the hop that is selected. */
export type Asking =
  | { status: 'not-asked' }
  | { status: 'searching' }
  | { status: 'failed'; error: PublicError }
  | { status: 'found'; found: FixSearch };

const NOT_ASKED: Asking = { status: 'not-asked' };

/** The question, and what a person can do with it. */
export interface FixQuestion {
  asking: Asking;
  /** Asks at the time of the hop, or at the present time of the sandbox. */
  ask: (time?: FixTime) => Promise<void>;
  stop: () => void;
}

/**
 * Asks for the single changes that would have let a hop pass; never by itself. Another hop, and a panel that is closed,
 * stop the search and drop what was found, since a search says how it stands at its moment.
 */
export function useFixSearch(flow: string, span: string | undefined): FixQuestion {
  const [asked, setAsked] = useState<{ span: string; asking: Asking }>();
  const running = useRef<string>(undefined);
  const stop = useCallback(() => {
    const search = running.current;
    running.current = undefined;
    setAsked(undefined);
    // One that has ended by itself is no error to the sandbox; a lost connection is told by the banner.
    if (search !== undefined)
      gatehouse()
        .call('fixes.stop', { search })
        .catch(() => undefined);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another hop is what drops the question.
  useEffect(() => stop, [span]);
  const ask = useCallback(
    async (time: FixTime = 'hop') => {
      if (span === undefined) return;
      stop();
      const search = crypto.randomUUID();
      running.current = search;
      setAsked({ span, asking: { status: 'searching' } });
      let asking: Asking;
      try {
        asking = {
          status: 'found',
          found: await gatehouse().call('fixes.find', { flow, span, time, search }),
        };
      } catch (thrown) {
        asking = { status: 'failed', error: asPublicError(thrown) };
      }
      if (running.current !== search) return;
      running.current = undefined;
      setAsked({ span, asking });
      if (asking.status === 'found') announce(inShort(asking.found));
    },
    [flow, span, stop],
  );
  return { asking: asked !== undefined && asked.span === span ? asked.asking : NOT_ASKED, ask, stop };
}

/** What was found, in one line. */
export function inShort({ fixes }: FixSearch): string {
  if (fixes.length === 0) return 'No single change that was tried would have let it pass';
  if (fixes.length === 1) return 'One change would have let it pass';
  return `${count(fixes.length, 'change')} would have let it pass, each by itself; the one that grants least comes first`;
}
