import { definePolicy, fail, pass, skip } from '../policy.ts';
import { textIn } from '../tokens/jwt.ts';

type Inputs = { scope: string; required: string | null };

/** The scope of the operation must be among those of the token. */
export const scopeRequired = definePolicy<Inputs>({
  rule: 'gw.scope.required',
  gather: ({ claims, operation }) =>
    claims && operation
      ? { scope: textIn(claims, 'scope') ?? '', required: operation.scope ?? null }
      : undefined,
  evaluate: ({ scope, required }) => {
    if (required === null) return skip('the operation asks for no scope');
    const granted = scope.split(' ').filter((name) => name !== '');
    if (granted.includes(required)) return pass('token.scope', granted);
    const seen = granted.length === 0 ? 'no scope' : granted.join(' ');
    return fail('token.scope', required, granted, `This operation needs ${required}; the token has ${seen}.`);
  },
});
