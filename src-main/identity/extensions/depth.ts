import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { SCRIPT_LIMITS } from '../../contract/extension-events.ts';

/** The header by which a call of a script is known when it arrives. Its value is drawn at random and means one run. */
export const CALL_HEADER = 'x-gatehouse-extension';

interface Level {
  /** How many scripts have set off one another so far. */
  depth: number;
  /** How many more may run for the request that began it all. Shared by all of them. */
  budget: { left: number };
}

/** Follows scripts that set off one another: through calls to the provider, and through the events of what those did. */
export class Depth {
  readonly #current = new AsyncLocalStorage<Level>();
  readonly #calls = new Map<string, Level>();

  /** Answers a request at the depth of the script that sent it, if one did. */
  within<T>(request: IncomingMessage, work: () => T): T {
    const header = request.headers[CALL_HEADER];
    const level = typeof header === 'string' ? this.#calls.get(header) : undefined;
    return level ? this.#current.run(level, work) : work();
  }

  /** Whether one more script may run here; if so, it is counted. */
  enter(): { level: Level } | undefined {
    const { depth, budget } = this.#current.getStore() ?? { depth: 0, budget: { left: SCRIPT_LIMITS.runs } };
    if (depth >= SCRIPT_LIMITS.depth || budget.left <= 0) return undefined;
    budget.left -= 1;
    return { level: { depth: depth + 1, budget } };
  }

  /** A header for the calls of a run. `done` forgets it. */
  mark({ level }: { level: Level }): { header: string; done: () => void } {
    const header = randomBytes(12).toString('base64url');
    this.#calls.set(header, level);
    return { header, done: () => this.#calls.delete(header) };
  }
}
