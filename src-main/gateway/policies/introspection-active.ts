import { definePolicy, fail, pass } from '../policy.ts';

type Inputs = { token: string; active: boolean };

/** Not active means unknown, expired or revoked; the provider does not say which (RFC 7662 §2.2). */
export const introspectionActive = definePolicy<Inputs>({
  rule: 'gw.introspection.active',
  gather: (exchange) => {
    const { introspection, handle } = exchange;
    if (!introspection) return undefined;
    if (introspection.active) exchange.claims = introspection.claims;
    return { token: handle, active: introspection.active };
  },
  evaluate: ({ active }) =>
    active
      ? pass('introspection.active', true)
      : fail('introspection.active', true, false, 'The provider says that the token is not active.'),
});
