import { SCIM_RULES, type ScimRule } from '../../rules/scim-rules.ts';
import type { ScimRefusal } from '../rule-chain.ts';
import { PROOF_ALGORITHMS } from './proof.ts';

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
  const algorithms = quoted('algs', PROOF_ALGORITHMS.join(' '));
  const base = quoted('realm', realm);
  if (error === undefined) return [`Bearer ${base}`, `DPoP ${base}, ${algorithms}`];
  const parts = [base, quoted('error', error), quoted('error_description', message)];
  const expected = reasons.at(-1)?.expected;
  if (error === 'insufficient_scope' && typeof expected === 'string') parts.push(quoted('scope', expected));
  const bound = dpop || rule === 'scim.token.scheme';
  return [bound ? `DPoP ${[...parts, algorithms].join(', ')}` : `Bearer ${parts.join(', ')}`];
}

/** RFC 6750 §3 allows printable ASCII without quotes and backslashes. */
const quoted = (name: string, value: string): string =>
  `${name}="${value.replace(/[^\x20-\x7e]/g, '?').replace(/["\\]/g, "'")}"`;
