import { definePolicy, fail, pass } from '../policy.ts';
import { tokensInQuery } from '../tokens/credential.ts';

type Inputs = { queryTokens: number };

/** Addresses end up in logs, histories and Referer headers; a token does not belong there. */
export const credentialPlace = definePolicy<Inputs>({
  rule: 'gw.credential.place',
  gather: ({ request }) => ({ queryTokens: tokensInQuery(request.target.query) }),
  evaluate: ({ queryTokens }) =>
    queryTokens === 0
      ? pass()
      : fail(
          'query.access_token',
          'the Authorization header',
          'the address',
          'A token in the address ends up in logs and histories. Send it in the Authorization header.',
        ),
});
