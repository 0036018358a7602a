import type { SandboxEvent } from '../../contract/events.ts';
import type { Json } from '../../contract/json.ts';

/** Two stories that turned out to be one. `root` is the name that both go by from now on. */
export type FlowJoin = { root: string; joined: string; by: string };

function id(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What a `flow.joined` event says; undefined for any other event. */
export function joinOf(event: SandboxEvent): FlowJoin | undefined {
  if (event.type !== 'flow.joined') return undefined;
  const root = id(event.data.flow) ?? id(event.data.into);
  const joined = id(event.data.joined) ?? id(event.data.from) ?? event.flow;
  if (root === undefined || joined === undefined) return undefined;
  return { root, joined, by: id(event.data.by) ?? 'evidence' };
}

/** Which stories are one. A union-find with the roots that the log names. */
export class FlowRoots {
  readonly #parents = new Map<string, string>();

  /** The name that a story goes by. */
  root(flow: string): string {
    let root = flow;
    for (let parent = this.#parents.get(root); parent !== undefined; parent = this.#parents.get(root))
      root = parent;
    // Shorten the way for the next look-up.
    for (let at = flow; at !== root; ) {
      const next = this.#parents.get(at) ?? root;
      this.#parents.set(at, root);
      at = next;
    }
    return root;
  }

  /** Makes two stories one. Answers false when they were one already. */
  join(root: string, joined: string): boolean {
    const into = this.root(root);
    const other = this.root(joined);
    if (into === other) return false;
    this.#parents.set(other, into);
    return true;
  }
}
