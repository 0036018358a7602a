import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Reply, ScimService } from '../../scim/support.ts';
import { AS_SYNC } from '../../scim/tokens.ts';

/** What a test makes wrong of a proof; undefined leaves a claim out. */
export type ProofChange = Record<string, string | undefined>;

/** A token that is bound to a key, and requests with proofs of that key. */
export interface BoundRequest {
  token: string;
  send(claims?: ProofChange, more?: { typ?: string; otherKey?: boolean; jti?: string }): Promise<Reply>;
}

/** Gets a token of the machine that is bound to a fresh key (RFC 9449 §5), for searching users. */
export async function boundRequest(scim: ScimService): Promise<BoundRequest> {
  const own = await generateKeyPair('ES256', { extractable: true });
  const proof = async (claims: ProofChange, typ = 'dpop+jwt', key = own, jti: string = crypto.randomUUID()) =>
    new SignJWT({ jti, ...claims })
      .setProtectedHeader({ alg: 'ES256', typ, jwk: await exportJWK(key.publicKey) })
      .setIssuedAt(scim.identity.core.clock.seconds())
      .sign(key.privateKey);
  const tokenUrl = `${scim.identity.issuer}/token`;
  const ask = async (nonce?: string) =>
    fetch(tokenUrl, {
      method: 'POST',
      headers: { authorization: AS_SYNC, dpop: await proof({ htm: 'POST', htu: tokenUrl, nonce }) },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        scope: 'internal_user_mgt_list',
        resource: scim.url,
      }),
    });
  const challenged = await ask();
  const answered = await ask(challenged.headers.get('dpop-nonce') ?? '');
  const { access_token: token } = (await answered.json()) as { access_token: string };
  const ath = createHash('sha256').update(token).digest('base64url');
  const authorization = `DPoP ${token}`;
  const first = await scim.send('GET', '/Users', undefined, { authorization });
  const nonce = first.headers.get('dpop-nonce') ?? '';
  return {
    token,
    send: async (claims = {}, { typ, otherKey, jti } = {}) => {
      const key = otherKey ? await generateKeyPair('ES256', { extractable: true }) : own;
      const dpop = await proof(
        { htm: 'GET', htu: `${scim.url}/Users`, ath, nonce, ...claims },
        typ,
        key,
        jti,
      );
      return scim.send('GET', '/Users', undefined, { authorization, dpop });
    },
  };
}
