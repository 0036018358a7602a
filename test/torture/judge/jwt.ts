import { constants, createHash, createPublicKey, type JsonWebKey, verify } from 'node:crypto';

/** A JWT taken apart (RFC 7519 §7.2). */
export interface Jwt {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  signed: string;
  signature: Buffer;
}

/** Takes a compact JWS apart; undefined for whatever is none. base64url has no padding (RFC 7515 §2). */
export function readJwt(token: string): Jwt | undefined {
  const parts = token.split('.');
  if (parts.length !== 3 || !parts.every((part) => /^[\w-]+$/.test(part) && part.length % 4 !== 1))
    return undefined;
  const [head = '', body = '', end = ''] = parts;
  const header = object(head);
  const claims = object(body);
  if (!header || !claims) return undefined;
  return { header, claims, signed: `${head}.${body}`, signature: Buffer.from(end, 'base64url') };
}

function object(part: string): Record<string, unknown> | undefined {
  const bytes = Buffer.from(part, 'base64url');
  const text = bytes.toString('utf8');
  // Bytes that are no UTF-8 would read as something that they are not (RFC 7519 §7.2, step 9).
  if (!Buffer.from(text, 'utf8').equals(bytes)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined; // No JSON, so no JWT.
  }
}

/** How each algorithm is verified (RFC 7518 §3.1, RFC 8037); only signatures with a public key are here. */
const ALGORITHMS: Record<string, { hash: string | null; kty: string; pss?: boolean }> = {
  RS256: { hash: 'sha256', kty: 'RSA' },
  RS384: { hash: 'sha384', kty: 'RSA' },
  RS512: { hash: 'sha512', kty: 'RSA' },
  PS256: { hash: 'sha256', kty: 'RSA', pss: true },
  PS384: { hash: 'sha384', kty: 'RSA', pss: true },
  PS512: { hash: 'sha512', kty: 'RSA', pss: true },
  ES256: { hash: 'sha256', kty: 'EC' },
  ES384: { hash: 'sha384', kty: 'EC' },
  ES512: { hash: 'sha512', kty: 'EC' },
  EdDSA: { hash: null, kty: 'OKP' },
  Ed25519: { hash: null, kty: 'OKP' },
};

/** Whether `jwk` signed the token by the algorithm that its header names. */
export function isSignedBy({ header, signed, signature }: Jwt, jwk: JsonWebKey): boolean {
  const algorithm = typeof header.alg === 'string' ? ALGORITHMS[header.alg] : undefined;
  if (!algorithm || jwk.kty !== algorithm.kty) return false;
  try {
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    const padding = algorithm.pss
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : {};
    return verify(
      algorithm.hash,
      Buffer.from(signed),
      { key, dsaEncoding: 'ieee-p1363', ...padding },
      signature,
    );
  } catch {
    return false; // A key that is none signs nothing.
  }
}

/** RFC 7638. */
export function thumbprint(jwk: JsonWebKey): string {
  const members: Record<string, string[]> = {
    RSA: ['e', 'kty', 'n'],
    EC: ['crv', 'kty', 'x', 'y'],
    OKP: ['crv', 'kty', 'x'],
  };
  const known = jwk as Record<string, unknown>;
  const text = JSON.stringify(
    Object.fromEntries((members[String(jwk.kty)] ?? []).map((name) => [name, known[name]])),
  );
  return createHash('sha256').update(text).digest('base64url');
}
