import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { PublicError } from '../../src-main/contract/errors.ts';
import type { FlowSummary } from '../../src-main/contract/flow.ts';
import type { MethodOutput } from '../../src-main/contract/methods.ts';
import { asPublicError } from '../client/public-error.ts';
import { liveFlows, useFlowVersion } from '../flows/live-flows.ts';
import { gatehouse, useSandbox } from '../store/index.ts';
import { type FlowFilter, matchesFilter, mergeSummaries } from './merge-summaries.ts';
import { SummaryPages } from './summary-pages.ts';

const TYPING_MS = 200;

/** The list of flows as far as it was asked for. */
export type Summaries = {
  summaries: readonly FlowSummary[];
  /** How many there are in all; undefined until that is known. */
  total: number | undefined;
  /** How many were left out, or are shown on demand: set-ups of labs, pages that were only opened. */
  aside: number;
  loading: boolean;
  error: PublicError | undefined;
  /** Asks for the flows up to this place of the list. */
  reach: (index: number) => void;
  setPinned: (flow: string, pinned: boolean) => void;
};

/** The flows of the log that match, page by page as they come into sight, with what happens now on top. */
export function useSummaries({ search, actor, outcome, aside }: FlowFilter): Summaries {
  const [listed, setListed] = useState<MethodOutput<'traces.page'>>();
  const [counted, setCounted] = useState<MethodOutput<'traces.count'>>();
  const [error, setError] = useState<PublicError>();
  const pages = useRef<SummaryPages>(undefined);
  const { version } = useFlowVersion();
  // A log that was cleared or trimmed begins elsewhere, and the list must follow.
  const emptied = useSandbox((state) => state.events.length === 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `emptied` says that the log was cleared.
  useEffect(() => {
    const wanted = search.trim();
    const filter = {
      ...(wanted !== '' && { search: wanted }),
      ...(actor !== undefined && { actor }),
      ...(outcome !== undefined && { outcome }),
    };
    const own = new SummaryPages({ ...filter, aside }, setListed, (thrown) =>
      setError(asPublicError(thrown)),
    );
    pages.current = own;
    const ask = async () => {
      await own.reach(0);
      const found = await gatehouse().call('traces.count', filter);
      if (own.closed) return;
      setCounted(found);
      setError(undefined);
    };
    const timer = setTimeout(
      () => ask().catch((thrown: unknown) => !own.closed && setError(asPublicError(thrown))),
      search === '' ? 0 : TYPING_MS,
    );
    return () => {
      own.close();
      setCounted(undefined);
      clearTimeout(timer);
    };
  }, [search, actor, outcome, aside, emptied]);

  // `version` stands for the content of the index, which changes in place.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  const summaries = useMemo(
    () =>
      mergeSummaries(listed?.flows ?? [], liveFlows.summaries(), { search, actor, outcome, aside }, (flow) =>
        liveFlows.root(flow),
      ),
    [listed, search, actor, outcome, aside, version],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  const since = useMemo(() => {
    const younger = liveFlows
      .summaries()
      .filter(
        (summary) =>
          counted !== undefined &&
          summary.firstSeq > counted.last &&
          matchesFilter(summary, { search, actor, outcome, aside: true }),
      );
    const left = younger.filter((summary) => summary.aside !== undefined).length;
    return { flows: younger.length - left, aside: left };
  }, [counted, search, actor, outcome, version]);
  const leftOut = (counted?.aside ?? 0) + since.aside;
  const all = counted && counted.flows + since.flows + (aside ? leftOut : 0);
  const reach = useCallback((index: number) => void pages.current?.reach(index), []);
  const setPinned = useCallback((flow: string, pinned: boolean) => {
    const own = liveFlows.summaries().find((each) => each.flow === flow);
    pages.current?.change(flow, (before) => ({ ...(before ?? own), pinned }) as FlowSummary);
  }, []);
  return {
    summaries,
    total: listed?.more === false ? summaries.length : all && Math.max(all, summaries.length),
    aside: leftOut,
    loading: listed === undefined && error === undefined,
    error,
    reach,
    setPinned,
  };
}
