import { CLOCK_LEEWAY_S } from '../limits.ts';
import { definePolicy, fail, pass } from '../policy.ts';
import { numberIn } from '../tokens/jwt.ts';

type Inputs = { iat: number; now: number; leeway: number };

/** A token from the future exists once the clock was put back. */
export const tokenIssuedAt = definePolicy<Inputs>({
  rule: 'gw.token.issued-at',
  gather: ({ claims, now }) => {
    const iat = numberIn(claims, 'iat');
    return iat === null ? undefined : { iat, now, leeway: CLOCK_LEEWAY_S };
  },
  evaluate: ({ iat, now, leeway }) =>
    iat <= now + leeway
      ? pass('token.iat', `${now - iat} s ago`)
      : fail('token.iat', `at most ${now + leeway}`, iat, `The token will be issued in ${iat - now} s.`),
});
