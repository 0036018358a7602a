import type { Json, JsonObject } from '../../contract/json.ts';

/** A JWT in compact form, taken apart but not verified (RFC 7515 §7.1). */
export interface DecodedJwt {
  /** Number of parts between the dots: 3 for a signed, 5 for an encrypted JWT. */
  readonly parts: number;
  readonly header: JsonObject | undefined;
  readonly claims: JsonObject | undefined;
  /** The last part is base64url, without padding (RFC 7515 §2); an empty one is, too. */
  readonly signatureReadable: boolean;
}

const BASE64URL = /^[A-Za-z0-9_-]+$/;
/** Bytes that are no UTF-8 are refused, not replaced (RFC 7519 §7.2). */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Takes a token apart. Whatever cannot be read is undefined; nothing is thrown. */
export function decodeJwt(token: string): DecodedJwt {
  const parts = token.split('.');
  return {
    parts: parts.length,
    header: decodePart(parts[0]),
    claims: decodePart(parts[1]),
    signatureReadable: parts[2] === '' || BASE64URL.test(parts[2] ?? ''),
  };
}

function decodePart(part: string | undefined): JsonObject | undefined {
  if (part === undefined || !BASE64URL.test(part)) return undefined;
  try {
    const value = JSON.parse(UTF8.decode(Buffer.from(part, 'base64url'))) as Json;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined; // Not UTF-8 or not JSON: the format rule says so to the caller.
  }
}

/** A member that is text, or null. */
export function textIn(object: JsonObject | undefined, name: string): string | null {
  const value = object?.[name];
  return typeof value === 'string' ? value : null;
}

/** A member that is a finite number, or null. */
export function numberIn(object: JsonObject | undefined, name: string): number | null {
  const value = object?.[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** `aud` as a list: one value may stand without brackets (RFC 7519 §4.1.3). */
export function audiences(claims: JsonObject | undefined): string[] {
  const value = claims?.aud;
  const list = Array.isArray(value) ? value : [value];
  return list.filter((item): item is string => typeof item === 'string');
}

/** The thumbprint of the key that the token is bound to (RFC 9449 §6.1), or null. */
export function boundKey(claims: JsonObject | undefined): string | null {
  const cnf = claims?.cnf;
  return typeof cnf === 'object' && cnf !== null && !Array.isArray(cnf) ? textIn(cnf, 'jkt') : null;
}
