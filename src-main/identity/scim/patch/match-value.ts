import type { Json, JsonObject } from '../../../contract/json.ts';
import type { Filter } from '../filter/parse-filter.ts';
import { type Attribute, named } from '../schema/attribute.ts';

/** Whether one value of a multi-valued attribute matches the filter of a path. Names and most text have no letter case. */
export function matchesValue(filter: Filter, value: JsonObject, attributes: readonly Attribute[]): boolean {
  switch (filter.op) {
    case 'and':
      return filter.filters.every((part) => matchesValue(part, value, attributes));
    case 'or':
      return filter.filters.some((part) => matchesValue(part, value, attributes));
    case 'not':
      return !matchesValue(filter.filter, value, attributes);
    case 'each':
      return false;
    default: {
      const attribute = named(attributes, filter.path);
      const seen = attribute ? value[attribute.name] : undefined;
      if (filter.op === 'pr') return seen !== undefined;
      return compares(filter.op, plain(seen, attribute), plain(filter.value, attribute));
    }
  }
}

function plain(value: Json | undefined, attribute: Attribute | undefined): Json {
  if (attribute?.type === 'boolean')
    return typeof value === 'string' ? value.toLowerCase() === 'true' : (value ?? false);
  return typeof value === 'string' && attribute?.caseExact !== true ? value.toLowerCase() : (value ?? null);
}

function compares(op: string, seen: Json, wanted: Json): boolean {
  if (op === 'eq') return seen === wanted;
  if (op === 'ne') return seen !== wanted;
  if (typeof seen !== 'string' || typeof wanted !== 'string') return false;
  switch (op) {
    case 'co':
      return seen.includes(wanted);
    case 'sw':
      return seen.startsWith(wanted);
    case 'ew':
      return seen.endsWith(wanted);
    case 'gt':
      return seen > wanted;
    case 'ge':
      return seen >= wanted;
    case 'lt':
      return seen < wanted;
    default:
      return seen <= wanted;
  }
}
