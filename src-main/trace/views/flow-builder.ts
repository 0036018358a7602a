import type { Outcome, SandboxEvent } from '../../contract/events.ts';
import type { Decision, FlowSummary, FlowToken, FlowView, Hop } from '../../contract/flow.ts';
import type { Participant } from '../../contract/world.ts';
import { decisionOf, isDecision } from './decisions.ts';
import { joinOf } from './flow-joins.ts';
import { FlowStory } from './flow-story.ts';
import { tokenOf } from './flow-tokens.ts';
import { answered, graver, hopOf } from './hops.ts';
import { inDiagramOrder, participantFor } from './participants.ts';

/**
 * Builds the view of one story, event by event. Each event costs the same however long the story is already.
 *
 * The arrays of the view grow in place; {@link view} answers a new object after each change, so that a reader can
 * tell by identity whether anything is new.
 */
export class FlowBuilder {
  readonly #flow: string;
  readonly #known: ReadonlyMap<string, Participant>;
  readonly #hops: Hop[] = [];
  readonly #hopAt = new Map<string, number>();
  readonly #decided = new Map<string, Outcome>();
  readonly #decisions: Decision[] = [];
  readonly #tokens: FlowToken[] = [];
  readonly #evidence: FlowView['evidence'] = [];
  readonly #appeared = new Set<string>();
  readonly #story = new FlowStory();
  #participants: Participant[] = [];
  #view: FlowView | undefined;
  #summary: FlowSummary | undefined;

  constructor(flow: string, known: ReadonlyMap<string, Participant>) {
    this.#flow = flow;
    this.#known = known;
  }

  /** Takes the next event of the story. Events come in the order of the log. */
  append(event: SandboxEvent): void {
    this.#view = undefined;
    this.#summary = undefined;
    if (event.type === 'http.request') this.#request(event);
    else if (event.type === 'http.response') this.#response(event);
    else if (isDecision(event)) this.#decision(event);
    const token = tokenOf(event);
    if (token !== undefined) this.#tokens.push(token);
    const join = joinOf(event);
    if (join !== undefined) this.#evidence.push({ seq: event.seq, by: join.by });
    this.#story.append(event);
  }

  #appear(id: string): void {
    if (this.#appeared.has(id)) return;
    this.#appeared.add(id);
    this.#participants = inDiagramOrder([...this.#participants, participantFor(id, this.#known)]);
  }

  #request(event: SandboxEvent): void {
    const hop = hopOf(event);
    this.#appear(hop.from);
    this.#appear(hop.to);
    this.#hopAt.set(hop.span, this.#hops.length);
    this.#hops.push(hop);
  }

  #response(event: SandboxEvent): void {
    const at = event.span === undefined ? undefined : this.#hopAt.get(event.span);
    const hop = at === undefined ? undefined : this.#hops[at];
    // The request was trimmed from the log: half a hop is not drawn.
    if (at === undefined || hop === undefined || hop.response !== undefined) return;
    this.#hops[at] = answered(hop, event, this.#decided.get(hop.span));
  }

  #decision(event: SandboxEvent): void {
    const decision = decisionOf(event);
    this.#decisions.push(decision);
    this.#appear(decision.node);
    const api = event.data.api;
    // The API that a refused call was meant for belongs in the picture: nothing reaches it, and that can be seen.
    if (typeof api === 'string') this.#appear(api.startsWith('api:') ? api : `api:${api}`);
    if (decision.span === undefined || decision.outcome === 'ok') return;
    const outcome = graver(this.#decided.get(decision.span), decision.outcome);
    this.#decided.set(decision.span, outcome);
    const at = this.#hopAt.get(decision.span);
    const hop = at === undefined ? undefined : this.#hops[at];
    if (at !== undefined && hop !== undefined) this.#hops[at] = { ...hop, outcome };
  }

  /** The story as far as it is known. The same object until the next event. */
  view(): FlowView {
    this.#view ??= {
      flow: this.#flow,
      participants: this.#participants,
      hops: this.#hops,
      decisions: this.#decisions,
      tokens: this.#tokens,
      evidence: this.#evidence,
    };
    return this.#view;
  }

  /** The story in one line; undefined while nothing in it is worth one. */
  summary(): FlowSummary | undefined {
    if (this.#hops.length === 0 && this.#decisions.length === 0) return undefined;
    this.#summary ??= this.#story.summary(this.#flow, this.#hops, this.#known);
    return this.#summary;
  }
}
