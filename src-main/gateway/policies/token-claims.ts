import type { JsonObject } from '../../contract/json.ts';
import { definePolicy, fail, pass } from '../policy.ts';

type Inputs = { required: string[]; missing: string[] };

const NUMBERS = ['exp', 'iat'];
const TEXTS = ['sub', 'client_id', 'jti'];
/** What a provider may leave out of an introspection answer: all but the lifetime (RFC 7662 §2.2). */
const INTROSPECTED = ['exp', 'client_id'];

/** Claims that are missing or of the wrong type cannot be judged by the rules that follow. */
export const tokenClaims = definePolicy<Inputs>({
  rule: 'gw.token.claims',
  gather: ({ claims, introspection }) => {
    if (!claims) return undefined;
    const required = introspection ? INTROSPECTED : [...NUMBERS, ...TEXTS];
    return { required, missing: required.filter((name) => !isRight(claims, name)) };
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
