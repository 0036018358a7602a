import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { type CryptoKey, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import type { Clock } from '../../events/clock.ts';
import type { Fetch } from '../../events/dispatcher.ts';
import { SingleFlight } from './single-flight.ts';

/** Keys are read again after this long, s, so that a key which the provider withdrew stops counting. */
export const KEYS_MAX_AGE_S = 300;
/** After a look for a key that the provider does not have, none is made for this long, s. */
export const FRUITLESS_COOLDOWN_S = 10;
/** After the provider gave no keys, it is not asked again for this long, s. */
export const FAILURE_COOLDOWN_S = 1;

const jwksSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(100) });

/** What the cache knows about a key. */
export interface KeyLookup {
  /** The gateway has keys of the provider, fresh or the last that it got. */
  readonly available: boolean;
  /** Why the last try to get keys failed. */
  readonly error: string | null;
  /** Key ids that the provider publishes. */
  readonly known: readonly string[];
  /** `cooldown`: the provider was asked so lately that it was not asked again. */
  readonly source: 'cache' | 'fetched' | 'cooldown';
  readonly key: PublishedKey | undefined;
}

/** A key of the provider. */
export class PublishedKey {
  readonly kid: string;
  readonly #jwk: JWK;
  readonly #imported = new Map<string, Promise<CryptoKey | Uint8Array>>();
  /** Null: the key is none. */
  #rs256: KeyObject | null | undefined;

  constructor(kid: string, jwk: JWK) {
    this.kid = kid;
    this.#jwk = jwk;
  }

  /** The one algorithm that the key is for, when the provider says so (RFC 7517 §4.4). */
  get alg(): string | null {
    return this.#jwk.alg ?? null;
  }

  /**
   * The key for RS256, to be used without waiting; undefined where the provider publishes another type of key, a shorter
   * one than RFC 7518 §3.3 asks for, or one for another use.
   */
  get rs256(): KeyObject | undefined {
    if (this.#rs256 === undefined) this.#rs256 = rsaKey(this.#jwk) ?? null;
    return this.#rs256 ?? undefined;
  }

  /** The key for `alg`; rejects when its type does not fit. */
  forAlgorithm(alg: string): Promise<CryptoKey | Uint8Array> {
    let imported = this.#imported.get(alg);
    if (!imported) {
      imported = importJWK(this.#jwk, alg);
      this.#imported.set(alg, imported);
    }
    return imported;
  }
}

/**
 * The provider's public keys (RFC 7517), read over HTTP. An unknown key id makes it look once, however many requests
 * ask; ids that nobody knows cannot make it look again and again.
 */
export class JwksCache {
  readonly #uri: string;
  readonly #fetch: Fetch;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #flight = new SingleFlight<void>();
  readonly #rotated = new Set<() => void>();
  #keys: Map<string, PublishedKey> | undefined;
  #fingerprint = '';
  #fetchedAt = 0;
  #fruitlessAt: number | undefined;
  #failedAt: number | undefined;
  #error: string | null = null;
  #epoch = 0;

  constructor(uri: string, fetch: Fetch, clock: Clock, timeoutMs: number) {
    this.#uri = uri;
    this.#fetch = fetch;
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
  }

  /** The keys are known and young enough to be used without asking. */
  get fresh(): boolean {
    return this.#keys !== undefined && within(this.#clock.seconds() - this.#fetchedAt, KEYS_MAX_AGE_S);
  }

  /** Finds a key by its id. Answers at once when nobody need be asked. */
  find(kid: string): KeyLookup | Promise<KeyLookup> {
    if (this.fresh && this.#keys?.has(kid)) return this.#lookup(kid, 'cache');
    if (this.#coolingDown()) return this.#lookup(kid, 'cooldown');
    return this.#lookAgain(kid);
  }

  /** Calls `listener` when the provider publishes other keys than before. */
  onRotated(listener: () => void): void {
    this.#rotated.add(listener);
  }

  /** Forgets everything; an answer that is still under way is not kept. */
  clear(): void {
    this.#epoch += 1;
    this.#flight.forget();
    this.#keys = undefined;
    this.#fruitlessAt = undefined;
    this.#failedAt = undefined;
    this.#error = null;
  }

  async #lookAgain(kid: string): Promise<KeyLookup> {
    let epoch: number;
    do {
      epoch = this.#epoch;
      await this.#flight.run('keys', () => this.#refresh());
      // Everything was forgotten while the answer was under way: what it said was not kept, so ask anew.
    } while (epoch !== this.#epoch);
    if (this.#keys && this.#failedAt === undefined && !this.#keys.has(kid)) {
      this.#fruitlessAt = this.#clock.seconds();
    }
    return this.#lookup(kid, 'fetched');
  }

  #lookup(kid: string, source: KeyLookup['source']): KeyLookup {
    return {
      available: this.#keys !== undefined,
      error: this.#error,
      known: this.#keys ? [...this.#keys.keys()] : [],
      source,
      key: this.#keys?.get(kid),
    };
  }

  #coolingDown(): boolean {
    const now = this.#clock.seconds();
    if (this.#failedAt !== undefined) return within(now - this.#failedAt, FAILURE_COOLDOWN_S);
    return (
      this.fresh && this.#fruitlessAt !== undefined && within(now - this.#fruitlessAt, FRUITLESS_COOLDOWN_S)
    );
  }

  async #refresh(): Promise<void> {
    const epoch = this.#epoch;
    try {
      const keys = await this.#read();
      if (epoch !== this.#epoch) return;
      const fingerprint = [...keys.keys()].sort().join(' ');
      const rotated = this.#keys !== undefined && fingerprint !== this.#fingerprint;
      this.#keys = keys;
      this.#fingerprint = fingerprint;
      this.#fetchedAt = this.#clock.seconds();
      this.#failedAt = undefined;
      this.#error = null;
      if (rotated) for (const listener of this.#rotated) listener();
    } catch (error) {
      if (epoch !== this.#epoch) return;
      // The keys that were read last stay in use: the provider being away does not make its signatures wrong.
      this.#failedAt = this.#clock.seconds();
      this.#error = error instanceof Error ? error.message : String(error);
    }
  }

  async #read(): Promise<Map<string, PublishedKey>> {
    const response = await this.#fetch(this.#uri, {
      headers: { accept: 'application/jwk-set+json, application/json' },
      signal: AbortSignal.timeout(this.#timeoutMs),
    });
    if (!response.ok) throw new Error(`the provider answered ${response.status} for its keys`);
    const { keys } = jwksSchema.parse(await response.json());
    const published = new Map<string, PublishedKey>();
    for (const jwk of keys as JWK[]) {
      // Shared secrets and keys for encryption are no keys to check a signature with (RFC 8725 §3.1).
      if (typeof jwk.kid === 'string' && jwk.kty !== 'oct' && jwk.use !== 'enc') {
        published.set(jwk.kid, new PublishedKey(jwk.kid, jwk));
      }
    }
    return published;
  }
}

function rsaKey(jwk: JWK): KeyObject | undefined {
  if (jwk.kty !== 'RSA' || (jwk.alg !== undefined && jwk.alg !== 'RS256')) return undefined;
  if ((jwk.use !== undefined && jwk.use !== 'sig') || jwk.key_ops !== undefined) return undefined;
  try {
    const { kty, n, e } = jwk;
    const key = createPublicKey({ key: { kty, n, e } as JsonWebKey, format: 'jwk' });
    return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048 ? key : undefined;
  } catch {
    return undefined; // No key at all: the library that verifies otherwise says why.
  }
}

function within(elapsed: number, limit: number): boolean {
  return elapsed >= 0 && elapsed < limit;
}
