import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonObject } from '../../../contract/json.ts';
import { fromDateTime } from '../../../events/date-time.ts';
import type { RuleChain } from '../rule-chain.ts';
import { type Attribute, named, type ResourceSchemas } from './attribute.ts';
import { topAttributes } from './schemas.ts';

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads a resource that a client sent: names as the schema writes them, values of the schema's types. Attributes that
 * the schema does not have, and those that the directory writes itself, are passed over (RFC 7644 §3.3). Null, and a
 * list without values, mean that there is no value (RFC 7643 §2.5). Ends the chain by `scim.value.type`.
 */
export function readResource(input: JsonObject, schemas: ResourceSchemas, chain: RuleChain): JsonObject {
  const resource = readMembers(input, topAttributes(schemas), '', chain);
  for (const [name, value] of Object.entries(input)) {
    const extension = schemas.extensions.find(({ id }) => id.toLowerCase() === name.toLowerCase());
    if (!extension || value === null) continue;
    if (!isObject(value)) return wrongType(name, 'an object', value, chain);
    resource[extension.id] = readMembers(value, extension.attributes, `${extension.id}:`, chain);
  }
  return resource;
}

/** Reads one value of an attribute, as above. Undefined: no value. */
export function readValue(
  attribute: Attribute,
  value: Json,
  name: string,
  chain: RuleChain,
): Json | undefined {
  if (value === null) return undefined;
  if (!attribute.multiValued) return readSingle(attribute, value, name, chain);
  const list = Array.isArray(value) ? value : [value];
  const values = list.flatMap((item) => {
    // A plain value stands for a complex one with that value (RFC 7643 §2.4 asks for an object; clients send both).
    const whole = isObject(item) || !attribute.subAttributes ? item : { value: item };
    const read = item === null ? undefined : readSingle(attribute, whole, name, chain);
    return read === undefined ? [] : [read];
  });
  const distinct = values.filter(
    (one, index) => values.findIndex((other) => isDeepStrictEqual(one, other)) === index,
  );
  return distinct.length === 0 ? undefined : onePrimary(distinct, name, chain);
}

/** RFC 7643 §2.4: at most one value is the primary one. */
function onePrimary(values: Json[], name: string, chain: RuleChain): Json[] {
  const primary = values.filter((value) => isObject(value) && value.primary === true).length;
  if (primary > 1) wrongType(name, 'a list with at most one primary value', `${primary} of them`, chain);
  return values;
}

function readMembers(
  input: JsonObject,
  attributes: readonly Attribute[],
  prefix: string,
  chain: RuleChain,
): JsonObject {
  const members: JsonObject = {};
  for (const [name, value] of Object.entries(input)) {
    const attribute = named(attributes, name);
    if (!attribute || attribute.mutability === 'readOnly') continue;
    const read = readValue(attribute, value, `${prefix}${attribute.name}`, chain);
    if (read !== undefined) members[attribute.name] = read;
  }
  return members;
}

function readSingle(attribute: Attribute, value: Json, name: string, chain: RuleChain): Json | undefined {
  switch (attribute.type) {
    case 'complex': {
      // Some clients send a manager's id alone, some a list with the one that there can be.
      const one = Array.isArray(value) && value.length === 1 ? (value[0] ?? null) : value;
      const whole = typeof one === 'string' && named(attribute.subAttributes, 'value') ? { value: one } : one;
      if (!isObject(whole)) return wrongType(name, 'an object', value, chain);
      const members = readMembers(whole, attribute.subAttributes ?? [], `${name}.`, chain);
      return Object.keys(members).length === 0 ? undefined : members;
    }
    case 'boolean': {
      if (typeof value === 'boolean') return value;
      // Some clients send "True" as text.
      const low = typeof value === 'string' ? value.toLowerCase() : '';
      if (low === 'true' || low === 'false') return low === 'true';
      return wrongType(name, 'true or false', value, chain);
    }
    case 'integer':
      return Number.isInteger(value) ? value : wrongType(name, 'a whole number', value, chain);
    case 'dateTime':
      if (typeof value === 'string' && fromDateTime(value) !== undefined) return value;
      return wrongType(name, 'a time such as 2026-01-31T12:00:00Z', value, chain);
    case 'reference':
      if (typeof value === 'string' && (value === '' || URI.test(value))) return value || undefined;
      return wrongType(name, 'a URI', value, chain);
    default:
      if (typeof value !== 'string') return wrongType(name, 'text', value, chain);
      if (value.length > TEXT_LIMIT)
        return wrongType(name, `text of at most ${TEXT_LIMIT} characters`, 'more', chain);
      return value === '' ? undefined : value;
  }
}

/** A URI or a relative reference, as far as its characters go (RFC 3986 §2), of a length that is taken. */
const URI = /^[^\s<>"{}|\\^`]{1,2048}$/;

/** The longest text value, characters. */
const TEXT_LIMIT = 2048;

function wrongType(name: string, wanted: string, seen: Json, chain: RuleChain): never {
  const kind = Array.isArray(seen) ? 'a list' : seen === null ? 'null' : `of type ${typeof seen}`;
  chain.fail('scim.value.type', `${name} wants ${wanted}; the value is ${kind}.`, {
    path: name,
    expected: wanted,
    inputs: { attribute: name, kind },
  });
}
