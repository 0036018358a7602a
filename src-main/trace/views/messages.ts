import type { CapturedBody } from '../../contract/events.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import type { SecretEncoding } from './secrets.ts';

/** Header lines in the order they travelled. */
export type HeaderList = [string, string][];

/** The first value of a header; names are compared without case (RFC 9110 §5.1). */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(([key]) => key.toLowerCase() === wanted)?.[1];
}

/** The media type without parameters, in lower case. */
export function mediaType(body: CapturedBody | undefined): string {
  return (body?.type ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** The fields of a form body; undefined when the body is none. */
export function formFields(body: CapturedBody | undefined): URLSearchParams | undefined {
  if (body === undefined || body.base64) return undefined;
  return mediaType(body) === 'application/x-www-form-urlencoded' ? new URLSearchParams(body.text) : undefined;
}

/** True for `application/json` and every `+json` type (RFC 6839 §3.1), and for JWK sets. */
export function isJsonType(type: string): boolean {
  return type === 'application/json' || type.endsWith('+json');
}

/** How a secret inside of a body must be written so that the body keeps its meaning. */
export function bodyEncoding(body: CapturedBody): SecretEncoding {
  const type = mediaType(body);
  if (type === 'application/x-www-form-urlencoded') return 'form';
  return isJsonType(type) ? 'json' : 'plain';
}

/** The value of a JSON body; undefined when the body is none, or when it was cut and can no longer be parsed. */
export function jsonBody(body: CapturedBody | undefined): Json | undefined {
  if (body === undefined || body.base64 || body.cut || !isJsonType(mediaType(body))) return undefined;
  try {
    return JSON.parse(body.text) as Json;
  } catch {
    return undefined; // A part that sends broken JSON is a thing to see in the body tab, not to fail on here.
  }
}

/** Narrows a JSON value to an object. */
export function asObject(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

/** A string member of an object; undefined when it is missing or no string. */
export function textOf(object: JsonObject | undefined, name: string): string | undefined {
  const value = object?.[name];
  return typeof value === 'string' ? value : undefined;
}

/** Splits a request target or an absolute address into path and query; anything unparsable is all path. */
export function splitTarget(target: string): { path: string; query: URLSearchParams } {
  const absolute = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(target)?.[0] ?? '';
  const rest = target.slice(absolute.length).split('#', 1)[0] ?? '';
  const mark = rest.indexOf('?');
  const path = mark < 0 ? rest : rest.slice(0, mark);
  return { path: path === '' ? '/' : path, query: new URLSearchParams(mark < 0 ? '' : rest.slice(mark + 1)) };
}
