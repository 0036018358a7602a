import { CLOCK_LEEWAY_S } from '../limits.ts';
import { definePolicy, fail, pass } from '../policy.ts';
import { numberIn } from '../tokens/jwt.ts';

type Inputs = { nbf: number; now: number; leeway: number };

/** Looks at `nbf` where the token has one. */
export const tokenNotBefore = definePolicy<Inputs>({
  rule: 'gw.token.not-before',
  gather: ({ claims, now }) => {
    const nbf = numberIn(claims, 'nbf');
    return nbf === null ? undefined : { nbf, now, leeway: CLOCK_LEEWAY_S };
  },
  evaluate: ({ nbf, now, leeway }) =>
    nbf <= now + leeway
      ? pass('token.nbf', `${now - nbf} s ago`)
      : fail('token.nbf', `at most ${now + leeway}`, nbf, `The token counts only in ${nbf - now} s.`),
});
