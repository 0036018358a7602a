import type { Exchange } from '../exchange.ts';
import { ALLOWED_ALGORITHMS } from '../limits.ts';
import type { Refusal } from '../pipeline.ts';
import { ruleSpec } from '../rules.ts';
import { sameScheme } from '../tokens/credential.ts';
import { boundKey } from '../tokens/jwt.ts';

/**
 * The `WWW-Authenticate` values for a refusal (RFC 6750 §3, RFC 9449 §7.1). Empty where a credential would change
 * nothing. Without a usable credential both schemes are offered and no error is named.
 */
export function challenges(exchange: Exchange, { rule, verdict }: Refusal): string[] {
  const { status, error } = ruleSpec(rule);
  if (status !== 401 && error === undefined) return [];
  const realm = quoted('realm', exchange.match?.context ?? 'gatehouse');
  const algs = quoted('algs', ALLOWED_ALGORITHMS.join(' '));
  if (error === undefined) return [`Bearer ${realm}`, `DPoP ${realm}, ${algs}`];
  const parameters = [realm, quoted('error', error), quoted('error_description', verdict.detail ?? '')];
  const required = exchange.operation?.scope;
  if (error === 'insufficient_scope' && required) parameters.push(quoted('scope', required));
  const dpop = error.includes('dpop') || meansDpop(exchange);
  return [dpop ? `DPoP ${[...parameters, algs].join(', ')}` : `Bearer ${parameters.join(', ')}`];
}

/** Whether the client speaks DPoP, or would have to. */
export function meansDpop({ credential, claims }: Exchange): boolean {
  return (credential !== undefined && sameScheme(credential.scheme, 'DPoP')) || boundKey(claims) !== null;
}

/** RFC 6750 §3 allows printable ASCII without quotes and backslashes. */
function quoted(name: string, value: string): string {
  return `${name}="${value.replace(/[^\x20-\x7e]/g, '?').replace(/["\\]/g, "'")}"`;
}
