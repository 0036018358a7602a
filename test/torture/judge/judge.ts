import { createHash, type JsonWebKey } from 'node:crypto';
import { isSignedBy, type Jwt, readJwt, thumbprint } from './jwt.ts';

/** A request to a protected operation, as the wire has it. */
export interface Judged {
  method: string;
  /** Address without query. */
  address: string;
  query: string;
  /** Values of the Authorization lines, and of the DPoP lines. */
  authorization: readonly string[];
  proofs: readonly string[];
}

/** What the judge knows of the world. */
export interface World {
  issuer: string;
  audience: string;
  scope: string;
  /** The provider's published keys (RFC 7517). */
  keys: readonly (JsonWebKey & { kid?: string; alg?: string })[];
  /** `jti` of every proof that passed (RFC 9449 §11.1). */
  usedProofs: ReadonlySet<string>;
  /** Nonces that the gateway has handed out (RFC 9449 §9). */
  nonces: ReadonlySet<unknown>;
}

/** What the standards say: `null` the request must pass, text says why it must not. */
export type Ruling = string | null;

/**
 * Judges a request with a signed access token at a moment (s), from the standards alone: RFC 6750 (how it is carried),
 * RFC 7515 and 7519 (its form and signature), RFC 8725 (what must not be trusted in it), RFC 9068 (what an access token
 * holds), RFC 9449 (proof of possession). It imports nothing of the gateway.
 */
export function judge(request: Judged, world: World, now: number): Ruling {
  if (new URLSearchParams(request.query).has('access_token')) return 'a token in the address (RFC 6750 §2.3)';
  if (request.authorization.length !== 1) return 'not one Authorization header (RFC 6750 §2)';
  const credential = /^(bearer|dpop) +([\w\-.~+/]+=*)$/i.exec(request.authorization[0] ?? '');
  if (!credential) return 'no b64token after a known scheme (RFC 6750 §2.1)';
  const [, scheme = '', token = ''] = credential;
  const jwt = readJwt(token);
  if (!jwt) return 'no JWT (RFC 7519 §7.2)';
  return (
    judgeHeader(jwt, world) ??
    judgeClaims(jwt, world, now) ??
    judgeBinding(request, jwt, token, scheme.toLowerCase(), world, now)
  );
}

function judgeHeader(jwt: Jwt, world: World): Ruling {
  const { header } = jwt;
  for (const name of ['jku', 'jwk', 'x5u', 'x5c', 'crit', 'b64', 'zip', 'cty'])
    if (name in header) return `header ${name} (RFC 8725 §3.10, RFC 7515 §4.1.11)`;
  const type = typeof header.typ === 'string' ? header.typ.toLowerCase() : '';
  if (type !== 'at+jwt' && type !== 'application/at+jwt') return 'no access token by its typ (RFC 9068 §4)';
  const key = world.keys.find(({ kid }) => kid !== undefined && kid === header.kid);
  if (!key) return 'no published key has its kid';
  if (key.alg !== header.alg) return 'another algorithm than the key is for (RFC 8725 §3.1)';
  return isSignedBy(jwt, key) ? null : 'the signature does not fit (RFC 7515 §5.2)';
}

function judgeClaims({ claims }: Jwt, world: World, now: number): Ruling {
  if (claims.iss !== world.issuer) return 'another issuer (RFC 9068 §4)';
  const audience = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  if (!audience.every((one) => typeof one === 'string'))
    return 'an audience that is no text (RFC 7519 §4.1.3)';
  if (!audience.includes(world.audience)) return 'for another audience (RFC 9068 §4)';
  for (const name of ['sub', 'client_id', 'jti'])
    if (typeof claims[name] !== 'string' || claims[name] === '') return `${name} is missing (RFC 9068 §2.2)`;
  for (const name of ['exp', 'iat'])
    if (!isDate(claims[name])) return `${name} is no NumericDate (RFC 7519 §4.1)`;
  if ('nbf' in claims && !isDate(claims.nbf)) return 'nbf is no NumericDate (RFC 7519 §4.1.5)';
  if (now >= Number(claims.exp)) return 'expired (RFC 7519 §4.1.4)';
  if (now < Number(claims.iat)) return 'from the future (RFC 7519 §4.1.6)';
  if ('nbf' in claims && now < Number(claims.nbf)) return 'not yet (RFC 7519 §4.1.5)';
  const scopes = typeof claims.scope === 'string' ? claims.scope.split(' ') : [];
  return scopes.includes(world.scope) ? null : 'without the scope (RFC 6750 §3.1)';
}

