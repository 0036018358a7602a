import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { ExternalSigningKey } from 'oidc-provider';
import type { SigningAlgorithm, SigningKey } from './keys.ts';

/**
 * A key with which the provider's library signs through its own hook for keys that are kept elsewhere. The signature is
 * made by Node's thread pool either way; without Web Crypto in between, the thread that answers requests has a quarter of
 * the work with it.
 */
export class ThreadSigningKey extends ExternalSigningKey {
  readonly #private: KeyObject;
  readonly #public: KeyObject;
  readonly #kid: string;
  readonly #alg: SigningAlgorithm;

  constructor({ jwk, kid, alg }: SigningKey) {
    super();
    this.#private = createPrivateKey({ key: { ...jwk }, format: 'jwk' });
    this.#public = createPublicKey(this.#private);
    this.#kid = kid;
    this.#alg = alg;
  }

  override get kid(): string {
    return this.#kid;
  }

  override get alg(): SigningAlgorithm {
    return this.#alg;
  }

  override keyObject(): KeyObject {
    return this.#public;
  }

  /** JWS signatures of RS256 and ES256 (RFC 7518 §3.3 and §3.4). */
  override sign(data: Uint8Array): Promise<Buffer> {
    // The two halves side by side, not the DER of other protocols.
    const key =
      this.#alg === 'ES256' ? ({ key: this.#private, dsaEncoding: 'ieee-p1363' } as const) : this.#private;
    return new Promise((resolve, reject) =>
      sign('sha256', data, key, (error, signature) => (error ? reject(error) : resolve(signature))),
    );
  }
}
