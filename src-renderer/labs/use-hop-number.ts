import { shownHops } from '../flows/assets.ts';
import { liveFlows, useFlowVersion } from '../flows/live-flows.ts';
import { useSandbox } from '../store/sandbox.ts';

/**
 * The number under which the diagrams show the hop of an event; undefined when the event belongs to no hop, or lies
 * before what the window has of the log.
 */
export function useHopNumber(seq: number | undefined): number | undefined {
  useFlowVersion();
  const event = useSandbox((state) =>
    seq === undefined ? undefined : state.events.find((one) => one.seq === seq),
  );
  if (!event?.flow || !event.span) return undefined;
  return shownHops(liveFlows.part(event.flow), false).numbers.get(event.span);
}
