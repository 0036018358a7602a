import type { Outcome } from '../../src-main/contract/events.ts';
import type { FlowSummary } from '../../src-main/contract/flow.ts';

/** Which flows are listed. `aside`: with those that a list may leave out. */
export type FlowFilter = {
  search: string;
  actor: string | undefined;
  outcome: Outcome | undefined;
  aside: boolean;
};

/** Whether a flow that the window knows of is listed. One that only draws a page (a style sheet, an icon) tells nothing. */
export function matchesFilter(summary: FlowSummary, { search, actor, outcome, aside }: FlowFilter): boolean {
  const wanted = search.trim().toLowerCase();
  return (
    (summary.hops > 0 || summary.outcome !== 'ok') &&
    (aside || summary.aside === undefined) &&
    (actor === undefined || summary.actor === actor) &&
    (outcome === undefined || summary.outcome === outcome) &&
    (wanted === '' || JSON.stringify(summary).toLowerCase().includes(wanted))
  );
}

/**
 * What the log listed, brought up to date by what the window has seen since: a flow that went on, one that is new, two
 * that became one. The newest comes first; the filter holds for both.
 */
export function mergeSummaries(
  listed: readonly FlowSummary[],
  live: readonly FlowSummary[],
  filter: FlowFilter,
  root: (flow: string) => string,
): FlowSummary[] {
  const merged = new Map<string, FlowSummary>();
  for (const summary of listed) {
    const flow = root(summary.flow);
    if (!merged.has(flow)) merged.set(flow, flow === summary.flow ? summary : { ...summary, flow });
  }
  for (const summary of live) {
    const known = merged.get(summary.flow);
    if (known === undefined) {
      if (matchesFilter(summary, filter)) merged.set(summary.flow, summary);
    } else if (summary.lastSeq > known.lastSeq && summary.firstSeq <= known.firstSeq) {
      merged.set(summary.flow, known.pinned ? { ...summary, pinned: true } : summary);
    }
  }
  const { aside, actor, outcome } = filter;
  // What went on since it was listed may have become something else; what a search found in its records stays.
  return [...merged.values()]
    .filter((summary) => matchesFilter(summary, { search: '', aside, actor, outcome }))
    .sort((a, b) => b.lastSeq - a.lastSeq);
}
