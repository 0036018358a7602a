import type { FlowSummary } from '../contract/flow.ts';
import type { MethodOutput, MethodParams } from '../contract/methods.ts';
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

type FlowFilter = MethodParams<'traces.count'>;
/** `empty`: with stories that tell nothing. */
type FlowPage = MethodParams<'traces.page'> & { empty?: boolean };
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
  #sorted: readonly [string, Extent][] = [];
  #sortedAt = -1;

  constructor(core: Core, participants: () => Participant[]) {
    this.#core = core;
    this.#participants = participants;
    core.log.onTrimmed(() => {
      this.#sortedAt = -1;
    });
  }

  /** Every name of a story, that of the root first. */
  members(flow: string): string[] {
    this.#readJoins();
    const root = this.#root(flow);
    const joined = [...this.#joined].filter((name) => this.#root(name) === root);
    return [...new Set([root, ...this.#core.correlator.members(flow), ...joined])];
  }

  /**
   * The newest stories that match, newest first, at most `limit`. Where no story says `search` in its line, titles or
   * rules, those match that hold it anywhere in their records: an id, a header, a claim.
   */
  async page({ limit, before, aside, empty, ...filter }: FlowPage): Promise<MethodOutput<'traces.page'>> {
    const flows: FlowSummary[] = [];
    for await (const summary of this.#matching(filter, before)) {
      if ((summary.aside !== undefined && !aside) || (isEmpty(summary) && !empty)) continue;
      if (flows.length === limit) return { flows, more: true };
      flows.push(summary);
    }
    return { flows, more: false };
  }

  /** How many stories match. */
  async count(filter: FlowFilter): Promise<MethodOutput<'traces.count'>> {
    const counted = { flows: 0, aside: 0, last: this.#core.log.last };
    for await (const summary of this.#matching(filter, undefined)) {
      if (!isEmpty(summary)) counted[summary.aside === undefined ? 'flows' : 'aside'] += 1;
    }
    return counted;
  }

  async *#matching(filter: FlowFilter, before: number | undefined): AsyncGenerator<FlowSummary> {
    const wanted = filter.search?.trim().toLowerCase();
    const holds = wanted ? await this.#holder(wanted) : () => true;
    for await (const [root, { summary, text }] of this.#all(before)) {
      if (summary === undefined || !holds(root, text)) continue;
      if (filter.actor !== undefined && summary.actor !== filter.actor) continue;
      if (filter.outcome !== undefined && summary.outcome !== filter.outcome) continue;
      yield summary;
    }
  }

  /** How a search is held by a story. Whether any story says it is asked of all, so that every page answers the same. */
  async #holder(wanted: string): Promise<(root: string, text: string) => boolean> {
    const says = (_: string, text: string) => text.includes(wanted);
    for await (const [root, { summary, text }] of this.#all(undefined)) {
      if (summary !== undefined && says(root, text)) return says;
    }
    const holding = this.#holding(wanted);
    return (root) => holding.has(root);
  }

  /** Every story, the one with the newest event first, in short turns. */
  async *#all(before: number | undefined): AsyncGenerator<[string, Entry]> {
    const participants = this.#participants();
    const named = JSON.stringify(participants);
    if (named !== this.#named) this.#entries.clear();
    this.#named = named;
    let turn = monotonicNow();
    for (const [root, extent] of this.#newestFirst()) {
      if (before !== undefined && extent.last >= before) continue;
      if (monotonicNow() - turn > TURN_MS) {
        await new Promise((resolve) => setImmediate(resolve));
        turn = monotonicNow();
      }
      yield [root, this.#entry(root, extent, participants)];
    }
  }

  /** The stories by the log's index, which is asked again when the log has changed. */
  #newestFirst(): readonly [string, Extent][] {
    const { last, trouble } = this.#core.log;
    if (last !== this.#sortedAt || trouble !== undefined) {
      const extents = this.#extents();
      for (const root of this.#entries.keys()) if (!extents.has(root)) this.#entries.delete(root);
      this.#sorted = [...extents].sort(([, a], [, b]) => b.last - a.last);
      this.#sortedAt = last;
    }
    return this.#sorted;
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
}

/** A story without a hop in which nothing was decided tells nothing. */
function isEmpty({ hops, outcome }: FlowSummary): boolean {
  return hops === 0 && outcome === 'ok';
}
