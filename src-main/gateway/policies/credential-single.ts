import { definePolicy, fail, pass } from '../policy.ts';
import { tokensInQuery } from '../tokens/credential.ts';

type Inputs = { authorizationHeaders: number; queryTokens: number };

/** Two tokens in one request would let two servers each see another caller. */
export const credentialSingle = definePolicy<Inputs>({
  rule: 'gw.credential.single',
  gather: ({ request }) => ({
    authorizationHeaders: request.authorizations.length,
    queryTokens: tokensInQuery(request.target.query),
  }),
  evaluate: ({ authorizationHeaders, queryTokens }) => {
    const ways = authorizationHeaders + queryTokens;
    if (ways <= 1) return pass();
    return fail('request', 'one token', ways, 'The request presents a token in more than one way.');
  },
});
