import type { JsonObject } from '../../contract/json.ts';
import { definePolicy, fail, pass } from '../policy.ts';
import { boundKey } from '../tokens/jwt.ts';

type Inputs = { required: string[]; missing: string[] };

const NUMBERS = ['exp', 'iat'];
const TEXTS = ['sub', 'client_id', 'jti'];
/** What a provider may leave out of an introspection answer: all but the lifetime (RFC 7662 §2.2). */
const INTROSPECTED = ['exp', 'client_id'];

/** Claims that may be left out. One of another form would be passed over by the rule that looks at it, so it ends here. */
const OPTIONAL: Readonly<Record<string, (claims: JsonObject) => boolean>> = {
  // RFC 7519 §4.1.3: one text or a list of texts.
  aud: ({ aud }) => (Array.isArray(aud) ? aud : [aud]).every((item) => typeof item === 'string'),
  nbf: ({ nbf }) => Number.isFinite(nbf),
  // A binding that the gateway cannot check must not count as none (RFC 7800 §3.1).
  cnf: (claims) => boundKey(claims) !== null,
};

/** Claims that are missing or of the wrong type cannot be judged by the rules that follow. */
export const tokenClaims = definePolicy<Inputs>({
  rule: 'gw.token.claims',
  gather: ({ claims, introspection }) => {
    if (!claims) return undefined;
    const required = introspection ? INTROSPECTED : [...NUMBERS, ...TEXTS];
    const present = Object.keys(OPTIONAL).filter((name) => claims[name] !== undefined);
    const wrong = present.filter((name) => OPTIONAL[name]?.(claims) === false);
    return { required, missing: [...required.filter((name) => !isRight(claims, name)), ...wrong] };
  },
  evaluate: ({ required, missing }) =>
    missing.length === 0
      ? pass()
      : fail(
          'token',
          required,
          missing,
          `The token lacks ${missing.join(', ')}, or has it in the wrong form.`,
        ),
});

function isRight(claims: JsonObject, name: string): boolean {
  const value = claims[name];
  return NUMBERS.includes(name) ? Number.isFinite(value) : typeof value === 'string' && value !== '';
}
