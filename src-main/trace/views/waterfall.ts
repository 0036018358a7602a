import type { Decision, FlowView, Hop } from '../../contract/flow.ts';
import { callersOf } from './span-callers.ts';
import { type TimeAxis, type TimePoint, timeAxis } from './time-axis.ts';

/** A row of the timeline: the span of a hop with the decisions made in it, or a decision that no hop in it holds. */
export type WaterfallRow =
  | { kind: 'span'; seq: number; depth: number; hop: Hop; marks: readonly Decision[] }
  | { kind: 'moment'; seq: number; depth: 0; decision: Decision };

/** A story as a timeline. Spans stand below the one that they were made in; else in the order of the log. */
export type Waterfall = { rows: readonly WaterfallRow[]; axis: TimeAxis };

/** The timeline of a story. `hops` are those to be drawn, e.g. without what browsers fetch to draw pages. */
export function waterfall(view: FlowView, hops: readonly Hop[] = view.hops): Waterfall {
  const drawn = new Set(hops.map((hop) => hop.span));
  const known = new Set(view.hops.map((hop) => hop.span));
  const marks = new Map<string, Decision[]>();
  const moments: Decision[] = [];
  for (const decision of view.decisions) {
    const { span } = decision;
    if (span !== undefined && drawn.has(span)) {
      const found = marks.get(span);
      if (found === undefined) marks.set(span, [decision]);
      else found.push(decision);
    } else if (span === undefined || !known.has(span) || decision.outcome === 'denied')
      moments.push(decision);
  }
  return { rows: inTree(hops, marks, moments), axis: timeAxis(pointsOf(hops, marks, moments)) };
}

function inTree(
  hops: readonly Hop[],
  marks: ReadonlyMap<string, Decision[]>,
  moments: readonly Decision[],
): WaterfallRow[] {
  const callers = callersOf(hops);
  const children = new Map<string, Hop[]>();
  const roots: WaterfallRow[] = moments.map((decision) => ({
    kind: 'moment',
    seq: decision.seq,
    depth: 0,
    decision,
  }));
  const rowOf = (hop: Hop, depth: number): WaterfallRow => ({
    kind: 'span',
    seq: hop.request.seq,
    depth,
    hop,
    marks: marks.get(hop.span) ?? [],
  });
  for (const hop of hops) {
    const caller = callers.get(hop.span);
    const siblings = caller === undefined ? undefined : children.get(caller);
    if (caller === undefined) roots.push(rowOf(hop, 0));
    else if (siblings === undefined) children.set(caller, [hop]);
    else siblings.push(hop);
  }
  roots.sort((a, b) => a.seq - b.seq);
  const rows: WaterfallRow[] = [];
  const waiting = roots.reverse();
  for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
    rows.push(row);
    if (row.kind === 'moment') continue;
    const depth = row.depth + 1;
    for (const child of (children.get(row.hop.span) ?? []).toReversed()) waiting.push(rowOf(child, depth));
  }
  return rows;
}

function pointsOf(
  hops: readonly Hop[],
  marks: ReadonlyMap<string, Decision[]>,
  moments: readonly Decision[],
): TimePoint[] {
  const points: TimePoint[] = [];
  const decided = ({ seq, wtime, vtime }: Decision) => points.push({ seq, wtime, vtime });
  for (const hop of hops) {
    const { request, response } = hop;
    // A span without an end must not keep the axis from being broken for ever.
    const opens = response !== undefined;
    points.push({ seq: request.seq, wtime: request.wtime, vtime: request.vtime, opens });
    if (response !== undefined)
      points.push({ seq: response.seq, wtime: response.wtime, vtime: response.vtime, closes: true });
    for (const mark of marks.get(hop.span) ?? []) decided(mark);
  }
  for (const moment of moments) decided(moment);
  return points.sort((a, b) => a.seq - b.seq);
}
