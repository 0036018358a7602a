import { type DecodedProof, keyKind } from '../dpop/proof.ts';
import { ALLOWED_ALGORITHMS } from '../limits.ts';
import { definePolicy, fail, pass } from '../policy.ts';
import { underDpop } from './under-dpop.ts';

type Inputs = {
  parts: number;
  signatureReadable: boolean;
  typ: string | null;
  alg: string | null;
  allowed: string[];
  key: ReturnType<typeof keyKind>;
  missing: string[];
};

/** The shape of a proof (RFC 9449 §4.2). */
export const dpopFormat = definePolicy<Inputs>({
  rule: 'gw.dpop.format',
  gather: (exchange) => {
    const { proof } = exchange;
    if (!proof || !underDpop(exchange)) return undefined;
    return {
      parts: proof.jwt.parts,
      signatureReadable: proof.jwt.signatureReadable,
      typ: proof.typ,
      alg: proof.alg,
      allowed: [...ALLOWED_ALGORITHMS],
      key: keyKind(proof.jwk),
      missing: missingClaims(proof),
    };
  },
  evaluate: ({ parts, signatureReadable, typ, alg, allowed, key, missing }) => {
    if (parts !== 3) return fail('proof', '3 parts', parts, 'The DPoP proof is no signed JWT.');
    if (!signatureReadable)
      return fail('proof.signature', 'base64url', 'unreadable', 'The signature of the proof is unreadable.');
    if (typ !== 'dpop+jwt') return fail('proof.header.typ', 'dpop+jwt', typ, 'The JWT is no DPoP proof.');
    if (alg === null || !allowed.includes(alg)) {
      return fail(
        'proof.header.alg',
        allowed,
        alg,
        `The algorithm ${alg ?? 'of the proof'} is not allowed here.`,
      );
    }
    if (key !== 'public') {
      return fail('proof.header.jwk', 'public', key, 'The proof must show a public key, and no private one.');
    }
    if (missing.length > 0) return fail('proof', [], missing, `The proof lacks ${missing.join(', ')}.`);
    return pass();
  },
});

function missingClaims(proof: DecodedProof): string[] {
  return (['jti', 'htm', 'htu', 'iat', 'ath'] as const).filter((name) => proof[name] === null);
}
