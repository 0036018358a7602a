import type { Exchange } from '../exchange.ts';
import { definePolicy, fail, pass, skip } from '../policy.ts';
import { textIn } from '../tokens/jwt.ts';

type Inputs = {
  lookup: boolean;
  registered: boolean | null;
  revokedAt: number | null;
  revokedBy: string | null;
};

/**
 * A signature says nothing about revocation: only the register knows. With the look-up off the gateway behaves like
 * most real ones, and a revoked JWT works until it expires.
 */
export const tokenNotRevoked = definePolicy<Inputs>({
  rule: 'gw.token.not-revoked',
  gather: (exchange) => {
    if (!exchange.claims) return undefined;
    if (!exchange.services.settings().revocationLookup) {
      return { lookup: false, registered: null, revokedAt: null, revokedBy: null };
    }
    const entry = find(exchange);
    return {
      lookup: true,
      registered: entry !== undefined,
      revokedAt: entry?.revokedAt ?? null,
      revokedBy: entry?.revokedBy ?? null,
    };
  },
  evaluate: ({ lookup, registered, revokedAt, revokedBy }) => {
    if (!lookup) return skip('not asked: the look-up in the register is switched off');
    if (!registered) {
      const detail = 'The provider does not know the token in its present state.';
      return fail('register', 'an entry', 'none', detail);
    }
    if (revokedAt === null) return pass('register.revoked_at', 'not revoked');
    const by = revokedBy === null ? '' : ` (${revokedBy})`;
    return fail('register.revoked_at', null, revokedAt, `The token was revoked${by}.`);
  },
});

function find({ claims, tokenFormat, handle, services }: Exchange) {
  const jti = textIn(claims, 'jti');
  if (tokenFormat === 'jwt' && jti !== null) return services.register.byJti(jti);
  return services.register.byHandle(handle);
}
