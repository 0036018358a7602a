import type { JsonObject } from '../../../contract/json.ts';

/** A value as an event carries it. */
export const json = (value: unknown): JsonObject | null =>
  value === null ? null : JSON.parse(JSON.stringify(value));
