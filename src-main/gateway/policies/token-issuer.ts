import { definePolicy, fail, pass } from '../policy.ts';
import { textIn } from '../tokens/jwt.ts';

type Inputs = { iss: string | null; expected: string };

/** Trusts one provider. An introspection answer may leave the issuer out: the provider itself gave it. */
export const tokenIssuer = definePolicy<Inputs>({
  rule: 'gw.token.issuer',
  gather: ({ claims, introspection, services }) =>
    claims && !(introspection && claims.iss === undefined)
      ? { iss: textIn(claims, 'iss'), expected: services.issuer }
      : undefined,
  evaluate: ({ iss, expected }) =>
    iss === expected
      ? pass('token.iss', iss)
      : fail('token.iss', expected, iss, `The token comes from ${iss ?? 'nobody'}, not from ${expected}.`),
});
