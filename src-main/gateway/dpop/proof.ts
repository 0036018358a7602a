import { calculateJwkThumbprint, compactVerify, importJWK, type JWK } from 'jose';
import type { JsonObject } from '../../contract/json.ts';
import { type DecodedJwt, decodeJwt, numberIn, textIn } from '../tokens/jwt.ts';

/** A DPoP proof taken apart but not verified (RFC 9449 §4.2). */
export interface DecodedProof {
  readonly raw: string;
  readonly jwt: DecodedJwt;
  readonly typ: string | null;
  readonly alg: string | null;
  readonly jwk: JsonObject | undefined;
  readonly jti: string | null;
  readonly htm: string | null;
  readonly htu: string | null;
  readonly iat: number | null;
  readonly ath: string | null;
  readonly nonce: string | null;
}

/** What the signature of a proof says. */
export interface ProofSignature {
  readonly valid: boolean;
  /** SHA-256 thumbprint of the key in the proof (RFC 7638). */
  readonly thumbprint: string | null;
  readonly error: string | null;
}

/** Members of a JWK that belong to a private or a shared key (RFC 7518 §6). */
const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** Takes a proof apart. Nothing is thrown. */
export function decodeProof(raw: string): DecodedProof {
  const jwt = decodeJwt(raw);
  const jwk = jwt.header?.jwk;
  return {
    raw,
    jwt,
    typ: textIn(jwt.header, 'typ'),
    alg: textIn(jwt.header, 'alg'),
    jwk: typeof jwk === 'object' && jwk !== null && !Array.isArray(jwk) ? jwk : undefined,
    jti: textIn(jwt.claims, 'jti'),
    htm: textIn(jwt.claims, 'htm'),
    htu: textIn(jwt.claims, 'htu'),
    iat: numberIn(jwt.claims, 'iat'),
    ath: textIn(jwt.claims, 'ath'),
    nonce: textIn(jwt.claims, 'nonce'),
  };
}

/** Whether the key in a proof is public, as it must be. */
export function keyKind(jwk: JsonObject | undefined): 'public' | 'private' | 'missing' {
  if (!jwk) return 'missing';
  return SECRET_MEMBERS.some((member) => member in jwk) ? 'private' : 'public';
}

/** Checks the signature of a proof with the key that it shows. Never rejects: a broken key is a wrong signature. */
export async function verifyProof(proof: DecodedProof): Promise<ProofSignature> {
  if (!proof.jwk || !proof.alg) return { valid: false, thumbprint: null, error: 'no key or no algorithm' };
  try {
    const thumbprint = await calculateJwkThumbprint(proof.jwk as JWK, 'sha256');
    const key = await importJWK(proof.jwk as JWK, proof.alg);
    await compactVerify(proof.raw, key, { algorithms: [proof.alg] });
    return { valid: true, thumbprint, error: null };
  } catch (error) {
    return { valid: false, thumbprint: null, error: error instanceof Error ? error.message : String(error) };
  }
}
