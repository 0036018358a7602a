import { PROOF_ALGORITHMS } from './proofs.ts';

/** How a protected resource of the provider turns a credential away. */
interface Challenge {
  realm: string;
  /** A code of RFC 6750 §3.1, or of RFC 9449 §7.1 and §9. */
  error: string;
  description: string;
  /** What would be enough, with `insufficient_scope`. */
  scope?: string | undefined;
  /** Whether the client speaks DPoP, or has to. */
  dpop: boolean;
}

/** A `WWW-Authenticate` value for a credential that is not good (RFC 6750 §3, RFC 9449 §7.1). */
export function challenge({ realm, error, description, scope, dpop }: Challenge): string {
  const parts = [quoted('realm', realm), quoted('error', error), quoted('error_description', description)];
  if (scope !== undefined) parts.push(quoted('scope', scope));
  return dpop ? `DPoP ${[...parts, algorithms()].join(', ')}` : `Bearer ${parts.join(', ')}`;
}

/** The values for a request without any credential: no error is named (RFC 6750 §3.1). */
export const bareChallenges = (realm: string): string[] => [
  `Bearer ${quoted('realm', realm)}`,
  `DPoP ${quoted('realm', realm)}, ${algorithms()}`,
];

const algorithms = (): string => quoted('algs', PROOF_ALGORITHMS.join(' '));

/** RFC 6750 §3 allows printable ASCII without quotes and backslashes. */
const quoted = (name: string, value: string): string =>
  `${name}="${value.replace(/[^\x20-\x7e]/g, '?').replace(/["\\]/g, "'")}"`;
