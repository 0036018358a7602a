import { LRUCache } from 'lru-cache';
import type { Reason } from '../../contract/events.ts';
import type { JsonObject } from '../../contract/json.ts';

/** A token whose signature was found right earlier. */
export interface VerifiedToken {
  readonly claims: JsonObject;
  /** Its handle in the log. */
  readonly handle: string;
  readonly kid: string;
  readonly alg: string;
  /** `seq` of the event in which the full verification is recorded. */
  readonly seq: number;
  /** The last chains of reasons by which it was let through, by method and path. */
  readonly chains: Map<string, Reason[]>;
}

/** How many calls of a token are remembered with their chain. */
export const MAX_CHAINS = 8;

const MAX_TOKENS = 5_000;

/**
 * Tokens whose signature was verified, by the SHA-256 of the token, so that the same token is not verified at each
 * call. Only what cannot change is kept: time, revocation, audience and scope are looked at each time.
 */
export class VerifiedTokens {
  readonly #tokens = new LRUCache<string, VerifiedToken>({ max: MAX_TOKENS });

  get(digest: string): VerifiedToken | undefined {
    return this.#tokens.get(digest);
  }

  /** Whether a token is still remembered as it was; does not count as a use of it. */
  holds(digest: string, token: VerifiedToken): boolean {
    return this.#tokens.peek(digest) === token;
  }

  put(digest: string, token: VerifiedToken): void {
    this.#tokens.set(digest, token);
  }

  clear(): void {
    this.#tokens.clear();
  }

  get size(): number {
    return this.#tokens.size;
  }
}
