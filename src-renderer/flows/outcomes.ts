import type { Outcome } from '../../src-main/contract/events.ts';
import type { FlowView, Hop } from '../../src-main/contract/flow.ts';
import type { Participant } from '../../src-main/contract/world.ts';

/** How an outcome shows: colour by tone, shape by mark, so that neither is needed alone. */
export type OutcomeLook = {
  tone: 'allowed' | 'challenged' | 'denied' | 'neutral';
  mark: string;
  word: string;
};

const LOOKS: Record<Outcome, OutcomeLook> = {
  allowed: { tone: 'allowed', mark: '✓', word: 'allowed' },
  ok: { tone: 'allowed', mark: '✓', word: 'answered' },
  challenged: { tone: 'challenged', mark: '?', word: 'challenged' },
  denied: { tone: 'denied', mark: '✕', word: 'denied' },
  failed: { tone: 'challenged', mark: '!', word: 'failed' },
};

/** The look of an outcome. */
export function outcomeLook(outcome: Outcome): OutcomeLook {
  return LOOKS[outcome];
}

/** The look of a hop: what was decided in it counts, then its status; without an answer it is on its way. */
export function hopLook(hop: Hop): OutcomeLook & { label: string } {
  const look = outcomeLook(hop.outcome);
  if (hop.response === undefined) {
    return hop.outcome === 'denied'
      ? { ...look, label: `${look.mark} denied` }
      : { tone: 'neutral', mark: '…', word: 'on its way', label: '… on its way' };
  }
  // To be sent to a sign-in page is a step of the way, not a thing to look at.
  if (hop.outcome === 'challenged' && hop.response.status < 400) {
    return { tone: 'neutral', mark: '→', word: 'sent on', label: `→ ${hop.response.status}` };
  }
  const status = hop.response.aborted ? 'cut off' : String(hop.response.status);
  return {
    ...look,
    label: hop.outcome === 'denied' ? `${look.mark} denied ${status}` : `${look.mark} ${status}`,
  };
}

/** The participant of a view with this id; every id that a view names is among them. */
export function participantIn(view: FlowView, id: string): Participant {
  return view.participants.find((participant) => participant.id === id) ?? { id, name: id, kind: 'outside' };
}
