import type { Json, JsonObject } from '../../contract/json.ts';
import type { IssuedToken } from '../../store/issued-tokens.ts';
import type { IdentityParts } from '../parts.ts';
import { judgeByRegister, judgeSignedToken } from './signed-token-judge.ts';

/** A good access token as a request shows it. */
export interface PresentedToken {
  value: string;
  entry: IssuedToken;
  /** Whether it came under the scheme DPoP (RFC 9449 §7.1). */
  dpop: boolean;
  /** Thumbprint of the key that the token is bound to (RFC 7638); undefined: to none. */
  jkt: string | undefined;
}

/** Why a request shows no good access token. `failed`: the rule that did not hold, or `none` and `kind`. */
export interface NoToken {
  fault: string;
  failed: string;
}

/** Reads the access token of a request and judges it by signature, register and clock; not what it is for. */
export async function presentedToken(
  parts: IdentityParts,
  authorization: string | undefined,
): Promise<PresentedToken | NoToken> {
  const [, scheme = '', value] = /^(bearer|dpop) +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (value === undefined) return { fault: 'The request carries no access token.', failed: 'none' };
  const { entry, failed, claims } = value.includes('.')
    ? await judgeSignedToken(parts, value)
    : { ...judgeByRegister(parts, value), claims: undefined };
  if (failed !== undefined || entry?.kind !== 'access')
    return { fault: 'The token is not known, or not good any more.', failed: failed ?? 'kind' };
  // A signed token says it itself; of an opaque one the provider keeps it.
  const holder = claims?.cnf ?? parts.artefacts.find('AccessToken', value);
  const jkt = typeof holder === 'object' && holder !== null && 'jkt' in holder ? holder.jkt : undefined;
  return {
    value,
    entry,
    dpop: scheme.toLowerCase() === 'dpop',
    jkt: typeof jkt === 'string' ? jkt : undefined,
  };
}

/** A rule about possession that did not hold, in words, and what it looked at. */
export interface PossessionFault {
  rule: 'idp.possession.scheme' | 'idp.possession.nonce' | 'idp.possession.proof';
  detail: string;
  about: { path: string; expected?: Json; seen?: Json; inputs: JsonObject };
}

/** What is wrong with how a token was shown: a bound one comes under DPoP with a proof, any other one under Bearer. */
export async function possessionFault(
  { proofs, issuer }: IdentityParts,
  { value, dpop, jkt }: PresentedToken,
  request: { method: string; path: string; proof: string | string[] | undefined },
): Promise<PossessionFault | undefined> {
  const bound = jkt !== undefined;
  if (dpop !== bound)
    return {
      rule: 'idp.possession.scheme',
      detail: bound
        ? 'The token is bound to a key, so it comes under DPoP.'
        : 'The token is bound to no key, so it comes under Bearer.',
      about: {
        path: 'authorization',
        expected: bound ? 'DPoP' : 'Bearer',
        seen: dpop ? 'DPoP' : 'Bearer',
        inputs: { bound },
      },
    };
  if (jkt === undefined) return undefined;
  const { method, path, proof } = request;
  const fault = await proofs.judge({ method, address: `${issuer}${path}`, token: value, jkt, proof });
  if (!fault) return undefined;
  const rule = fault.kind === 'nonce' ? 'idp.possession.nonce' : 'idp.possession.proof';
  return { rule, detail: fault.detail, about: fault.about };
}
