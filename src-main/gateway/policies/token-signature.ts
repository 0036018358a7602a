import { verify as verifySignature } from 'node:crypto';
import { compactVerify } from 'jose';
import type { Exchange } from '../exchange.ts';
import type { PublishedKey } from '../keys/jwks-cache.ts';
import { definePolicy, fail, pass } from '../policy.ts';
import { textIn } from '../tokens/jwt.ts';

type Inputs = {
  token: string;
  kid: string;
  alg: string;
  valid: boolean;
  error: string | null;
  /** `seq` of the event that records the verification, when it was done at an earlier request. */
  verifiedAt: number | null;
};

/** The signature must fit. A token that was verified before is not verified again; the record says where it was. */
export const tokenSignature = definePolicy<Inputs>({
  rule: 'gw.token.signature',
  gather: (exchange) => {
    const { cached, handle, keyLookup } = exchange;
    if (cached) {
      const { kid, alg, seq } = cached;
      exchange.claims = cached.claims;
      return { token: handle, kid, alg, valid: true, error: null, verifiedAt: seq };
    }
    if (!keyLookup?.key) return undefined;
    return verifiedAtOnce(exchange, keyLookup.key) ?? verify(exchange, keyLookup.key);
  },
  evaluate: ({ kid, alg, valid, error, verifiedAt }) => {
    if (!valid) {
      const detail = 'The signature does not fit: the token was changed, or another key signed it.';
      return fail('token.signature', 'a signature by this key', error, detail);
    }
    const seen = verifiedAt === null ? `${alg} by ${kid}` : `cached, verified at event ${verifiedAt}`;
    return pass('token.signature', seen);
  },
});

/**
 * The common case without waiting: a signature by RS256 that fits. Handing it to another thread costs more than the
 * verification. For all else, and to name what is wrong, the library looks.
 */
function verifiedAtOnce(exchange: Exchange, key: PublishedKey): Inputs | undefined {
  const { credential, jwt, handle } = exchange;
  const alg = textIn(jwt?.header, 'alg');
  if (alg !== 'RS256' || !jwt?.signatureReadable || jwt.parts !== 3 || !credential || !key.rs256)
    return undefined;
  const dot = credential.token.lastIndexOf('.');
  const signed = Buffer.from(credential.token.slice(0, dot));
  const signature = Buffer.from(credential.token.slice(dot + 1), 'base64url');
  if (!verifySignature('RSA-SHA256', signed, key.rs256, signature)) return undefined;
  exchange.claims = jwt.claims;
  return { token: handle, kid: key.kid, alg, valid: true, error: null, verifiedAt: null };
}

async function verify(exchange: Exchange, key: PublishedKey): Promise<Inputs> {
  const { credential, jwt, handle } = exchange;
  const alg = textIn(jwt?.header, 'alg') ?? '';
  const error = await signatureError(credential?.token ?? '', alg, key);
  if (error === null) exchange.claims = jwt?.claims;
  return { token: handle, kid: key.kid, alg, valid: error === null, error, verifiedAt: null };
}

/** Null when the signature fits; else the code of the library, or what it said. */
async function signatureError(token: string, alg: string, key: PublishedKey): Promise<string | null> {
  try {
    await compactVerify(token, await key.forAlgorithm(alg), { algorithms: [alg] });
    return null;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    return error instanceof Error ? error.message : String(error);
  }
}
