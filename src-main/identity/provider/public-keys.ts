import type { JSONWebKeySet, JWK } from 'jose';
import type { SigningKeys } from './keys.ts';

const PRIVATE_MEMBERS = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']);

/** The published half of the signing keys, as the JWKS endpoint gives it (RFC 7517 §5). */
export function publicKeys(keys: SigningKeys): JSONWebKeySet {
  return {
    keys: keys
      .all()
      .map(
        ({ jwk }) =>
          Object.fromEntries(
            Object.entries(jwk).filter(([name]) => !PRIVATE_MEMBERS.has(name)),
          ) as unknown as JWK,
      ),
  };
}
