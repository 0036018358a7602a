import type { Decision, FlowView, Hop } from '../contract/flow.ts';
import { isAsset } from './views/hops.ts';
import { settlingReason } from './views/reasons.ts';
import { maskHandles } from './views/secrets.ts';

/** One line of the diagram, at its place in the log. */
type Line = { seq: number; text: string };

/**
 * A story as a Mermaid sequence diagram: participants in the order of the app's own diagram, each request and answer
 * an arrow, each decision a note at the part that decided. It shows titles only, in which no secret stands.
 */
export function toMermaid(view: FlowView): string {
  const hops = view.hops.filter((hop) => !isAsset(hop));
  const shown = new Set(hops.map((hop) => hop.span));
  const names = new Map(view.participants.map(({ id }, at) => [id, `p${at + 1}`]));
  const lines = [
    ...hops.flatMap((hop) => arrows(hop, names)),
    ...view.decisions
      .filter(({ span }) => span === undefined || shown.has(span))
      .map((decision) => note(decision, names)),
  ].sort((a, b) => a.seq - b.seq);
  const participants = view.participants.map(
    ({ id, name }) => `participant ${names.get(id)} as ${label(name)}`,
  );
  return `${['sequenceDiagram', 'autonumber', ...participants, ...lines.map(({ text }) => text)].join('\n  ')}\n`;
}

function arrows(hop: Hop, names: ReadonlyMap<string, string>): Line[] {
  const from = names.get(hop.from);
  const to = names.get(hop.to);
  const asked = { seq: hop.request.seq, text: `${from}->>${to}: ${label(hop.title)}` };
  const { response } = hop;
  if (response === undefined) return [asked];
  // A cross at the end says that the caller was turned away, or that nothing arrived.
  const arrow = response.status >= 400 || response.aborted ? '--x' : '-->>';
  return [asked, { seq: response.seq, text: `${to}${arrow}${from}: ${label(response.title)}` }];
}

const MARKS: Record<Decision['outcome'], string> = {
  allowed: '✓',
  ok: '✓',
  challenged: '?',
  denied: '✗',
  failed: '✗',
};

function note(decision: Decision, names: ReadonlyMap<string, string>): Line {
  const settled = settlingReason(decision.reasons);
  const parts = [`${MARKS[decision.outcome]} ${decision.title}`, settled?.rule, settled?.standard];
  const text = parts.filter((part) => part !== undefined).map(label);
  return { seq: decision.seq, text: `Note over ${names.get(decision.node)}: ${text.join('<br/>')}` };
}

/**
 * Text that Mermaid shows as it is. What its grammar could take for something else is written as a character code,
 * which Mermaid puts back: `#35;` is `#`. The word `end` would end a block.
 */
function label(text: string): string {
  const clean = maskHandles(text)
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim();
  if (clean === '') return '#32;';
  return clean
    .replaceAll(/[^\p{L}\p{M}\p{N} .,:+()@§/=_•…’“”→·✓✗?-]/gu, (char) => `#${char.codePointAt(0)};`)
    .replaceAll(/end/gi, (word) => `#${word.codePointAt(0)};${word.slice(1)}`);
}
