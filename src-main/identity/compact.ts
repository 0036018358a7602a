import type { Json, JsonObject } from '../contract/json.ts';

/** A JSON object without the members that are undefined, so that events say only what is known. */
export function compact(members: Record<string, Json | undefined>): JsonObject {
  const object: JsonObject = {};
  for (const [name, value] of Object.entries(members)) if (value !== undefined) object[name] = value;
  return object;
}

/** A value of a library as JSON: what JSON cannot carry is left out. */
export function toJson(value: unknown): Json | undefined {
  if (value === undefined) return undefined;
  return JSON.parse(JSON.stringify(value) ?? 'null') as Json;
}
