import { definePolicy, fail, pass } from '../policy.ts';
import { sameScheme } from '../tokens/credential.ts';
import { boundKey } from '../tokens/jwt.ts';

type Inputs = { scheme: string; jkt: string | null };

/** A bound token as Bearer would be usable by a thief; an unbound one as DPoP would prove nothing (RFC 9449 §7). */
export const dpopBinding = definePolicy<Inputs>({
  rule: 'gw.dpop.binding',
  gather: ({ claims, credential }) =>
    claims && credential ? { scheme: credential.scheme, jkt: boundKey(claims) } : undefined,
  evaluate: ({ scheme, jkt }) => {
    const expected = jkt === null ? 'Bearer' : 'DPoP';
    if (sameScheme(scheme, expected)) return pass('header.authorization', scheme);
    const detail =
      jkt === null
        ? 'The token is bound to no key, so no proof can stand for it.'
        : 'The token is bound to a key: it must come with a proof, under the DPoP scheme.';
    return fail('header.authorization', expected, scheme, detail);
  },
});
