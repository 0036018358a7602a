import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

const MAX_PROOFS = 100_000;

/**
 * Remembers the proofs that were used (RFC 9449 §11.1). A change of the clock does not empty it: a proof stays used
 * whatever the time. A restore does, since with the state also their use is undone.
 */
export class ReplayMemory {
  readonly #used = new LRUCache<string, true>({ max: MAX_PROOFS });

  /** Marks a proof as used; answers whether it was used before. */
  use(thumbprint: string, jti: string): boolean {
    // Hashed, since a stranger chooses how long a jti is.
    const key = hash('sha256', `${thumbprint}:${jti}`, 'base64');
    if (this.#used.has(key)) return true;
    this.#used.set(key, true);
    return false;
  }

  clear(): void {
    this.#used.clear();
  }
}
