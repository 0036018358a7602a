import { constants, createHmac, createPrivateKey, createPublicKey, type JsonWebKey, sign } from 'node:crypto';

/** Puts JSON, or bytes as they are, into a part of a JWT. */
export const part = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** Signs by `alg` with a private key; `none` gives the empty signature. */
export function signature(alg: string, input: string, jwk: JsonWebKey): string {
  const data = Buffer.from(input);
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  if (alg === 'none') return '';
  if (alg.startsWith('PS')) {
    const padding = {
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    };
    return sign('sha256', data, { key, ...padding }).toString('base64url');
  }
  return sign(jwk.kty === 'OKP' ? null : 'sha256', data, { key, dsaEncoding: 'ieee-p1363' }).toString(
    'base64url',
  );
}

/** Takes text for the shared secret of HMAC, as a server does that trusts `alg` (RFC 8725 §2.1). */
export const hmac = (input: string, secret: string): string =>
  createHmac('sha256', secret).update(input).digest('base64url');

/** The public half of a key. */
export function publicHalf(jwk: JsonWebKey): JsonWebKey {
  return createPublicKey(createPrivateKey({ key: jwk, format: 'jwk' })).export({ format: 'jwk' });
}

/** The public half as the text that it is often handed about in. */
export function publicPem(jwk: JsonWebKey): string {
  return createPublicKey(createPrivateKey({ key: jwk, format: 'jwk' }))
    .export({ format: 'pem', type: 'spki' })
    .toString();
}
