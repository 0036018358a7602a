import type { SandboxEvent } from '../../contract/events.ts';
import type { FlowSummary, FlowView } from '../../contract/flow.ts';
import type { Participant } from '../../contract/world.ts';
import { FlowIndex } from './flow-index.ts';

/**
 * The view of one story from its events (in the order of the log). `flow` may be any of its names; without it, the
 * story of the first event that has one. An empty view when the events hold nothing of it.
 */
export function buildFlowView(
  events: readonly SandboxEvent[],
  participants: readonly Participant[],
  flow: string | undefined = events.find((event) => event.flow !== undefined)?.flow,
): FlowView {
  const index = new FlowIndex(participants);
  index.append(events);
  const view = flow === undefined ? undefined : index.view(flow);
  return view ?? { flow: flow ?? '', participants: [], hops: [], decisions: [], tokens: [], evidence: [] };
}

/** A line for each story in the events, newest first. Joined stories are one line. */
export function summariseFlows(
  events: readonly SandboxEvent[],
  participants: readonly Participant[] = [],
): FlowSummary[] {
  const index = new FlowIndex(participants);
  index.append(events);
  return index.summaries();
}
