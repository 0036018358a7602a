import { ALLOWED_ALGORITHMS } from '../limits.ts';
import { definePolicy, fail, pass } from '../policy.ts';
import { textIn } from '../tokens/jwt.ts';

type Inputs = { alg: string | null; allowed: string[] };

/** `none` would be no signature, and HS256 would take the public key for a shared secret (RFC 8725 §2.1). */
export const tokenAlgorithm = definePolicy<Inputs>({
  rule: 'gw.token.algorithm',
  gather: ({ jwt, cached }) =>
    jwt?.header && !cached ? { alg: textIn(jwt.header, 'alg'), allowed: [...ALLOWED_ALGORITHMS] } : undefined,
  evaluate: ({ alg, allowed }) =>
    alg !== null && allowed.includes(alg)
      ? pass('token.header.alg', alg)
      : fail('token.header.alg', allowed, alg, `The algorithm ${alg ?? 'of the token'} is not allowed here.`),
});
