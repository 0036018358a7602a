import type { SandboxEvent } from '../contract/events.ts';
import { type Evidence, evidenceIn } from './evidence.ts';
import { newFlowId } from './ids.ts';
import { RecentMap } from './recent-map.ts';
import type { NewEvent } from './recorder.ts';

/** What is known of a story that a call belongs to. */
export interface Placement {
  flow: string;
  /** How it was recognised; empty for a story that begins here. */
  by: string[];
}

/**
 * Makes one story of what belongs together: front channel, back channel, gateway and API of one sign-in.
 *
 * W3C trace context ties the calls that carry it. Browsers and outside clients carry none, so stories are also joined
 * by what travels in both: interaction, code, tokens, request_uri, state. When two stories turn out to be one, the
 * younger joins the older and `flow.joined` records the evidence; the log itself is never rewritten.
 */
export class Correlator {
  /** Stories by what tells of them, and by those that became part of them: asked several times for each call. */
  readonly #flows = new RecentMap<string>(25_000);
  readonly #parents = new RecentMap<string>(25_000);
  /** Stories and actors by trace: most traces are new and come once. */
  readonly #traces = new RecentMap<string>(25_000);
  readonly #actors = new RecentMap<string>(5_000);
  readonly #untelling = new Set<string>();
  #record: (event: NewEvent) => void = () => undefined;

  /** Where joins are recorded. Set once, since the log needs the correlator and the correlator the log. */
  recordTo(record: (event: NewEvent) => void): void {
    this.#record = record;
  }

  /** Lets a secret tell nothing: it belongs to no one sign-in, since whoever administers shows the same each time. */
  tellsNothing(handle: string): void {
    for (const { key } of evidenceIn(handle)) this.#untelling.add(key);
  }

  /**
   * Finds the story of a call, or begins one.
   *
   * @param evidence what the call is known to carry; learnt at once
   * @param hints what will be learnt once the call is recorded: a story that is known by it need not be begun and joined
   */
  place(trace: string, evidence: readonly Evidence[], hints: readonly Evidence[] = []): Placement {
    const byTrace = this.#traces.get(trace);
    const flow = byTrace ?? this.#known(evidence) ?? this.#known(hints) ?? newFlowId();
    const placement: Placement = { flow: this.root(flow), by: byTrace ? ['trace'] : [] };
    this.#traces.set(trace, placement.flow);
    if (evidence.length > 0) {
      placement.by.push(...this.learn(placement.flow, evidence));
      placement.flow = this.root(placement.flow);
    }
    return placement;
  }

  #known(evidence: readonly Evidence[]): string | undefined {
    for (const { key } of evidence) {
      if (this.#untelling.has(key)) continue;
      const flow = this.#flows.get(key);
      if (flow !== undefined) return flow;
    }
    return undefined;
  }

  /** Ties evidence to a story; joins stories that share some. Answers by what it was recognised. */
  learn(flow: string, evidence: readonly Evidence[]): string[] {
    if (evidence.length === 0) return [];
    const by: string[] = [];
    const issued = this.#justIssued(evidence);
    for (const item of evidence) {
      if (this.#untelling.has(item.key)) continue;
      const known = this.#flows.get(item.key);
      if (known === undefined || (issued && item.by === 'id_token')) this.#flows.set(item.key, flow);
      else if (this.root(known) === this.root(flow)) by.push(item.by);
      else this.#join(known, flow, item, by);
    }
    return by.length < 2 ? by : [...new Set(by)];
  }

  /**
   * Whether an answer hands out new tokens. Its ID token is then no sign of another story: it has no `jti`, so two that
   * are issued within one second with the same claims are the same text.
   */
  #justIssued(evidence: readonly Evidence[]): boolean {
    return (
      evidence.some(({ by }) => by === 'id_token') &&
      evidence.some(({ by, key }) => by === 'access_token' && !this.#flows.has(key))
    );
  }

  /** The story that `flow` has become part of, or itself. */
  root(flow: string): string {
    let current = flow;
    for (let parent = this.#parents.get(current); parent; parent = this.#parents.get(current))
      current = parent;
    return current;
  }

  /** Every story that has become part of `flow`, itself included. */
  members(flow: string): string[] {
    const root = this.root(flow);
    const members = [...this.#parents.keys()].filter((member) => this.root(member) === root);
    return [...new Set([root, ...members])];
  }

  /** Who began the work of this trace. */
  actorOf(trace: string): string | undefined {
    return this.#actors.get(trace);
  }

  setActor(trace: string, actor: string): void {
    this.#actors.set(trace, actor);
  }

  /** Learns again from events of an earlier run. */
  relearn(events: readonly SandboxEvent[]): void {
    for (const event of events) {
      if (event.type === 'flow.joined') this.#adopt(String(event.data.joined), String(event.data.flow));
      if (!event.flow) continue;
      if (event.trace) this.#traces.set(event.trace, event.flow);
      if (event.type === 'http.request' || event.type === 'http.response') {
        for (const item of evidenceIn(JSON.stringify(event.data))) {
          if (!this.#flows.has(item.key)) this.#flows.set(item.key, event.flow);
        }
      }
    }
  }

  #join(known: string, flow: string, item: Evidence, by: string[]): void {
    const older = this.root(known);
    const younger = this.root(flow);
    this.#adopt(younger, older);
    by.push(item.by);
    this.#record({
      type: 'flow.joined',
      outcome: 'ok',
      flow: older,
      data: { flow: older, joined: younger, by: item.by, evidence: item.key },
    });
  }

  #adopt(younger: string, older: string): void {
    const child = this.root(younger);
    const parent = this.root(older);
    if (child !== parent) this.#parents.set(child, parent);
  }
}
