import { definePolicy, fail, pass } from '../policy.ts';
import { audiences } from '../tokens/jwt.ts';

type Inputs = { aud: string[]; expected: string };

/** A token for another API is of no use here, so that an API cannot pass on what it got (RFC 9068 §5). */
export const tokenAudience = definePolicy<Inputs>({
  rule: 'gw.token.audience',
  gather: ({ claims, match }) =>
    claims && match?.route
      ? { aud: audiences(claims), expected: match.route.api.definition.resource }
      : undefined,
  evaluate: ({ aud, expected }) =>
    aud.includes(expected)
      ? pass('token.aud', aud)
      : fail(
          'token.aud',
          expected,
          aud,
          `The token is for ${aud.join(', ') || 'no API'}, not for ${expected}.`,
        ),
});
