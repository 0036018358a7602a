import type { Outcome } from '../../src-main/contract/events.ts';
import type { Decision, FlowView, Hop } from '../../src-main/contract/flow.ts';

const REFUSED: ReadonlySet<Outcome> = new Set(['denied', 'challenged', 'failed']);

/**
 * Whether a rule refused what was asked for at this hop, so that one can ask what would have let it pass. To be sent
 * on to a page of a sign-in is no refusal.
 */
export function wasRefused(view: FlowView, hop: Hop): boolean {
  const { response } = hop;
  const refusals = view.decisions.filter(isRefusal);
  if (response === undefined)
    return hop.outcome === 'denied' && refusals.some(({ span }) => span === hop.span);
  if (response.status < 400) {
    return hop.outcome !== 'challenged' && refusals.some(({ span }) => span === hop.span);
  }
  return refusals.some(({ seq }) => seq >= hop.request.seq && seq <= response.seq);
}

function isRefusal({ outcome, reasons }: Decision): boolean {
  return REFUSED.has(outcome) && reasons.some((reason) => reason.outcome === 'fail');
}
