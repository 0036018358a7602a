import { type Filter, parseFilter } from '../filter/parse-filter.ts';
import type { RuleChain } from '../rule-chain.ts';
import { type Attribute, named, type ResourceSchemas } from '../schema/attribute.ts';
import { type Located, locate } from '../schema/schemas.ts';

/** What a path of a PATCH leads to: an attribute, some of its values, or a part of those. */
export interface PatchPath extends Located {
  filter: Filter | undefined;
}

/** `attribute[filter].sub`; the filter may hold brackets in its strings. */
const VALUE_PATH = /^([^[\]]+)\[(.*)\](?:\.([\w$-]+))?$/s;

/** Reads a path (RFC 7644 §3.5.2, figure 7). Ends the chain by `scim.patch.path`, or by a rule of filters. */
export function readPath(path: string, schemas: ResourceSchemas, chain: RuleChain): PatchPath {
  const [, before, filter, behind] = VALUE_PATH.exec(path) ?? [];
  const located = locate(schemas, before ?? path);
  if (!located) return unknown(path, chain);
  if (filter === undefined) return { ...located, filter: undefined };
  const sub: Attribute | undefined =
    behind === undefined ? undefined : named(located.attribute.subAttributes, behind);
  const fits = located.attribute.multiValued && located.sub === undefined && (behind === undefined || sub);
  if (!fits) return unknown(path, chain);
  return { ...located, sub, filter: parseFilter(filter, chain) };
}

function unknown(path: string, chain: RuleChain): never {
  chain.fail('scim.patch.path', `“${path}” leads to no attribute of the schema.`, {
    path: 'path',
    seen: path,
    inputs: { path },
  });
}
