import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonObject } from '../../../contract/json.ts';
import type { Filter } from '../filter/parse-filter.ts';
import type { RuleChain } from '../rule-chain.ts';
import type { Attribute, ResourceSchemas } from '../schema/attribute.ts';
import { isObject, readValue } from '../schema/read-resource.ts';
import { matchesValue } from './match-value.ts';
import type { PatchOperation } from './operations.ts';
import { type PatchPath, readPath } from './patch-path.ts';

/**
 * Applies the operations of a PATCH in order and answers the resource that results; the given one stays as it is
 * (RFC 7644 §3.5.2). Ends the chain by a rule of `scim.patch.*`, by `scim.attribute.mutable` or by `scim.value.type`.
 */
export function applyPatch(
  resource: JsonObject,
  operations: readonly PatchOperation[],
  schemas: ResourceSchemas,
  chain: RuleChain,
): JsonObject {
  const patched = structuredClone(resource);
  for (const operation of operations) {
    for (const { op, path, value } of withPaths(operation))
      applyOne(patched, op, readPath(path, schemas, chain), value, path, chain);
  }
  return patched;
}

/** Without a path, each member of the value is one change; some clients write whole paths as the names of members. */
function withPaths({
  op,
  path,
  value,
}: PatchOperation): { op: PatchOperation['op']; path: string; value: Json | undefined }[] {
  if (path !== undefined) return [{ op, path, value }];
  return Object.entries(isObject(value) ? value : {})
    .filter(([name]) => !/^(schemas|id|meta)$/i.test(name))
    .map(([name, member]) => ({ op, path: name, value: member }));
}

function applyOne(
  resource: JsonObject,
  op: PatchOperation['op'],
  target: PatchPath,
  value: Json | undefined,
  path: string,
  chain: RuleChain,
): void {
  const { attribute, sub, extension, filter } = target;
  if (attribute.mutability === 'readOnly' || sub?.mutability === 'readOnly')
    chain.fail('scim.attribute.mutable', `${target.name} cannot be written.`, {
      path: target.name,
      seen: (sub ?? attribute).mutability,
      inputs: { attribute: target.name, op },
    });
  if (attribute.required && (op === 'remove' || isUnassigned(value)))
    chain.fail('scim.attribute.mutable', `${target.name} is required and cannot be removed.`, {
      path: target.name,
      seen: 'required',
      inputs: { attribute: target.name, op },
    });
  // A whole extension: each of its attributes in turn.
  if (extension !== undefined && attribute.name === extension) {
    wholeExtension(resource, op, target, value, chain);
    return;
  }
  const holder = extension === undefined ? resource : member(resource, extension);
  const name = attribute.name;
  if (filter) {
    holder[name] = byFilter(valuesOf(holder[name]), { op, target, filter, value, path, chain });
  } else if (sub && attribute.multiValued) {
    holder[name] = valuesOf(holder[name]).map((item) => withPart(item, op, sub, value, chain));
  } else if (sub) {
    holder[name] = withPart(isObject(holder[name]) ? holder[name] : {}, op, sub, value, chain);
  } else if (op === 'remove') {
    holder[name] = value === undefined ? null : without(valuesOf(holder[name]), attribute, value, chain);
  } else {
    const read = readValue(attribute, value ?? null, target.name, chain) ?? null;
    holder[name] =
      op === 'add'
        ? added(holder[name] ?? null, read, attribute)
        : replaced(holder[name] ?? null, read, attribute);
  }
  if (isEmpty(holder[name])) delete holder[name];
}

function wholeExtension(
  resource: JsonObject,
  op: PatchOperation['op'],
  target: PatchPath,
  value: Json | undefined,
  chain: RuleChain,
): void {
  const { attribute } = target;
  if (op === 'remove') {
    delete resource[attribute.name];
    return;
  }
  const read = readValue(attribute, value ?? null, attribute.name, chain);
  if (isObject(read)) resource[attribute.name] = { ...member(resource, attribute.name), ...read };
}

interface ByFilter {
  op: PatchOperation['op'];
  target: PatchPath;
  filter: Filter;
  value: Json | undefined;
  path: string;
  chain: RuleChain;
}

