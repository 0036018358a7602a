import { definePolicy, fail, pass } from '../policy.ts';
import { textIn } from '../tokens/jwt.ts';

type Inputs = {
  kid: string | null;
  alg: string | null;
  published: string[];
  /** The algorithm for which the provider publishes the key, where it says so. */
  keyAlg: string | null;
  source: string;
};

/** The key is chosen by its id among those that the provider publishes, and used for its own algorithm alone. */
export const tokenKey = definePolicy<Inputs>({
  rule: 'gw.token.key',
  gather: ({ jwt, keyLookup }) =>
    jwt && keyLookup
      ? {
          kid: textIn(jwt.header, 'kid'),
          alg: textIn(jwt.header, 'alg'),
          published: [...keyLookup.known],
          keyAlg: keyLookup.key?.alg ?? null,
          source: keyLookup.source,
        }
      : undefined,
  evaluate: ({ kid, alg, published, keyAlg }) => {
    if (kid === null)
      return fail('token.header.kid', published, null, 'The token does not say which key signed it.');
    if (!published.includes(kid)) {
      return fail('token.header.kid', published, kid, `The provider publishes no key with the id ${kid}.`);
    }
    if (keyAlg !== null && keyAlg !== alg) {
      return fail('token.header.alg', keyAlg, alg, `The key ${kid} is for ${keyAlg} only.`);
    }
    return pass('token.header.kid', kid);
  },
});
