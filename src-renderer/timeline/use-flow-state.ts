import { useEffect, useState } from 'react';
import type { PublicError } from '../../src-main/contract/errors.ts';
import type { EventType } from '../../src-main/contract/event-types.ts';
import type { StateChange } from '../../src-main/contract/flow-state.ts';
import { BEGINNING_TYPES, ENDING_TYPES } from '../../src-main/trace/views/state-changes.ts';
import { asPublicError } from '../client/public-error.ts';
import { gatehouse, type SandboxState, useSandbox } from '../store/index.ts';

const CHANGING: ReadonlySet<EventType> = new Set([...BEGINNING_TYPES, ...ENDING_TYPES]);

function newestChange(state: SandboxState): number {
  return state.events.findLast((event) => CHANGING.has(event.type))?.seq ?? 0;
}

/** What a flow brought into being and what became of it, asked for again whenever the log tells of a change. */
export function useFlowState(flow: string | undefined): {
  changes: readonly StateChange[] | undefined;
  error: PublicError | undefined;
} {
  const [state, setState] = useState<{ flow: string; changes?: StateChange[]; error?: PublicError }>();
  const newest = useSandbox(newestChange);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `newest` says that something may have changed.
  useEffect(() => {
    if (flow === undefined) return undefined;
    let stale = false;
    gatehouse()
      .call('traces.state', { flow })
      .then(
        (changes) => !stale && setState({ flow, changes }),
        (thrown: unknown) => !stale && setState({ flow, error: asPublicError(thrown) }),
      );
    return () => {
      stale = true;
    };
  }, [flow, newest]);
  const own = state?.flow === flow ? state : undefined;
  return { changes: own?.changes, error: own?.error };
}