function byFilter(values: JsonObject[], { op, target, filter, value, path, chain }: ByFilter): Json {
  const { attribute, sub } = target;
  const attributes = attribute.subAttributes ?? [];
  const chosen = new Set(values.filter((item) => matchesValue(filter, item, attributes)));
  if (chosen.size === 0) {
    // Entra ID adds `emails[type eq "work"].value` where there is none: a value that the filter describes is made.
    const made = op === 'add' ? described(filter, attributes) : undefined;
    if (made)
      return [
        ...values,
        sub ? withPart(made, op, sub, value, chain) : { ...made, ...part(attribute, value, path, chain) },
      ];
    chain.fail('scim.patch.target', `No value matches “${path}”.`, {
      path: 'path',
      seen: path,
      inputs: { path, op },
    });
  }
  if (op === 'remove' && !sub) return values.filter((item) => !chosen.has(item));
  const changed = values.map((item) => {
    if (!chosen.has(item)) return item;
    return sub ? withPart(item, op, sub, value, chain) : { ...item, ...part(attribute, value, path, chain) };
  });
  return singlePrimary(changed, (_, index) => chosen.has(values[index] ?? {}));
}

function part(attribute: Attribute, value: Json | undefined, path: string, chain: RuleChain): JsonObject {
  const read = readValue({ ...attribute, multiValued: false }, value ?? null, path, chain);
  return isObject(read) ? read : {};
}

/** The value that a filter of equalities describes; undefined for any other filter. */
function described(filter: Filter, attributes: readonly Attribute[]): JsonObject | undefined {
  const parts = filter.op === 'and' ? filter.filters : [filter];
  const made: JsonObject = {};
  for (const each of parts) {
    if (each.op !== 'eq') return undefined;
    const known = attributes.find(({ name }) => name.toLowerCase() === each.path.toLowerCase());
    if (!known) return undefined;
    made[known.name] = known.type === 'boolean' ? String(each.value).toLowerCase() === 'true' : each.value;
  }
  return made;
}

function withPart(
  item: JsonObject,
  op: PatchOperation['op'],
  sub: Attribute,
  value: Json | undefined,
  chain: RuleChain,
): JsonObject {
  const read = op === 'remove' ? undefined : readValue(sub, value ?? null, sub.name, chain);
  const { [sub.name]: _, ...rest } = item;
  return read === undefined ? rest : { ...rest, [sub.name]: read };
}

function added(before: Json, value: Json, attribute: Attribute): Json {
  if (attribute.multiValued) {
    const all = valuesOf(before);
    const named = new Set<JsonObject>();
    for (const item of valuesOf(value)) {
      const known = all.findIndex((one) => same(unmarked(one), unmarked(item)));
      if (known < 0) all.push(item);
      else if (item.primary === true) all[known] = item;
      else continue;
      named.add(item);
    }
    return singlePrimary(all, (item) => named.has(item));
  }
  return isObject(before) && isObject(value) ? { ...before, ...value } : value;
}

/** A complex value is replaced part by part; a list as a whole (RFC 7644 §3.5.2.3). */
function replaced(before: Json, value: Json, attribute: Attribute): Json {
  return !attribute.multiValued && isObject(before) && isObject(value) ? { ...before, ...value } : value;
}

/** Takes out the values that are given, by all that is given of them. */
function without(values: JsonObject[], attribute: Attribute, value: Json, chain: RuleChain): Json {
  const gone = valuesOf(readValue(attribute, value, attribute.name, chain) ?? null);
  return values.filter(
    (item) =>
      !gone.some((one) => Object.entries(one).every(([key, given]) => same(item[key] ?? null, given))),
  );
}

/** A value that becomes primary takes that from the others (RFC 7644 §3.5.2). */
function singlePrimary(
  values: JsonObject[],
  isNew: (value: JsonObject, index: number) => boolean,
): JsonObject[] {
  const primary = values.findIndex((value, index) => value.primary === true && isNew(value, index));
  if (primary < 0) return values;
  return values.map((value, index) =>
    index !== primary && value.primary === true ? { ...value, primary: false } : value,
  );
}

/** A value without the mark of the primary one: it is the same value with and without it. */
const unmarked = ({ primary: _, ...value }: JsonObject): JsonObject => value;
const isUnassigned = (value: Json | undefined): boolean => value === null || value === '';
const same = (one: Json, other: Json): boolean => isDeepStrictEqual(one, other);
const valuesOf = (value: Json | undefined): JsonObject[] =>
  (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]).filter(isObject);
const isEmpty = (value: Json | undefined): boolean =>
  value === null ||
  (Array.isArray(value) && value.length === 0) ||
  (isObject(value) && Object.keys(value).length === 0);

function member(resource: JsonObject, name: string): JsonObject {
  const known = resource[name];
  if (isObject(known)) return known;
  const fresh: JsonObject = {};
  resource[name] = fresh;
  return fresh;
}
