import { create } from 'zustand';
import type { SandboxEvent } from '../../src-main/contract/events.ts';
import { FlowRoots, joinOf } from '../../src-main/trace/views/flow-joins.ts';
import { isAssetRequest } from '../../src-main/trace/views/hops.ts';
import { useSandbox } from './sandbox.ts';

/** What is selected in every view at once: a flow, and within it a hop, an event, a token. */
export interface Selection {
  flow: string | undefined;
  /** The hop, by its span. */
  span: string | undefined;
  /** The event that the person pointed at, e.g. the decision that a check names. */
  seq: number | undefined;
  tokenHandle: string | undefined;
  /** Every view shows what had happened up to this event, by its `seq`; undefined: all that there is. */
  moment: number | undefined;
  /** New flows are selected as they begin. Off once the person has picked an older one. */
  follow: boolean;
}

export const useSelection = create<Selection>()(() => ({
  flow: undefined,
  span: undefined,
  seq: undefined,
  tokenHandle: undefined,
  moment: undefined,
  follow: true,
}));

/** Which flows turned out to be one story; kept here since a joined flow is no new one to follow. */
const roots = new FlowRoots();

/** Selects a flow as a whole; new flows no longer take its place. */
export function selectFlow(flow: string): void {
  useSelection.setState({
    flow,
    span: undefined,
    seq: undefined,
    tokenHandle: undefined,
    moment: undefined,
    follow: false,
  });
}

/**
 * Shows a flow that was just made, and what comes after it. A hop that is selected in the same story stays selected:
 * it is the denial that a person should see.
 */
export function showNewFlow(flow: string, span?: string): void {
  const { flow: selected } = useSelection.getState();
  if (span === undefined && selected !== undefined && roots.root(selected) === roots.root(flow)) {
    useSelection.setState({ moment: undefined, follow: true });
  } else {
    useSelection.setState({
      flow,
      span,
      seq: undefined,
      tokenHandle: undefined,
      moment: undefined,
      follow: true,
    });
  }
}

/** Selects a hop. */
export function selectHop(flow: string, span: string): void {
  useSelection.setState({ flow, span, seq: undefined });
}

/** Selects an event and the hop it belongs to. */
export function selectEvent(event: Pick<SandboxEvent, 'flow' | 'span' | 'seq'>): void {
  useSelection.setState({ flow: event.flow, span: event.span, seq: event.seq });
}

/** Selects the event with this number, asking the log for it when the window no longer has it. */
export async function selectSeq(seq: number): Promise<boolean> {
  const { events, client } = useSandbox.getState();
  let found = events.find((event) => event.seq === seq);
  if (!found && client) {
    const page = await client.call('events.list', { after: seq - 1, limit: 1 });
    found = page.events.find((event) => event.seq === seq);
  }
  if (!found) return false;
  selectEvent(found);
  return true;
}

/** Selects a token by its handle. */
export function selectToken(tokenHandle: string): void {
  useSelection.setState({ tokenHandle });
}

/** Keeps the flow, selects nothing within it. */
export function clearHop(): void {
  useSelection.setState({ span: undefined, seq: undefined });
}

/** Selects nothing and follows what happens next. */
export function followNewest(): void {
  useSelection.setState({
    flow: undefined,
    span: undefined,
    seq: undefined,
    tokenHandle: undefined,
    moment: undefined,
    follow: true,
  });
}

/** Moves every view to the moment after this event, and selects it. */
export function showMoment(event: Pick<SandboxEvent, 'flow' | 'span' | 'seq'>): void {
  useSelection.setState({ flow: event.flow, span: event.span, seq: event.seq, moment: event.seq });
}

/** Shows all that there is again. */
export function showAllMoments(): void {
  useSelection.setState({ moment: undefined });
}

/**
 * Lets the selection follow the log: a new flow is selected when its first request arrives, and a denial in it is
 * selected as the thing to look at. Expects every event once, in order.
 */
export function followEvents(events: readonly SandboxEvent[]): void {
  for (const event of events) {
    const join = joinOf(event);
    if (join) roots.join(join.root, join.joined);
    if (!event.flow || !useSelection.getState().follow) continue;
    if (event.type === 'lab.verb.played' && event.data.by === 'setup') {
      // What a lab prepared is not what a person did: nothing of it is shown.
      useSelection.setState({ flow: undefined, span: undefined, seq: undefined, moment: undefined });
      continue;
    }
    const { flow, moment } = useSelection.getState();
    const story = roots.root(event.flow);
    const selected = flow !== undefined && roots.root(flow) === story;
    if (event.type === 'http.request' && !selected && !isAssetRequest(event)) {
      useSelection.setState({
        flow: story,
        span: undefined,
        seq: undefined,
        tokenHandle: undefined,
        moment: undefined,
      });
    } else if (selected && moment === undefined && event.outcome === 'denied' && event.reasons.length > 0) {
      useSelection.setState({ span: event.span, seq: event.seq });
    }
  }
}
