import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../../../../contract/json.ts';

/** A request that may come again and then is the same one (draft-ietf-httpapi-idempotency-key-header). */
export interface KeyedRequest {
  /** The same for the same key of the same person at the same workflow. */
  key: string;
  /** The same for the same input. */
  asked: string;
}

const HEADER = /^"([\x20-\x21\x23-\x5b\x5d-\x7e]{1,200})"$/;

/**
 * Reads `Idempotency-Key`, a string of RFC 8941 §3.3.3; one without its quotes is taken too, since many send it so. Answers
 * undefined without the header, and null for one that is no such string.
 */
export function keyedRequest(
  header: string,
  { workflow, starter, input }: { workflow: string; starter: string | null; input: JsonObject },
): KeyedRequest | null | undefined {
  if (header === '') return undefined;
  const key = HEADER.exec(header)?.[1] ?? (/^[\w.:~+/=-]{1,200}$/.test(header) ? header : undefined);
  if (key === undefined) return null;
  return { key: hash([workflow, starter, key]), asked: hash(sorted(input)) };
}

/** With the members of objects in one order, so that the same input is the same text. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}

const hash = (value: Json): string => createHash('sha256').update(JSON.stringify(value)).digest('base64url');
