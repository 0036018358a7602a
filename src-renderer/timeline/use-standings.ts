import { useMemo } from 'react';
import { stateAt } from '../../src-main/trace/views/state-at.ts';
import type { Moment } from '../flows/use-moment.ts';
import { standingText } from './standing-text.ts';
import { useFlowState } from './use-flow-state.ts';

/**
 * How each token of a flow stood at a moment, in words, by its handle; undefined for one that did not exist yet. No
 * function while no moment is shown.
 */
export function useStandings(
  flow: string | undefined,
  moment: Moment | undefined,
): ((handle: string) => string | undefined) | undefined {
  const { changes } = useFlowState(moment === undefined ? undefined : flow);
  return useMemo(() => {
    if (moment === undefined || changes === undefined) return undefined;
    const texts = new Map(
      stateAt(changes, moment.seq, moment.vtime).map((entry) => [
        entry.id,
        standingText(entry, moment.vtime).text,
      ]),
    );
    return (handle) => texts.get(handle);
  }, [changes, moment]);
}
