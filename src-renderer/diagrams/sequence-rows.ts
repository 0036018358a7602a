import type { Decision, FlowView, Hop } from '../../src-main/contract/flow.ts';
import type { ShownHops } from '../flows/assets.ts';

/** A row of the sequence diagram. `number` is the hop's; a decision has none of its own. */
export type SequenceRow =
  | { kind: 'request' | 'response'; seq: number; hop: Hop; number: number | undefined }
  | { kind: 'decision'; seq: number; decision: Decision; number: number | undefined }
  | { kind: 'gap'; seq: number; ms: number };

/** Virtual time that passes unremarked, ms; a longer pause, or a step back, gets a row. */
const PAUSE_MS = 60_000;

/** The rows of a story in the order of the log: nothing that the log does not hold. */
export function sequenceRows(view: FlowView, shown: ShownHops): SequenceRow[] {
  const { hops, numbers } = shown;
  const rows: (SequenceRow & { vtime: number })[] = [];
  for (const hop of hops) {
    const number = numbers.get(hop.span);
    rows.push({ kind: 'request', seq: hop.request.seq, vtime: hop.request.vtime, hop, number });
    if (hop.response) {
      rows.push({ kind: 'response', seq: hop.response.seq, vtime: hop.response.vtime, hop, number });
    }
  }
  const drawn = new Set(hops.map((hop) => hop.span));
  const known = new Set(view.hops.map((hop) => hop.span));
  for (const decision of view.decisions) {
    const { seq, span, vtime } = decision;
    // A decision about a hop that is hidden goes with it, unless it refused something.
    if (span !== undefined && known.has(span) && !drawn.has(span) && decision.outcome !== 'denied') continue;
    rows.push({
      kind: 'decision',
      seq,
      vtime,
      decision,
      number: span === undefined ? undefined : numbers.get(span),
    });
  }
  rows.sort((a, b) => a.seq - b.seq);
  return withGaps(rows);
}

function withGaps(rows: readonly (SequenceRow & { vtime: number })[]): SequenceRow[] {
  const all: SequenceRow[] = [];
  let before: number | undefined;
  for (const { vtime, ...row } of rows) {
    const passed = before === undefined ? 0 : vtime - before;
    // The row stands between two events, so its own place in the order does too.
    if (passed > PAUSE_MS || passed < -1000) all.push({ kind: 'gap', seq: row.seq - 0.5, ms: passed });
    all.push(row);
    before = vtime;
  }
  return all;
}

/** The row that shows the selection: the event that was pointed at, else the request of the hop. */
export function selectedRow(
  rows: readonly SequenceRow[],
  span: string | undefined,
  seq: number | undefined,
): number {
  const byEvent = seq === undefined ? -1 : rows.findIndex((row) => row.seq === seq);
  if (byEvent >= 0 || span === undefined) return byEvent;
  return rows.findIndex((row) => row.kind === 'request' && row.hop.span === span);
}

/** The hop that a row belongs to. */
export function rowSpan(row: SequenceRow): string | undefined {
  if (row.kind === 'gap') return undefined;
  return row.kind === 'decision' ? row.decision.span : row.hop.span;
}

/** The next row in a direction that can be selected; stays where there is none. */
export function stepRow(rows: readonly SequenceRow[], from: number, by: 1 | -1): number {
  let at = from < 0 && by < 0 ? rows.length : from;
  do at += by;
  while (rows[at]?.kind === 'gap');
  return rows[at] === undefined ? from : at;
}
