import { createHash, randomUUID } from 'node:crypto';
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

/** A client that holds a DPoP key (RFC 9449). */
export class DpopClient {
  readonly jkt: string;
  readonly jwk: JWK;
  readonly privateKey: CryptoKey;

  private constructor(jkt: string, jwk: JWK, privateKey: CryptoKey) {
    this.jkt = jkt;
    this.jwk = jwk;
    this.privateKey = privateKey;
  }

  static async create(): Promise<DpopClient> {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(publicKey);
    return new DpopClient(await calculateJwkThumbprint(jwk, 'sha256'), jwk, privateKey);
  }

  /** A proof for a GET of `htu` with `token` that is right in all; `claims` and `header` replace or remove. */
  proof(
    now: number,
    htu: string,
    token: string,
    claims: Record<string, unknown> = {},
    header: Record<string, unknown> = {},
  ): Promise<string> {
    const ath = createHash('sha256').update(token).digest('base64url');
    return new SignJWT({ jti: randomUUID(), htm: 'GET', htu, iat: now, ath, ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: this.jwk, ...header })
      .sign(this.privateKey);
  }
}
