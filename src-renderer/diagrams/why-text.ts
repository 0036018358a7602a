import type { Decision, FlowView, Hop } from '../../src-main/contract/flow.ts';
import { settlingReason } from '../../src-main/trace/views/reasons.ts';

/** The decisions made during a hop, in the order of the log. */
export function decisionsOf(view: FlowView, hop: Hop | undefined, pointed: Decision | undefined): Decision[] {
  if (hop === undefined) return pointed === undefined ? [] : [pointed];
  return view.decisions.filter((decision) => decision.span === hop.span);
}

/** The decision that the panel is about: the one that was pointed at, else the one that refused, else the last. */
export function chiefDecision(
  decisions: readonly Decision[],
  pointed: Decision | undefined,
): Decision | undefined {
  if (pointed !== undefined) return pointed;
  return decisions.find((decision) => decision.outcome === 'denied') ?? decisions.at(-1);
}

/** What the panel asks, as its heading. */
export function whyQuestion(hop: Hop | undefined, chief: Decision | undefined): string {
  switch (chief?.outcome) {
    case 'denied':
      return 'Why was this denied?';
    case 'challenged':
      return 'Why was more asked for?';
    case 'failed':
      return 'Why did this fail?';
    case 'allowed':
      return 'Why was this allowed?';
    default:
      return hop?.title ?? chief?.title ?? '';
  }
}

/** By which rule a decision was settled, and by which standard; undefined when it gives no reasons. */
export function settledBy(decision: Decision): { rule: string; standard: string | undefined } | undefined {
  const reason = settlingReason(decision.reasons);
  return reason === undefined ? undefined : { rule: reason.rule, standard: reason.standard };
}
