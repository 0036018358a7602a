import type { ClaimMapper, RecordedOrigin } from '../../contract/claim-origins.ts';
import type { JsonObject } from '../../contract/json.ts';
import { directoryMapper, IDENTITY_SCOPES } from '../directory/claims.ts';

/** What was granted when the claims were mapped. */
interface Granted {
  /** Space-separated. */
  scope: string | undefined;
  /** The members of the claims parameter that were for this place (OpenID Connect Core §5.5). */
  parameter?: object | undefined;
}

const PROTOCOL: Readonly<Record<string, ClaimMapper>> = {
  iss: 'provider.issuer',
  jti: 'provider.number',
  iat: 'provider.clock',
  at_hash: 'provider.hash',
  c_hash: 'provider.hash',
  s_hash: 'provider.hash',
  nonce: 'request.nonce',
  client_id: 'client.id',
  azp: 'client.id',
  scope: 'grant.scope',
  cnf: 'request.key',
  sid: 'session.id',
  acr: 'sign-in.acr',
  amr: 'sign-in.amr',
  auth_time: 'sign-in.time',
};

/** Claims that come with a scope even though no directory holds them. */
const OF_SCOPE = new Set(['acr', 'amr', 'auth_time']);

/** The claims of an access token (RFC 9068), as they are in it. `person`: an account is behind it. `byAction`:
 * those that a service has set, which was asked before. */
export function accessTokenOrigins(
  claims: JsonObject,
  person: boolean,
  byAction: ReadonlySet<string> = new Set(),
): Record<string, RecordedOrigin> {
  return origins(claims, (name) => {
    if (byAction.has(name)) return { mapper: 'action.answer' };
    if (name === 'sub') return { mapper: person ? 'directory.id' : 'client.subject' };
    if (name === 'aud') return { mapper: 'request.resource' };
    return undefined;
  });
}

/**
 * The claims of an ID token (OpenID Connect Core §2). Beside an access token that opens userinfo, only the scope openid
 * puts claims into it, as Core §5.4 has it; an access token for an API does not open userinfo, so then all scopes do.
 */
export function idTokenOrigins(
  claims: JsonObject,
  { scope, parameter }: Granted,
  opensUserinfo: boolean,
): Record<string, RecordedOrigin> {
  const granted: Granted = { scope: opensUserinfo ? 'openid' : scope, parameter };
  return origins(claims, (name) => {
    if (name === 'aud') return { mapper: 'client.audience' };
    if (OF_SCOPE.has(name)) return { mapper: PROTOCOL[name] ?? 'directory.claim', ...release(name, granted) };
    return name in PROTOCOL || name === 'exp' ? undefined : fromDirectory(name, granted);
  });
}

/** The claims of an answer of the userinfo endpoint (OpenID Connect Core §5.3.2). */
export function userinfoOrigins(claims: JsonObject, granted: Granted): Record<string, RecordedOrigin> {
  return origins(claims, (name) => {
    if (OF_SCOPE.has(name)) return { mapper: PROTOCOL[name] ?? 'directory.claim', ...release(name, granted) };
    return name in PROTOCOL ? undefined : fromDirectory(name, granted);
  });
}

/** The members of an introspection answer (RFC 7662 §2.2). */
export function introspectionOrigins(answer: JsonObject, person: boolean): Record<string, RecordedOrigin> {
  return origins(answer, (name) => {
    if (name === 'active' || name === 'token_type') return { mapper: 'provider.verdict' };
    if (name === 'sub') return { mapper: person ? 'directory.id' : 'client.subject' };
    if (name === 'aud') return { mapper: 'request.resource' };
    return undefined;
  });
}

function origins(
  claims: JsonObject,
  special: (name: string) => RecordedOrigin | undefined,
): Record<string, RecordedOrigin> {
  const { iat, exp } = claims;
  const lifetime = typeof iat === 'number' && typeof exp === 'number' ? { lifetime: exp - iat } : {};
  const found: Record<string, RecordedOrigin> = {};
  for (const name of Object.keys(claims)) {
    if (claims[name] === undefined) continue;
    found[name] =
      special(name) ??
      (name === 'exp'
        ? { mapper: 'provider.lifetime', ...lifetime }
        : { mapper: PROTOCOL[name] ?? 'directory.claim' });
  }
  return found;
}

const fromDirectory = (name: string, granted: Granted): RecordedOrigin => ({
  mapper: directoryMapper(name),
  ...release(name, granted),
});

/** What lets a claim out: by the same table with which the provider chooses (`IDENTITY_SCOPES`). */
function release(name: string, { scope, parameter }: Granted): Pick<RecordedOrigin, 'scope' | 'parameter'> {
  const by = (scope ?? '').split(' ').find((each) => IDENTITY_SCOPES[each]?.claims.includes(name));
  if (by !== undefined) return { scope: by };
  return parameter && Object.hasOwn(parameter, name) ? { parameter: true } : {};
}
