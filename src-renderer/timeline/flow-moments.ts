import type { FlowView } from '../../src-main/contract/flow.ts';
import { sequenceRows } from '../diagrams/sequence-rows.ts';
import type { ShownHops } from '../flows/assets.ts';
import { outcomeLook, participantIn } from '../flows/outcomes.ts';

/** A place that the scrubber can stand at: after this event. */
export type FlowMoment = {
  seq: number;
  vtime: number;
  span: string | undefined;
  text: string;
  tone: 'denied' | undefined;
};

/** The events of a flow that the views show, in the order of the log. */
export function flowMoments(view: FlowView, shown: ShownHops): FlowMoment[] {
  const moments: FlowMoment[] = [];
  for (const row of sequenceRows(view, shown)) {
    if (row.kind === 'gap') continue;
    if (row.kind === 'decision') {
      const { seq, vtime, span, node, title, outcome } = row.decision;
      const who = participantIn(view, node).name;
      const tone = outcome === 'denied' ? 'denied' : undefined;
      moments.push({ seq, vtime, span, text: `${who}: ${title} (${outcomeLook(outcome).word})`, tone });
      continue;
    }
    const { hop, kind, seq } = row;
    const vtime = kind === 'request' ? hop.request.vtime : (hop.response?.vtime ?? hop.request.vtime);
    const to = participantIn(view, kind === 'request' ? hop.to : hop.from).name;
    const title = kind === 'request' ? hop.title : (hop.response?.title ?? '');
    moments.push({ seq, vtime, span: hop.span, text: `${title} → ${to}`, tone: undefined });
  }
  return moments;
}
