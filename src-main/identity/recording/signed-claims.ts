import type { JsonObject } from '../../contract/json.ts';

/** A signed token as the provider's library is about to sign it. */
export interface Structured {
  payload: object;
}

const SIGNED = new WeakMap<object, Structured>();

/** Keeps what the library signs for a token, so that nobody has to read it out of the signed text again. */
export function noteSigned(token: object, structured: Structured): void {
  SIGNED.set(token, structured);
}

/** The claims with which a token was signed; undefined for one that was not signed in this request. */
export function signedClaims(token: object): JsonObject | undefined {
  return SIGNED.get(token)?.payload as JsonObject | undefined;
}
