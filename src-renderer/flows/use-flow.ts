import { useEffect, useMemo, useState } from 'react';
import type { PublicError } from '../../src-main/contract/errors.ts';
import type { Decision, FlowView, Hop } from '../../src-main/contract/flow.ts';
import { asPublicError } from '../client/public-error.ts';
import { gatehouse, useSelection } from '../store/index.ts';
import { liveFlows, useFlowVersion } from './live-flows.ts';

/** A story that lies partly before the window's buffer is asked for when nothing was added to it for this long, ms. */
const QUIET_MS = 1000;

/** A story as a component gets it. `loading` only while nothing can be shown yet. */
export type FlowState = { view: FlowView | undefined; loading: boolean; error: PublicError | undefined };

/** The flow that every view shows now: the selected one under its present name, else the newest. */
export function useCurrentFlow(): string | undefined {
  const selected = useSelection((state) => state.flow);
  useFlowVersion();
  return selected === undefined ? liveFlows.newest() : liveFlows.root(selected);
}

/**
 * A story, live. What the window has of it is shown at once; a story that (in part) lies before the window's buffer
 * is asked for, and again when something was added to it.
 */
export function useFlow(flow: string | undefined): FlowState {
  const { version } = useFlowVersion();
  // `version` stands for the content of the index, which changes in place.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  const local = useMemo(() => (flow === undefined ? undefined : liveFlows.whole(flow)), [flow, version]);
  const [remote, setRemote] = useState<{
    flow: string;
    lastSeq: number;
    view?: FlowView;
    error?: PublicError;
  }>();
  const wanted = local === undefined ? flow : undefined;
  const lastSeq = wanted === undefined ? 0 : liveFlows.lastSeqOf(wanted);
  // A story that goes on is not asked for at each of its events: it may be megabytes. What the window has of it is
  // shown until nothing more comes.
  useEffect(() => {
    if (wanted === undefined) return undefined;
    let stale = false;
    const ask = () =>
      gatehouse()
        .call('traces.flow', { flow: wanted })
        .then(
          (view) => !stale && setRemote({ flow: wanted, lastSeq, view }),
          (thrown: unknown) => !stale && setRemote({ flow: wanted, lastSeq, error: asPublicError(thrown) }),
        );
    const timer = setTimeout(ask, liveFlows.part(wanted) === undefined ? 0 : QUIET_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [wanted, lastSeq]);
  if (flow === undefined) return { view: undefined, loading: false, error: undefined };
  if (local !== undefined) return { view: local, loading: false, error: undefined };
  const known = remote?.flow === flow ? remote : undefined;
  const whole = known?.lastSeq === lastSeq ? known.view : undefined;
  const view = whole ?? liveFlows.part(flow) ?? known?.view;
  return { view, loading: view === undefined && known?.error === undefined, error: known?.error };
}

/** What is selected inside a story: a hop, and the decision that was pointed at, if any. */
export type SelectedHop = { hop: Hop | undefined; decision: Decision | undefined; seq: number | undefined };

/** The selection as far as it lies in this story. */
export function useSelectedHop(view: FlowView | undefined): SelectedHop {
  const span = useSelection((state) => state.span);
  const seq = useSelection((state) => state.seq);
  return useMemo(() => {
    const decision = seq === undefined ? undefined : view?.decisions.find((each) => each.seq === seq);
    const hop = view?.hops.find(
      (each) =>
        each.span === (span ?? decision?.span) ||
        (seq !== undefined && (each.request.seq === seq || each.response?.seq === seq)),
    );
    return { hop, decision, seq };
  }, [view, span, seq]);
}
