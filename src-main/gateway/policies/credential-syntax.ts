import { definePolicy, fail, pass } from '../policy.ts';

type Inputs = { length: number; wellFormed: boolean };

/** What follows the scheme must be one `b64token`. */
export const credentialSyntax = definePolicy<Inputs>({
  rule: 'gw.credential.syntax',
  gather: ({ credential }) =>
    credential && { length: credential.token.length, wellFormed: credential.wellFormed },
  evaluate: ({ length, wellFormed }) => {
    if (wellFormed) return pass();
    const seen = length === 0 ? 'nothing' : 'characters that no token has';
    return fail('header.authorization', 'a token', seen, `After the scheme stands ${seen}.`);
  },
});
