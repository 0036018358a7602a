import { definePolicy, fail, pass } from '../policy.ts';
import { ACCEPTED_SCHEMES, sameScheme } from '../tokens/credential.ts';

type Inputs = { scheme: string; accepted: string[] };

/** Takes Bearer and DPoP, no password and nothing else. */
export const credentialScheme = definePolicy<Inputs>({
  rule: 'gw.credential.scheme',
  gather: ({ credential }) =>
    credential && { scheme: credential.scheme.slice(0, 40), accepted: [...ACCEPTED_SCHEMES] },
  evaluate: ({ scheme, accepted }) =>
    accepted.some((name) => sameScheme(scheme, name))
      ? pass('header.authorization', scheme)
      : fail('header.authorization', accepted, scheme, 'This API takes access tokens, no other credential.'),
});
