import {
  compactVerify,
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JSONWebKeySet,
} from 'jose';
import { GatehouseError } from '../contract/errors.ts';
import type { JsonObject } from '../contract/json.ts';
import type { InspectedToken } from '../contract/token.ts';
import type { Core } from '../events/core.ts';
import { type IssuedToken, IssuedTokens } from '../store/issued-tokens.ts';
import { claimMeaning } from './claims.ts';

/**
 * Takes a token apart for a person: what it says, whether its signature holds against the provider's keys, where it
 * stands in its lifetime on the virtual clock, and what the register knows.
 *
 * It shows; it does not decide. Whether a call passes is decided by the gateway alone.
 */
export function createTokenInspector(core: Core, jwks: () => JSONWebKeySet) {
  const register = new IssuedTokens(core.store);
  return async (input: string): Promise<InspectedToken> => {
    const raw = resolve(core, input.trim());
    const handle = core.vault.handle('token', raw);
    const registered = register.byHandle(handle);
    const jwt = decode(raw);
    return {
      handle,
      raw,
      format: jwt ? 'jwt' : 'opaque',
      header: jwt?.header,
      claims:
        jwt &&
        Object.entries(jwt.claims).map(([name, value]) => ({ name, value, about: claimMeaning(name) })),
      signature: await signature(raw, jwt, jwks()),
      lifetime: lifetime(core, jwt?.claims, registered),
      registered: registered && {
        kind: registered.kind,
        jti: registered.jti,
        client: registered.client,
        account: registered.account,
        grant: registered.grant,
        flow: registered.flow && core.correlator.root(registered.flow),
        revokedAt: registered.revokedAt && registered.revokedAt * 1000,
      },
    };
  };
}

interface DecodedJwt {
  header: JsonObject;
  claims: JsonObject;
}

function resolve(core: Core, input: string): string {
  if (!input.startsWith('‹')) return input;
  const secret = core.vault.reveal(input);
  if (secret?.value) return secret.value;
  throw new GatehouseError({
    code: 'secret.gone',
    what: 'This secret cannot be shown.',
    why: secret ? 'Secrets of this kind are never kept.' : 'The log that held it was cleared.',
    next: 'Make the request again to get a new one.',
    status: 404,
  });
}

function decode(raw: string): DecodedJwt | undefined {
  try {
    return { header: decodeProtectedHeader(raw) as JsonObject, claims: decodeJwt(raw) as JsonObject };
  } catch {
    // Not a JWT: then it is opaque, which is an answer and no error.
    return undefined;
  }
}

async function signature(
  raw: string,
  jwt: DecodedJwt | undefined,
  jwks: JSONWebKeySet,
): Promise<InspectedToken['signature']> {
  if (!jwt)
    return {
      status: 'not-applicable',
      detail: 'An opaque token says nothing by itself; only the provider can tell what it stands for.',
    };
  const { alg, kid } = jwt.header;
  if (alg === 'none')
    return {
      status: 'unsigned',
      detail: 'The token claims to need no signature (alg none). Nobody may accept it.',
    };
  try {
    await compactVerify(raw, createLocalJWKSet(jwks));
    return {
      status: 'verified',
      detail: `Signed with ${String(alg)} by key ${String(kid)} of the provider.`,
    };
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) {
      return {
        status: 'unknown-key',
        detail: `The provider publishes no key ${String(kid)} for ${String(alg)}.`,
      };
    }
    return {
      status: 'invalid',
      detail: 'The signature does not match the content: it was changed, or another key signed it.',
    };
  }
}

function lifetime(
  core: Core,
  claims: JsonObject | undefined,
  registered: IssuedToken | undefined,
): InspectedToken['lifetime'] {
  const issued = numeric(claims?.iat) ?? registered?.issuedAt;
  const expires = numeric(claims?.exp) ?? registered?.expiresAt;
  if (issued === undefined && expires === undefined) return undefined;
  const now = core.clock.seconds();
  const status =
    expires !== undefined && expires <= now
      ? 'expired'
      : issued !== undefined && issued > now
        ? 'future'
        : expires === undefined
          ? 'unlimited'
          : 'valid';
  return { status, issuedAt: issued && issued * 1000, expiresAt: expires && expires * 1000 };
}

function numeric(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
