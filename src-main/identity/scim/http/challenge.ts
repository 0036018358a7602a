import { bareChallenges, challenge } from '../../provider/challenge.ts';
import { SCIM_RULES, type ScimRule } from '../../rules/scim-rules.ts';
import type { ScimRefusal } from '../rule-chain.ts';

/** What RFC 6750 §3.1 and RFC 9449 §7.1 call the refusals by. One that names no error had no credential. */
const ERRORS: Partial<Record<ScimRule, string | undefined>> = {
  'scim.token.given': undefined,
  'scim.token.valid': 'invalid_token',
  'scim.token.audience': 'invalid_token',
  'scim.token.scheme': 'invalid_token',
  'scim.proof.sound': 'invalid_dpop_proof',
  'scim.proof.nonce': 'use_dpop_nonce',
  'scim.token.scope': 'insufficient_scope',
};

/** The `WWW-Authenticate` values for a refusal. None where another credential of the same person would change nothing. */
export function challenges(refusal: ScimRefusal, realm: string, dpop: boolean): string[] {
  const { rule, message, reasons } = refusal;
  if (!Object.hasOwn(ERRORS, rule) || !Object.hasOwn(SCIM_RULES, rule)) return [];
  const error = ERRORS[rule as ScimRule];
  if (error === undefined) return bareChallenges(realm);
  const expected = reasons.at(-1)?.expected;
  const scope = error === 'insufficient_scope' && typeof expected === 'string' ? expected : undefined;
  return [
    challenge({ realm, error, description: message, scope, dpop: dpop || rule === 'scim.token.scheme' }),
  ];
}
