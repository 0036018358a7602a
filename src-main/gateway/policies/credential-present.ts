import { definePolicy, fail, pass } from '../policy.ts';

type Inputs = { authorization: boolean };

/** Asks for a token where none came. The challenge then names no error (RFC 6750 §3.1). */
export const credentialPresent = definePolicy<Inputs>({
  rule: 'gw.credential.present',
  gather: ({ request }) => ({ authorization: request.authorizations.length > 0 }),
  evaluate: ({ authorization }) =>
    authorization
      ? pass()
      : fail('header.authorization', 'an access token', 'none', 'The request carries no access token.'),
});
