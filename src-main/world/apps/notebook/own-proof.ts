import { createHash, randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** A request, given the proof that goes with it. */
type Send = (proof: string) => Promise<Response>;

/**
 * Sends a request with a proof by a key that was just made (RFC 9449 §4.2). Everything about the proof is right, but that
 * the token was bound to another key. A server that asks for its nonce (§8) gets it.
 */
export async function withOwnProof(
  { method, url, token }: { method: string; url: string; token?: string },
  send: Send,
): Promise<Response> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = await exportJWK(publicKey);
  const ath = token === undefined ? {} : { ath: createHash('sha256').update(token).digest('base64url') };
  const proof = (nonce: string | null) =>
    new SignJWT({ htm: method, htu: url, ...ath, ...(nonce === null ? {} : { nonce }) })
      .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk })
      .setJti(randomUUID())
      .setIssuedAt()
      .sign(privateKey);
  const first = await send(await proof(null));
  const nonce = first.headers.get('dpop-nonce');
  if (first.ok || nonce === null) return first;
  await first.arrayBuffer();
  return send(await proof(nonce));
}
