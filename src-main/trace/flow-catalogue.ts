import type { FlowSummary } from '../contract/flow.ts';
import type { Participant } from '../contract/world.ts';
import { monotonicNow } from '../events/clock.ts';
import type { Core } from '../events/core.ts';
import { FlowIndex } from './views/flow-index.ts';
import { FlowRoots, joinOf } from './views/flow-joins.ts';

/** How many events one story may have. */
export const FLOW_EVENTS = 20_000;
/** How long one turn of the worker may be taken, ms: whatever else it has to answer comes in between. */
const TURN_MS = 8;
/** How much of a story's titles is searched, characters. */
const SEARCHED = 4_000;
/** How many of the newest records that hold a search are looked at. */
const RECORDS_SEARCHED = 1_000;

/** A story as the log's index tells of it, without a record being read. */
type Extent = { flows: string[]; last: number; events: number };
/** What is known of a story, good while it has as many events and the same last one. */
type Entry = { last: number; events: number; summary: FlowSummary | undefined; text: string };

/**
 * The stories of the log in one line each. A story is read once and again only when it has changed; the log's index
 * says which. Reading goes in short turns, so that a long log keeps nobody waiting.
 */
export class FlowCatalogue {
  readonly #core: Core;
  readonly #participants: () => Participant[];
  readonly #entries = new Map<string, Entry>();
  readonly #roots = new FlowRoots();
  readonly #joined = new Set<string>();
  #joinsRead = 0;
  #named = '';

  constructor(core: Core, participants: () => Participant[]) {
    this.#core = core;
    this.#participants = participants;
  }

  /** Every name of a story, that of the root first. */
  members(flow: string): string[] {
    this.#readJoins();
    const root = this.#root(flow);
    const joined = [...this.#joined].filter((name) => this.#root(name) === root);
    return [...new Set([root, ...this.#core.correlator.members(flow), ...joined])];
  }

  /**
   * The newest stories that hold `search` in their line, their titles or their rules, newest first. Where no story says
   * so, those that hold it anywhere in their records: an id, a header, a claim.
   */
  async list(limit: number, search: string | undefined): Promise<FlowSummary[]> {
    const participants = this.#participants();
    const named = JSON.stringify(participants);
    if (named !== this.#named) this.#entries.clear();
    this.#named = named;
    const extents = [...this.#extents()].sort(([, a], [, b]) => b.last - a.last);
    const wanted = search?.trim().toLowerCase();
    const found: FlowSummary[] = [];
    let turn = monotonicNow();
    for (const [root, extent] of extents) {
      if (monotonicNow() - turn > TURN_MS) {
        await new Promise((resolve) => setImmediate(resolve));
        turn = monotonicNow();
      }
      const { summary, text } = this.#entry(root, extent, participants);
      if (summary === undefined || (wanted && !text.includes(wanted))) continue;
      found.push(summary);
      if (found.length === limit) break;
    }
    this.#forget(new Set(extents.map(([root]) => root)));
    if (found.length > 0 || search === undefined || !wanted) return found;
    const holding = this.#holding(search.trim());
    return extents
      .filter(([root]) => holding.has(root))
      .map(([root, extent]) => this.#entry(root, extent, participants).summary)
      .filter((summary) => summary !== undefined)
      .slice(0, limit);
  }

  #holding(search: string): Set<string> {
    const events = this.#core.log.list({ search, limit: RECORDS_SEARCHED });
    return new Set(events.flatMap(({ flow }) => (flow === undefined ? [] : [this.#root(flow)])));
  }

  #entry(root: string, extent: Extent, participants: readonly Participant[]): Entry {
    const known = this.#entries.get(root);
    if (known?.last === extent.last && known.events === extent.events) return known;
    const index = new FlowIndex(participants);
    index.append(this.#core.log.list({ flows: extent.flows, limit: FLOW_EVENTS }));
    const summary = index.summaries()[0];
    const view = summary && index.view(summary.flow);
    const said = new Set([
      ...(view?.hops ?? []).flatMap((hop) => [hop.title, hop.response?.title ?? '']),
      ...(view?.decisions ?? []).flatMap(({ title, reasons }) => [
        title,
        ...reasons.filter(({ outcome }) => outcome === 'fail').map(({ rule }) => rule),
      ]),
    ]);
    const text = `${JSON.stringify(summary)} ${[...said].join('\n').slice(0, SEARCHED)}`.toLowerCase();
    const named = summary && { ...summary, flow: root };
    const entry = { last: extent.last, events: extent.events, summary: named, text };
    this.#entries.set(root, entry);
    return entry;
  }

  /** Takes in the joins that the log has told of since the last time. */
  #readJoins(): void {
    const types = ['flow.joined'] as const;
    for (const event of this.#core.log.list({
      after: this.#joinsRead,
      types,
      limit: Number.MAX_SAFE_INTEGER,
    })) {
      this.#joinsRead = event.seq;
      const join = joinOf(event);
      if (join === undefined) continue;
      this.#roots.join(join.root, join.joined);
      this.#joined.add(join.root).add(join.joined);
    }
  }

  /** The log tells of a join a moment after the correlator knows of it; the correlator knows the newest alone. */
  #root(flow: string): string {
    return this.#core.correlator.root(this.#roots.root(flow));
  }

  #extents(): Map<string, Extent> {
    this.#readJoins();
    const extents = new Map<string, Extent>();
    for (const { flow, last, events } of this.#core.log.flows()) {
      const root = this.#root(flow);
      const known = extents.get(root);
      if (known === undefined) extents.set(root, { flows: [flow], last, events });
      else {
        known.flows.push(flow);
        known.events += events;
        known.last = Math.max(known.last, last);
      }
    }
    return extents;
  }

  #forget(present: ReadonlySet<string>): void {
    for (const root of this.#entries.keys()) if (!present.has(root)) this.#entries.delete(root);
  }
}
