import type { Json, JsonObject } from '../../../contract/json.ts';
import type { Operation } from './action-answer.ts';

/** Claims of the protocol and of the sign-in: what they say is the provider's to say. */
export const PROTECTED_CLAIMS = [
  'iss',
  'sub',
  'aud',
  'exp',
  'nbf',
  'iat',
  'jti',
  'client_id',
  'scope',
  'cnf',
  'act',
  'may_act',
  'authorization_details',
  'acr',
  'amr',
  'auth_time',
  'sid',
] as const;

const PROTECTED: ReadonlySet<string> = new Set(PROTECTED_CLAIMS);
const CLAIMS = '/accessToken/claims/';
const SCOPES = '/accessToken/scopes/';
const NAME = /^[\w.:/#-]{1,100}$/;
const INDEX = /^(?:-|\d{1,4})$/;

/** What the request tells a service that it may do, for a token with these claims. */
export function allowedOperations(claims: JsonObject): JsonObject[] {
  const own = Object.keys(claims)
    .filter((name) => !PROTECTED.has(name))
    .map((name) => `${CLAIMS}${name}`);
  return [
    { op: 'add', paths: [CLAIMS, SCOPES] },
    { op: 'remove', paths: [SCOPES, ...own] },
    { op: 'replace', paths: [SCOPES, ...own] },
  ];
}

/** A token as operations change it. */
export interface TokenDraft {
  claims: JsonObject;
  scopes: string[];
  /** Names of the claims that were set. */
  changed: Set<string>;
}

/**
 * Carries out the operations of a service. `known` are the scopes that the application may have at this API: a service can
 * give no others. Answers the first operation that is not allowed, in words; then nothing of the draft may be used.
 */
export function applyOperations(
  draft: TokenDraft,
  operations: readonly Operation[],
  known: ReadonlySet<string>,
): string | undefined {
  for (const operation of operations) {
    const done = operation.path.startsWith(SCOPES)
      ? changeScope(draft, operation, known)
      : operation.path.startsWith(CLAIMS) && changeClaim(draft, operation);
    if (!done) return `${operation.op} ${operation.path}`;
  }
  return undefined;
}

function changeClaim({ claims, changed }: TokenDraft, { op, path, value }: Operation): boolean {
  const place = path.slice(CLAIMS.length);
  if (op === 'add') {
    const claim = asClaim(value);
    if (!INDEX.test(place) || !claim || PROTECTED.has(claim.name) || Object.hasOwn(claims, claim.name))
      return false;
    claims[claim.name] = claim.value;
    changed.add(claim.name);
    return true;
  }
  if (PROTECTED.has(place) || !Object.hasOwn(claims, place)) return false;
  if (op === 'remove') {
    delete claims[place];
    return true;
  }
  if (!isClaimValue(value)) return false;
  claims[place] = value;
  changed.add(place);
  return true;
}

function changeScope(
  { scopes, changed }: TokenDraft,
  { op, path, value }: Operation,
  known: ReadonlySet<string>,
): boolean {
  const place = path.slice(SCOPES.length);
  if (!INDEX.test(place)) return false;
  const last = op === 'add' ? scopes.length : scopes.length - 1;
  const index = place === '-' ? last : Number(place);
  if (index < 0 || index > last) return false;
  if (op === 'remove') scopes.splice(index, 1);
  else {
    if (typeof value !== 'string' || !known.has(value)) return false;
    scopes.splice(index, op === 'replace' ? 1 : 0, value);
  }
  changed.add('scope');
  return true;
}

function asClaim(value: unknown): { name: string; value: Json } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { name, value: content } = value as { name?: unknown; value?: unknown };
  return typeof name === 'string' && NAME.test(name) && isClaimValue(content)
    ? { name, value: content }
    : undefined;
}

/** WSO2 takes text, whole numbers, truth values and lists of text. */
const isClaimValue = (value: unknown): value is Json =>
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  Number.isSafeInteger(value) ||
  (Array.isArray(value) && value.every((one) => typeof one === 'string'));
