import { useEffect, useMemo, useState } from 'react';
import type { PublicError } from '../../src-main/contract/errors.ts';
import type { FlowSummary } from '../../src-main/contract/flow.ts';
import { asPublicError } from '../client/public-error.ts';
import { liveFlows, useFlowVersion } from '../flows/live-flows.ts';
import { gatehouse, useSandbox } from '../store/index.ts';
import { mergeSummaries } from './merge-summaries.ts';

/** How many flows are asked for first, so that something stands there at once, and how many then. */
const FIRST = 100;
const LISTED = 10_000;
const TYPING_MS = 200;

/** The list of flows: what the log holds, with what happens now on top of it. */
export function useSummaries(search: string): {
  summaries: readonly FlowSummary[];
  loading: boolean;
  error: PublicError | undefined;
  setPinned: (flow: string, pinned: boolean) => void;
} {
  const [listed, setListed] = useState<readonly FlowSummary[]>();
  const [error, setError] = useState<PublicError>();
  const { version } = useFlowVersion();
  // A log that was cleared or trimmed begins elsewhere, and the list must follow.
  const emptied = useSandbox((state) => state.events.length === 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `emptied` says that the log was cleared.
  useEffect(() => {
    let stale = false;
    const ask = async () => {
      try {
        const wanted = search.trim();
        for (const limit of [FIRST, LISTED]) {
          const found = await gatehouse().call('traces.list', {
            limit,
            ...(wanted === '' ? {} : { search: wanted }),
          });
          if (stale) return;
          setListed(found);
          if (found.length < limit) break;
        }
        setError(undefined);
      } catch (thrown) {
        if (!stale) setError(asPublicError(thrown));
      }
    };
    const timer = setTimeout(ask, search === '' ? 0 : TYPING_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [search, emptied]);

  // `version` stands for the content of the index, which changes in place.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  const summaries = useMemo(
    () => mergeSummaries(listed ?? [], liveFlows.summaries(), search, (flow) => liveFlows.root(flow)),
    [listed, search, version],
  );
  const setPinned = (flow: string, pinned: boolean) =>
    setListed((before) => {
      const rest = (before ?? []).filter((each) => each.flow !== flow);
      const own =
        before?.find((each) => each.flow === flow) ??
        liveFlows.summaries().find((each) => each.flow === flow);
      return own === undefined ? before : [{ ...own, pinned }, ...rest];
    });
  return { summaries, loading: listed === undefined && error === undefined, error, setPinned };
}
