import type { SandboxEvent } from '../../contract/events.ts';
import type { FlowSummary, FlowView } from '../../contract/flow.ts';
import type { Participant } from '../../contract/world.ts';
import { FlowBuilder } from './flow-builder.ts';
import { FlowRoots, joinOf } from './flow-joins.ts';

type Entry = { events: SandboxEvent[]; builder: FlowBuilder };

/**
 * All stories of a log, kept up to date event by event: the wire, the diagrams and the list of traces are views of it.
 *
 * An event costs the same however long the log is; joining two stories costs as much as both are long.
 */
export class FlowIndex {
  readonly #known = new Map<string, Participant>();
  readonly #roots = new FlowRoots();
  readonly #entries = new Map<string, Entry>();
  #lastSeq = 0;

  constructor(participants: readonly Participant[] = []) {
    for (const participant of participants) this.#known.set(participant.id, participant);
  }

  /** The highest `seq` taken in; 0 before the first. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** Takes in events, in the order of the log. Those that are known already are skipped. */
  append(events: Iterable<SandboxEvent>): void {
    for (const event of events) {
      if (event.seq <= this.#lastSeq) continue;
      this.#lastSeq = event.seq;
      const join = joinOf(event);
      if (join !== undefined) this.#join(join.root, join.joined);
      const flow = join?.root ?? event.flow;
      if (flow !== undefined) this.#add(this.#roots.root(flow), event);
    }
  }

  #add(root: string, event: SandboxEvent): void {
    let entry = this.#entries.get(root);
    if (entry === undefined) {
      entry = { events: [], builder: new FlowBuilder(root, this.#known) };
      this.#entries.set(root, entry);
    }
    entry.events.push(event);
    entry.builder.append(event);
  }

  #join(root: string, joined: string): void {
    const other = this.#roots.root(joined);
    if (!this.#roots.join(root, joined)) return;
    const into = this.#roots.root(root);
    const moved = this.#entries.get(other);
    if (moved === undefined) return;
    this.#entries.delete(other);
    const kept = this.#entries.get(into)?.events ?? [];
    this.#rebuild(
      into,
      [...kept, ...moved.events].sort((a, b) => a.seq - b.seq),
    );
  }

  #rebuild(root: string, events: SandboxEvent[]): void {
    const builder = new FlowBuilder(root, this.#known);
    for (const event of events) builder.append(event);
    this.#entries.set(root, { events, builder });
  }

  /** Forgets what is older than `seq`, as the log did. */
  trimBefore(seq: number): void {
    for (const [root, entry] of this.#entries) {
      const first = entry.events[0]?.seq ?? 0;
      if (first >= seq) continue;
      const kept = entry.events.filter((event) => event.seq >= seq);
      if (kept.length === 0) this.#entries.delete(root);
      else this.#rebuild(root, kept);
    }
  }

  /** The name that a story goes by after all joins. */
  root(flow: string): string {
    return this.#roots.root(flow);
  }

  /** The view of a story, by any of its names; undefined when the index holds nothing of it. */
  view(flow: string): FlowView | undefined {
    return this.#entries.get(this.#roots.root(flow))?.builder.view();
  }

  /** The events of a story, in order. */
  events(flow: string): readonly SandboxEvent[] {
    return this.#entries.get(this.#roots.root(flow))?.events ?? [];
  }

  /** The summary of one story. */
  summary(flow: string): FlowSummary | undefined {
    return this.#entries.get(this.#roots.root(flow))?.builder.summary();
  }

  /** A line for every story, the one with the newest event first. */
  summaries(): FlowSummary[] {
    const summaries: FlowSummary[] = [];
    for (const { builder } of this.#entries.values()) {
      const summary = builder.summary();
      if (summary !== undefined) summaries.push(summary);
    }
    return summaries.sort((a, b) => b.lastSeq - a.lastSeq);
  }
}
