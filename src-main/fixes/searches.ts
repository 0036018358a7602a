import { GatehouseError } from '../contract/errors.ts';

/** A search that runs: it can be told to stop, and whoever works for it hears so. */
export interface Search {
  /** Throws `fix.stopped` once the search was stopped. */
  check(): void;
  /** Calls back when the search is stopped. Answers the function that no longer does. */
  onStop(listener: () => void): () => void;
}

/** The searches that run now, by the names that their callers gave them. */
export class Searches {
  readonly #running = new Map<string, AbortController>();

  /** Runs `work` as a search of this name; another one of the same name is stopped. */
  async run<T>(name: string | undefined, work: (search: Search) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const { signal } = controller;
    if (name !== undefined) {
      this.stop(name);
      this.#running.set(name, controller);
    }
    const check = () => {
      if (signal.aborted) throw stopped();
    };
    try {
      return await work({
        check,
        onStop: (listener) => {
          signal.addEventListener('abort', listener);
          return () => signal.removeEventListener('abort', listener);
        },
      });
    } catch (error) {
      // What a fork says when it is closed under a call is no finding.
      check();
      throw error;
    } finally {
      if (name !== undefined && this.#running.get(name) === controller) this.#running.delete(name);
    }
  }

  stop(name: string): void {
    this.#running.get(name)?.abort();
  }
}

function stopped(): GatehouseError {
  return new GatehouseError({
    code: 'fix.stopped',
    what: 'The search was stopped.',
    why: 'You stopped it before every change was tried. Its forks are gone, and nothing real was changed.',
    next: 'Ask again what would have let it pass.',
  });
}
