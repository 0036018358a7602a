import type { Json } from '../../../../contract/json.ts';
import { ExpressionError } from './expression-error.ts';

/** What an expression sees of long texts and lists: so much from the start. */
const SEEN = { text: 16_384, list: 200, members: 200, depth: 24 };

/** How much an expression may give: values inside of one another, and characters. */
const GIVEN = { values: 2000, text: 64 * 1024 };

/** JSON as CEL reads it: whole numbers are CEL's integers. */
export function toCel(value: Json, depth = 0): unknown {
  if (typeof value === 'string') return value.length > SEEN.text ? value.slice(0, SEEN.text) : value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (value === null || typeof value === 'boolean') return value;
  if (depth >= SEEN.depth) return null;
  if (Array.isArray(value)) return value.slice(0, SEEN.list).map((member) => toCel(member, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, SEEN.members)
      .map(([name, member]) => [name, toCel(member, depth + 1)]),
  );
}

/** What CEL gives, as JSON. Throws {@link ExpressionError} for what JSON cannot carry and for too much. */
export function fromCel(value: unknown): Json {
  const left = { values: GIVEN.values, text: GIVEN.text };
  return give(value, left);
}

function give(value: unknown, left: { values: number; text: number }): Json {
  left.values -= 1;
  if (left.values < 0) throw new ExpressionError('It gives too many values.');
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value;
    throw new ExpressionError('It gives no finite number.');
  }
  if (typeof value === 'string') {
    left.text -= value.length;
    if (left.text < 0) throw new ExpressionError('It gives too long a text.');
    return value;
  }
  if (Array.isArray(value)) return value.map((member) => give(member, left));
  if (isTime(value)) return value.toISOString();
  const prototype: unknown = Object.getPrototypeOf(value);
  if (value instanceof Map || prototype === Object.prototype || prototype === null) {
    const members = value instanceof Map ? [...value] : Object.entries(value as object);
    return Object.fromEntries(
      members.map(([name, member]) => {
        left.text -= String(name).length;
        return [String(name), give(member, left)];
      }),
    );
  }
  return String(value).slice(0, 200);
}

const isTime = (value: unknown): value is { toISOString(): string } =>
  typeof value === 'object' &&
  value !== null &&
  'toISOString' in value &&
  typeof value.toISOString === 'function';
