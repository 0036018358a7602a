import { useMemo } from 'react';
import type { FlowView } from '../../src-main/contract/flow.ts';
import { useSelection } from '../store/index.ts';

/** The moment that the scrubber stands at: after the event `seq`, at virtual time `vtime` (ms). */
export type Moment = { seq: number; vtime: number };

/** The moment that all views of a flow show; undefined while they show all of it. */
export function useMoment(view: FlowView | undefined): Moment | undefined {
  const seq = useSelection((state) => state.moment);
  return useMemo(() => {
    if (seq === undefined || view === undefined) return undefined;
    for (const { request, response } of view.hops) {
      if (request.seq === seq) return { seq, vtime: request.vtime };
      if (response?.seq === seq) return { seq, vtime: response.vtime };
    }
    const decision = view.decisions.find((each) => each.seq === seq);
    return decision && { seq, vtime: decision.vtime };
  }, [view, seq]);
}

/** True for what had not happened yet at the moment. */
export function isLater(seq: number, moment: Moment | undefined): boolean {
  return moment !== undefined && seq > moment.seq;
}
