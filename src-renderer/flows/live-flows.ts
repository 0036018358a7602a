import { create } from 'zustand';
import type { SandboxEvent } from '../../src-main/contract/events.ts';
import type { FlowSummary, FlowView } from '../../src-main/contract/flow.ts';
import type { Participant } from '../../src-main/contract/world.ts';
import { FlowIndex } from '../../src-main/trace/views/flow-index.ts';
import { type SandboxState, useSandbox } from '../store/index.ts';

/** How many events may be kept beyond what the window's buffer has dropped, before they are let go together. */
const TRIM_SLACK = 1000;
/** A story that begins this near the old end of the buffer may have begun before it. */
const EDGE = 400;

/**
 * All stories that the window knows of, built from the same events, by the same code, as the sandbox's own views.
 * A new event is taken in as it arrives; nothing that is known already is looked at again.
 */
class LiveFlows {
  #index = new FlowIndex();
  #participants = '[]';
  #oldest = 0;

  /** Brings the index to the state of the store. Answers whether anything changed. */
  sync(state: Pick<SandboxState, 'events' | 'world'>): boolean {
    const participants = state.world?.participants ?? [];
    const key = JSON.stringify(participants);
    const newest = state.events.at(-1)?.seq ?? 0;
    const gap = (state.events[0]?.seq ?? 0) > this.#index.lastSeq + 1;
    if (key !== this.#participants || newest < this.#index.lastSeq || gap) {
      this.#participants = key;
      this.#rebuild(participants, state.events);
      return true;
    }
    if (newest === this.#index.lastSeq) return false;
    this.#index.append(eventsAfter(state.events, this.#index.lastSeq));
    const oldest = state.events[0]?.seq ?? 0;
    if (this.#oldest === 0) this.#oldest = oldest;
    if (oldest > this.#oldest + TRIM_SLACK) {
      this.#index.trimBefore(oldest);
      this.#oldest = oldest;
    }
    return true;
  }

  #rebuild(participants: readonly Participant[], events: readonly SandboxEvent[]): void {
    this.#index = new FlowIndex(participants);
    this.#index.append(events);
    this.#oldest = events[0]?.seq ?? 0;
  }

  root(flow: string): string {
    return this.#index.root(flow);
  }

  /** The story, when the window has all of it; undefined when (part of) it must be asked for. */
  whole(flow: string): FlowView | undefined {
    const first = this.#index.events(flow)[0]?.seq;
    if (first === undefined || (this.#oldest > 1 && first < this.#oldest + EDGE)) return undefined;
    return this.#index.view(flow);
  }

  /** The story as far as the window has it. */
  part(flow: string): FlowView | undefined {
    return this.#index.view(flow);
  }

  summaries(): FlowSummary[] {
    return this.#index.summaries();
  }

  /** The newest event of a story, by `seq`; 0 when the window has none. */
  lastSeqOf(flow: string): number {
    return this.#index.events(flow).at(-1)?.seq ?? 0;
  }

  /** The story whose first hop is the newest. */
  newest(): string | undefined {
    let found: FlowSummary | undefined;
    for (const summary of this.#index.summaries()) {
      if (
        summary.hops > 0 &&
        summary.aside !== 'setup' &&
        (found === undefined || summary.firstSeq > found.firstSeq)
      )
        found = summary;
    }
    return found?.flow;
  }

  events(flow: string): readonly SandboxEvent[] {
    return this.#index.events(flow);
  }
}

function eventsAfter(events: readonly SandboxEvent[], seq: number): readonly SandboxEvent[] {
  let start = events.length;
  while (start > 0 && (events[start - 1]?.seq ?? 0) > seq) start -= 1;
  return events.slice(start);
}

export const liveFlows = new LiveFlows();

/** Changes with every change of {@link liveFlows}, so that components render again. */
export const useFlowVersion = create<{ version: number }>()(() => ({ version: 0 }));

function sync(state: SandboxState): void {
  if (liveFlows.sync(state)) useFlowVersion.setState(({ version }) => ({ version: version + 1 }));
}

sync(useSandbox.getState());
useSandbox.subscribe((state, before) => {
  if (state.events !== before.events || state.world !== before.world) sync(state);
});
