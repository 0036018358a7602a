import { LRUCache } from 'lru-cache';
import * as oidc from 'openid-client';
import type { SessionKey } from './session.ts';

/** Keys in use at once; a key beyond them only has to be given its nonces anew. */
const MAX_KEYS = 100;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** Makes the key pair to which the tokens of one sign-in will be bound. */
export async function newKey(): Promise<SessionKey> {
  const { privateKey } = await oidc.randomDPoPKeyPair('ES256', { extractable: true });
  const { x = '', y = '', d = '' } = await crypto.subtle.exportKey('jwk', privateKey);
  return { kty: 'EC', crv: 'P-256', x, y, d };
}

/** Makes proofs with keys (RFC 9449 §4), and remembers the nonces that each server gave for them (§8). */
export class Proofs {
  readonly #handles = new LRUCache<string, Promise<oidc.DPoPHandle>>({ max: MAX_KEYS });

  /** What makes proofs with this key. */
  of(configuration: oidc.Configuration, key: SessionKey): Promise<oidc.DPoPHandle> {
    const known = this.#handles.get(key.x);
    if (known) return known;
    const handle = keyPairOf(key).then((pair) => oidc.getDPoPHandle(configuration, pair));
    this.#handles.set(key.x, handle);
    return handle;
  }

  /** Nonces belong to the time and the state in which they were given. */
  forget(): void {
    this.#handles.clear();
  }
}

async function keyPairOf({ d, ...publicKey }: SessionKey): Promise<oidc.CryptoKeyPair> {
  return {
    privateKey: await crypto.subtle.importKey('jwk', { ...publicKey, d }, ALGORITHM, false, ['sign']),
    publicKey: await crypto.subtle.importKey('jwk', publicKey, ALGORITHM, true, ['verify']),
  };
}
