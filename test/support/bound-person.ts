import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { AS_WORKBENCH, Kit } from '../integration/rules/identity/kit.ts';
import type { TestIdentity } from './identity.ts';

/** How one request differs from a right one. Claims that are undefined are left out of the proof. */
export interface BoundSend {
  body?: unknown;
  type?: string;
  scheme?: 'DPoP' | 'Bearer';
  claims?: Record<string, string | undefined>;
  /** Whether a proof comes with it. */
  proof?: boolean;
}

/** An answer of the provider to a request with a proof. */
export interface BoundReply {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** A person whose access token is bound to a key of her client (RFC 9449 §5). */
export interface BoundPerson {
  token: string;
  /** Sends a request with a fresh proof, which carries the newest nonce. */
  send(method: string, path: string, more?: BoundSend): Promise<BoundReply>;
}

const CALLBACK = 'http://127.0.0.1/callback';

/** Signs a persona in at the workbench, which proves that it has the key of its token. */
export async function boundPerson(
  identity: TestIdentity,
  persona: string,
  { scope = 'openid', resource }: { scope?: string; resource?: string } = {},
): Promise<BoundPerson> {
  const { issuer, core } = identity;
  const kit = new Kit(identity);
  const key = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(key.publicKey);
  const proofOf = (claims: Record<string, string | undefined>) =>
    new SignJWT({ jti: crypto.randomUUID(), ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
      .setIssuedAt(core.clock.seconds())
      .sign(key.privateKey);
  const asked = { client_id: 'workbench', redirect_uri: CALLBACK, scope, resource };
  const form = {
    ...kit.exchange((await kit.enter(asked, persona)).get('code') ?? ''),
    redirect_uri: CALLBACK,
  };
  const exchange = async (nonce?: string) =>
    kit.send('/token', form, {
      authorization: AS_WORKBENCH,
      dpop: await proofOf({ htm: 'POST', htu: `${issuer}/token`, nonce }),
    });
  const challenged = await exchange();
  const { body } = await exchange(challenged.headers.get('dpop-nonce') ?? '');
  const token = body.access_token;
  if (!token || body.token_type !== 'DPoP') throw new Error(JSON.stringify(body));
  const ath = createHash('sha256').update(token).digest('base64url');
  let nonce: string | undefined;
  const once = async (method: string, path: string, more: BoundSend): Promise<BoundReply> => {
    const { scheme = 'DPoP', claims = {}, type = 'application/json', proof = true } = more;
    const dpop = await proofOf({
      htm: method,
      htu: `${issuer}${path.split('?')[0]}`,
      ath,
      nonce,
      ...claims,
    });
    const response = await fetch(`${issuer}${path}`, {
      method,
      headers: {
        authorization: `${scheme} ${token}`,
        ...(proof ? { dpop } : {}),
        ...(more.body === undefined ? {} : { 'content-type': type }),
      },
      body: more.body === undefined ? null : JSON.stringify(more.body),
    });
    nonce = response.headers.get('dpop-nonce') ?? nonce;
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
  };
  // The first request only learns the nonce that all others carry.
  await once('GET', '/api/users/v2/me/approval-tasks', { claims: { nonce: undefined } });
  await core.recorder.committed();
  return { token, send: (method, path, more = {}) => once(method, path, more) };
}
