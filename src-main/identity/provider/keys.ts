import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { JWK } from 'oidc-provider';
import type { Core } from '../../events/core.ts';
import { LONGEST_SIGNED_TOKEN_S } from './token-lifetimes.ts';

const generate = promisify(generateKeyPair);

/** The algorithms that the provider signs with; the first is the one that every client must know (RFC 9068 §4). */
const SIGNING_ALGORITHMS = ['RS256', 'ES256'] as const;
export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number];

/** What tokens are signed with unless an application registered another algorithm. */
export const DEFAULT_ALGORITHM: SigningAlgorithm = SIGNING_ALGORITHMS[0];

/** Where a key is in its life: published ahead, signing, or kept so that what it signed can still be verified. */
type KeyPhase = 'next' | 'signing' | 'retired';

/** A signing key. `useFrom` is when it began to sign, s; 0 while it is only published. */
export interface SigningKey {
  kid: string;
  alg: SigningAlgorithm;
  phase: KeyPhase;
  useFrom: number;
  jwk: JWK;
}

interface Row {
  kid: string;
  alg: SigningAlgorithm;
  jwk: string;
  use_from: number;
  position: number;
}

/** Positions in the table: the signing key stands first, as the provider takes the first that fits. */
const SIGNING = 0;
const NEXT = 1;

/**
 * So many retired keys of an algorithm stay published at most: whoever reads keys reads a limited number (the gateway
 * 100), and would else read none once somebody has turned the wheel often enough.
 */
const MOST_RETIRED = 40;

/**
 * The provider's signing keys. For each algorithm one key signs and its successor is already published, so that a
 * rotation surprises nobody's cache; a retired key stays published until the last token that it signed has expired.
 */
export class SigningKeys {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** All keys, those that sign first. */
  all(): SigningKey[] {
    return this.#rows().map((row) => ({
      kid: row.kid,
      alg: row.alg,
      phase: row.position === SIGNING ? 'signing' : row.position === NEXT ? 'next' : 'retired',
      useFrom: row.use_from,
      jwk: JSON.parse(row.jwk) as JWK,
    }));
  }

  /** Makes the keys that are missing; a new sandbox has none. */
  async ensure(): Promise<void> {
    const rows = this.#rows();
    for (const alg of SIGNING_ALGORITHMS) {
      const missing = [SIGNING, NEXT].filter(
        (position) => !rows.some((row) => row.alg === alg && row.position === position),
      );
      const keys = await Promise.all(missing.map(() => newKey(alg)));
      this.#core.store.transaction(() => {
        for (const [index, position] of missing.entries()) {
          const jwk = keys[index];
          if (jwk) this.#insert(jwk, alg, position, position === SIGNING ? this.#core.clock.seconds() : 0);
        }
      });
    }
  }

  /**
   * Turns the wheel once, for each algorithm: the published key begins to sign, the one that signed is retired, a new
   * one is published, and retired keys whose tokens have all expired go. Answers the key that signs by default now.
   */
  async rotate(): Promise<string> {
    const fresh = new Map(
      await Promise.all(SIGNING_ALGORITHMS.map(async (alg) => [alg, await newKey(alg)] as const)),
    );
    const now = this.#core.clock.seconds();
    const { store, recorder } = this.#core;
    return store.transaction(() => {
      for (const [alg, jwk] of fresh) {
        const was = this.#rows().find((row) => row.alg === alg && row.position === SIGNING);
        store
          .prepare('UPDATE signing_key SET position = position + 2 WHERE alg = ? AND position <> ?')
          .run(alg, NEXT);
        store
          .prepare('UPDATE signing_key SET position = ?, use_from = ? WHERE alg = ? AND position = ?')
          .run(SIGNING, now, alg, NEXT);
        this.#insert(jwk, alg, NEXT, 0);
        const dropped = this.#dropSpent(alg, now);
        const kid = this.#rows().find((row) => row.alg === alg && row.position === SIGNING)?.kid ?? '';
        recorder.record({
          type: 'idp.key.rotated',
          outcome: 'ok',
          data: { alg, kid, was: was?.kid ?? null, next: jwk.kid ?? null, dropped },
        });
      }
      return this.#rows().find((row) => row.alg === DEFAULT_ALGORITHM && row.position === SIGNING)?.kid ?? '';
    });
  }

  /** A retired key is spent when its successor has signed for longer than any token lives, or when there are too many. */
  #dropSpent(alg: SigningAlgorithm, now: number): string[] {
    const keys = this.#rows().filter((row) => row.alg === alg && row.position !== NEXT);
    const spent = keys.filter((_, index) => {
      const successor = keys[index - 1];
      const outlived = successor !== undefined && successor.use_from + LONGEST_SIGNED_TOKEN_S < now;
      return outlived || index > MOST_RETIRED;
    });
    for (const { kid } of spent) this.#core.store.prepare('DELETE FROM signing_key WHERE kid = ?').run(kid);
    return spent.map((row) => row.kid);
  }

  #insert(jwk: JWK, alg: SigningAlgorithm, position: number, useFrom: number): void {
    this.#core.store
      .prepare('INSERT INTO signing_key (kid, alg, jwk, use_from, position) VALUES (?, ?, ?, ?, ?)')
      .run(jwk.kid, alg, JSON.stringify(jwk), useFrom, position);
  }

  #rows(): Row[] {
    return this.#core.store.prepare<Row>('SELECT * FROM signing_key ORDER BY position, alg DESC').all();
  }
}

async function newKey(alg: SigningAlgorithm): Promise<JWK> {
  const { privateKey } =
    alg === 'RS256'
      ? await generate('rsa', { modulusLength: 2048 })
      : await generate('ec', { namedCurve: 'P-256' });
  const jwk = privateKey.export({ format: 'jwk' }) as JWK;
  return { ...jwk, kid: randomBytes(8).toString('base64url'), alg, use: 'sig' };
}