const isDate = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);

/** How far a proof's own time may be off, s (RFC 9449 §11.1 leaves the figure to the server). */
const PROOF_WINDOW_S = 60;

function judgeBinding(
  request: Judged,
  { claims }: Jwt,
  token: string,
  scheme: string,
  world: World,
  now: number,
): Ruling {
  if (!('cnf' in claims)) return scheme === 'bearer' ? null : 'an unbound token as DPoP (RFC 9449 §7.1)';
  const { cnf } = claims;
  const bound = typeof cnf === 'object' && cnf !== null && 'jkt' in cnf ? cnf.jkt : undefined;
  if (typeof bound !== 'string') return 'bound in a way that cannot be checked (RFC 7800 §3.1)';
  if (scheme !== 'dpop') return 'a bound token as Bearer (RFC 9449 §7.2)';
  if (request.proofs.length !== 1) return 'not one proof (RFC 9449 §4.3, 1)';
  const proof = readJwt(request.proofs[0] ?? '');
  if (!proof) return 'a proof that is no JWT (RFC 9449 §4.3, 2)';
  return judgeProof(request, proof, { token, bound, world, now });
}

interface Binding {
  token: string;
  bound: string;
  world: World;
  now: number;
}

function judgeProof(request: Judged, proof: Jwt, { token, bound, world, now }: Binding): Ruling {
  const { header, claims } = proof;
  if (header.typ !== 'dpop+jwt') return 'no proof by its typ (RFC 9449 §4.3, 4)';
  const jwk = header.jwk as JsonWebKey | undefined;
  if (typeof jwk !== 'object' || jwk === null || Array.isArray(jwk))
    return 'a proof without key (RFC 9449 §4.3, 6)';
  if (['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'].some((name) => name in jwk))
    return 'a private key (RFC 9449 §4.3, 7)';
  if ('crit' in header) return 'a critical header that nobody knows (RFC 7515 §4.1.11)';
  if (!isSignedBy(proof, jwk)) return 'not signed by its key (RFC 9449 §4.3, 6)';
  if (claims.htm !== request.method) return 'for another method (RFC 9449 §4.3, 8)';
  if (address(claims.htu) !== address(request.address)) return 'for another address (RFC 9449 §4.3, 9)';
  if (typeof claims.jti !== 'string') return 'without jti (RFC 9449 §4.2)';
  if (!isDate(claims.iat)) return 'without iat (RFC 9449 §4.2)';
  if ('nonce' in claims && !world.nonces.has(claims.nonce))
    return 'a nonce that nobody gave (RFC 9449 §4.3, 10)';
  if (claims.nonce === undefined && Math.abs(Number(claims.iat) - now) > PROOF_WINDOW_S)
    return 'too old or too new (RFC 9449 §4.3, 11)';
  if (claims.ath !== createHash('sha256').update(token).digest('base64url'))
    return 'for another token (RFC 9449 §4.3, 12)';
  const print = thumbprint(jwk);
  if (print !== bound) return 'by another key (RFC 9449 §4.3, 12)';
  return world.usedProofs.has(`${print} ${claims.jti}`) ? 'used before (RFC 9449 §11.1)' : null;
}

/** An address without query and fragment, normalised (RFC 3986 §6.2); a name or password in it makes it another. */
function address(value: unknown): string | undefined {
  if (typeof value !== 'string' || !URL.canParse(value)) return undefined;
  const { protocol, username, password, host, pathname } = new URL(value);
  return `${protocol}//${username}:${password}@${host}${pathname}`;
}
