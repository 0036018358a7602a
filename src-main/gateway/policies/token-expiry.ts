import { CLOCK_LEEWAY_S } from '../limits.ts';
import { definePolicy, fail, pass } from '../policy.ts';
import { numberIn } from '../tokens/jwt.ts';

type Inputs = { exp: number; now: number; leeway: number };

/** On and after `exp` the token must not be accepted (RFC 7519 §4.1.4). */
export const tokenExpiry = definePolicy<Inputs>({
  rule: 'gw.token.expiry',
  gather: ({ claims, now }) => {
    const exp = numberIn(claims, 'exp');
    return exp === null ? undefined : { exp, now, leeway: CLOCK_LEEWAY_S };
  },
  evaluate: ({ exp, now, leeway }) =>
    exp > now - leeway
      ? pass('token.exp', `${exp - now} s left`)
      : fail('token.exp', `after ${now - leeway}`, exp, `The token expired ${now - exp} s ago.`),
});
