import { useCallback, useEffect, useRef, useState } from 'react';
import type { PublicError } from '../../src-main/contract/errors.ts';
import type { FixSearch } from '../../src-main/contract/fixes.ts';
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

/**
 * Asks for the single changes that would have let a hop pass; never by itself. Another hop drops what was asked and
 * what was found, since a search says how it stands at its moment.
 */
export function useFixSearch(
  flow: string,
  span: string | undefined,
): { asking: Asking; ask: () => Promise<void> } {
  const [asked, setAsked] = useState<{ span: string; asking: Asking }>();
  const newest = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another hop is what drops the question.
  useEffect(() => {
    return () => {
      newest.current += 1;
      setAsked(undefined);
    };
  }, [span]);
  const ask = useCallback(async () => {
    if (span === undefined) return;
    newest.current += 1;
    const search = newest.current;
    setAsked({ span, asking: { status: 'searching' } });
    let asking: Asking;
    try {
      asking = { status: 'found', found: await gatehouse().call('fixes.find', { flow, span }) };
    } catch (thrown) {
      asking = { status: 'failed', error: asPublicError(thrown) };
    }
    if (search !== newest.current) return;
    setAsked({ span, asking });
    if (asking.status === 'found') announce(inShort(asking.found));
  }, [flow, span]);
  return { asking: asked !== undefined && asked.span === span ? asked.asking : NOT_ASKED, ask };
}

/** What was found, in one line. */
export function inShort({ fixes }: FixSearch): string {
  if (fixes.length === 0) return 'No single change that was tried would have let it pass';
  if (fixes.length === 1) return 'One change would have let it pass';
  return `${count(fixes.length, 'change')} would have let it pass, each by itself; the one that grants least comes first`;
}
