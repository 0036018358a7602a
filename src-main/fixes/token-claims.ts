import { decodeJwt } from 'jose';
import type { FlowToken } from '../contract/flow.ts';
import type { JsonObject } from '../contract/json.ts';
import type { ForkedSandbox } from './ports.ts';

/**
 * What the tokens of a fork say, by their handle. Read before the fork is closed, since its secrets go with it. An
 * opaque token says nothing by itself (RFC 6749 §1.4) and is left out.
 */
export function claimsOf(fork: ForkedSandbox, tokens: readonly FlowToken[]): Record<string, JsonObject> {
  const claims: Record<string, JsonObject> = {};
  for (const { handle, format } of tokens) {
    const value = fork.core.vault.reveal(handle)?.value;
    // The claims of a JWT are a JSON object (RFC 7519 §3); jose types them as what it knows of them.
    if (format === 'jwt' && value) claims[handle] = decodeJwt(value) as JsonObject;
  }
  return claims;
}
