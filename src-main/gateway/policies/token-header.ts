import { definePolicy, fail, pass } from '../policy.ts';

type Inputs = { parameters: string[] };

/** Parameters by which a token would choose the key to be checked with, or demand what the gateway cannot do. */
const FORBIDDEN = ['jku', 'jwk', 'x5u', 'x5c', 'crit', 'b64', 'zip'];

/** A token that brings its own key proves nothing (RFC 8725 §3.10); an unknown `crit` must be refused (RFC 7515 §4.1.11). */
export const tokenHeader = definePolicy<Inputs>({
  rule: 'gw.token.header',
  gather: ({ jwt, cached }) => (jwt?.header && !cached ? { parameters: Object.keys(jwt.header) } : undefined),
  evaluate: ({ parameters }) => {
    const found = FORBIDDEN.filter((name) => parameters.includes(name));
    if (found.length === 0) return pass();
    const detail = `The header of the token carries ${found.join(', ')}, which the gateway does not follow.`;
    return fail(`token.header.${found[0]}`, 'none of these', found, detail);
  },
});
