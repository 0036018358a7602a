import type { FlowSummary } from '../../src-main/contract/flow.ts';

/**
 * What the log listed, brought up to date by what the window has seen since: a flow that went on, one that is new, two
 * that became one. The newest comes first; a search holds for both.
 */
export function mergeSummaries(
  listed: readonly FlowSummary[],
  live: readonly FlowSummary[],
  search: string,
  root: (flow: string) => string,
): FlowSummary[] {
  const merged = new Map<string, FlowSummary>();
  const wanted = search.trim().toLowerCase();
  for (const summary of listed) {
    const flow = root(summary.flow);
    if (!merged.has(flow)) merged.set(flow, flow === summary.flow ? summary : { ...summary, flow });
  }
  for (const summary of live) {
    const known = merged.get(summary.flow);
    if (known === undefined) {
      if (wanted === '' || JSON.stringify(summary).toLowerCase().includes(wanted))
        merged.set(summary.flow, summary);
    } else if (summary.lastSeq > known.lastSeq && summary.firstSeq <= known.firstSeq) {
      merged.set(summary.flow, known.pinned ? { ...summary, pinned: true } : summary);
    }
  }
  // A flow that only draws a page (a style sheet, an icon) tells nothing.
  return [...merged.values()]
    .filter((summary) => summary.hops > 0 || summary.outcome !== 'ok')
    .sort((a, b) => b.lastSeq - a.lastSeq);
}
