import type { Json, JsonObject } from '../../contract/json.ts';
import { compact } from '../compact.ts';
import type { RuleChain } from './rule-chain.ts';
import { isObject } from './schema/read-resource.ts';

/** What says in which version a resource is (RFC 7644 §3.14). The time sets apart what a restore counts anew. */
export const etagOf = ({ version, updatedAt }: { version: number; updatedAt: number }): string =>
  `W/"${version}-${updatedAt.toString(36)}"`;

/** A resource without attributes that have no value (RFC 7643 §2.5). */
export function whole(members: Record<string, Json | undefined>): JsonObject {
  const kept = Object.entries(compact(members)).filter(([, value]) => {
    if (Array.isArray(value)) return value.length > 0;
    return !isObject(value) || Object.keys(value).length > 0;
  });
  return Object.fromEntries(kept);
}

/** What an answer to a read or a write of one resource says. */
export interface Answered {
  resource: JsonObject;
  etag: string;
}

/** What a client demands of the version, from `If-Match` or a bulk operation's `version`. */
export function requireVersion(wanted: string | undefined, etag: string, chain: RuleChain): void {
  if (wanted === undefined) return;
  const known = wanted.trim() === '*' || wanted.split(',').some((one) => opaque(one) === opaque(etag));
  chain.require('scim.resource.version', known, `The resource is in version ${etag}, not in ${wanted}.`, {
    path: 'If-Match',
    expected: wanted,
    seen: etag,
    inputs: { wanted, version: etag },
  });
}

/** Weak comparison (RFC 9110 §8.8.3.2): the mark does not count. */
export const opaque = (etag: string): string => etag.trim().replace(/^W\//, '');

/** Ends the chain where `schemas` does not name the type of the resource (RFC 7643 §3). */
export function requireSchema(body: JsonObject, urn: string, chain: RuleChain): void {
  const schemas = Array.isArray(body.schemas) ? body.schemas : [];
  const named = schemas.some((one) => typeof one === 'string' && one.toLowerCase() === urn.toLowerCase());
  chain.require('scim.message.schema', named, `schemas has to name ${urn}.`, {
    path: 'schemas',
    expected: urn,
    inputs: { schemas },
  });
}
