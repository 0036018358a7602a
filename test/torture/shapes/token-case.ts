import { generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import fc from 'fast-check';
import { mostly } from './http-case.ts';
import { hmac, part, publicHalf, publicPem, signature } from './sign.ts';

/** Who signs: the provider's key, its key for another algorithm, its next key, a stranger, or nobody. */
const SIGNERS = [
  'provider',
  'other algorithm',
  'next key',
  'stranger',
  'nobody',
  'public key as secret',
  'modulus as secret',
  'empty secret',
  'kid as secret',
] as const;

/** How the token is written down. */
const SPELLINGS = [
  'plain',
  'padded signature',
  'padded payload',
  'standard alphabet',
  'dot at the end',
  'dot in front',
  'five parts',
  'two parts',
  'line break inside',
  'nested',
  'member twice',
  'member twice, none last',
  'byte order mark',
  'cut',
  'one bit off',
  'other payload, same signature',
] as const;

/** How it is carried. */
const CARRIERS = [
  'Bearer',
  'bearer',
  'BEARER',
  'two spaces',
  'tab',
  'no-break space',
  'no-break space after',
  'DPoP',
  'Basic',
  'query',
  'query and header',
  'twice',
  'list',
  'quoted',
  'colon',
  'cookie',
] as const;

export interface TokenCase {
  header: Record<string, unknown>;
  /** Changes of claims; `now+N` stands for a time, undefined leaves the claim out. */
  claims: Record<string, unknown>;
  signer: (typeof SIGNERS)[number];
  spelling: (typeof SPELLINGS)[number];
  carrier: (typeof CARRIERS)[number];
}

/** What the maker of tokens has at hand. */
export interface Workshop {
  keys: { kid: string; alg: string; jwk: string }[];
  /** Claims that are right in everything. */
  claims: Record<string, unknown>;
  now: number;
}

const STRANGER = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  format: 'jwk',
}) as JsonWebKey;

/** Writes the token of a case. */
export function tokenOf(value: TokenCase, { keys, claims, now }: Workshop): string {
  const [rsa, ec] = ['RS256', 'ES256'].map((alg) => keys.find((key) => key.alg === alg));
  const next = keys.filter(({ alg }) => alg === 'RS256')[1];
  if (!rsa || !ec || !next) throw new Error('the provider has no keys');
  const { signer } = value;
  const key = signer === 'other algorithm' ? ec : signer === 'next key' ? next : rsa;
  const right = { alg: key.alg, typ: 'at+jwt', kid: key.kid };
  const header = resolved({ ...right, ...value.header }, now, key.kid);
  const head = value.spelling === 'byte order mark' ? part(`\ufeff${JSON.stringify(header)}`) : part(header);
  const body = part(resolved({ ...claims, ...value.claims }, now, key.kid));
  const input = `${doubled(value.spelling, header) ?? head}.${value.spelling === 'nested' ? part(`${head}.${body}.x`) : body}`;
  const jwk = JSON.parse(key.jwk) as JsonWebKey;
  return spelled(value.spelling, input, signed(signer, input, String(header.alg), jwk, key.kid));
}

function signed(
  signer: TokenCase['signer'],
  input: string,
  alg: string,
  jwk: JsonWebKey,
  kid: string,
): string {
  switch (signer) {
    case 'nobody':
      return '';
    case 'stranger':
      return signature(alg === 'PS256' ? alg : 'RS256', input, STRANGER);
    case 'public key as secret':
      return hmac(input, publicPem(jwk));
    case 'modulus as secret':
      return hmac(input, String(publicHalf(jwk).n ?? publicHalf(jwk).x));
    case 'empty secret':
      return hmac(input, '');
    case 'kid as secret':
      return hmac(input, kid);
    default:
      return signature(alg === 'PS256' && jwk.kty === 'RSA' ? alg : 'by the key', input, jwk);
  }
}

function doubled(spelling: TokenCase['spelling'], header: Record<string, unknown>): string | undefined {
  const text = JSON.stringify(header);
  if (spelling === 'member twice') return part(text.replace('{', '{"alg":"none",'));
  if (spelling === 'member twice, none last') return part(text.replace(/}$/, ',"alg":"none"}'));
  return undefined;
}

function spelled(spelling: TokenCase['spelling'], input: string, end: string): string {
  const [head = '', body = ''] = input.split('.');
  switch (spelling) {
    case 'padded signature':
      return `${input}.${end}==`;
    case 'padded payload':
      return `${head}.${body}=.${end}`;
    case 'standard alphabet':
      return `${input}.${end.replaceAll('-', '+').replaceAll('_', '/')}`;
    case 'dot at the end':
      return `${input}.${end}.`;
    case 'dot in front':
      return `.${input}.${end}`;
    case 'five parts':
      return `${input}.${end}.${head}.${body}`;
    case 'two parts':
      return input;
    case 'line break inside':
      return `${input}.${end.slice(0, 9)}~${end.slice(9)}`;
    case 'cut':
      return `${input}.${end.slice(0, -6)}`;
    case 'one bit off':
      return `${input}.${end.startsWith('A') ? 'B' : 'A'}${end.slice(1)}`;
    case 'other payload, same signature':
      return `${head}.${part({ ...JSON.parse(Buffer.from(body, 'base64url').toString('utf8')), sub: 'alice' })}.${end}`;
    default:
      return `${input}.${end}`;
  }
}

/** Fills in what is known only at the moment of sending. */
function resolved(members: Record<string, unknown>, now: number, kid: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]): [string, unknown][] => {
      if (value === LEFT_OUT) return [];
      if (value === OWN_KEY) return [[name, publicHalf(STRANGER)]];
      const time = typeof value === 'string' ? /^now([+-][\d.]+)$/.exec(value)?.[1] : undefined;
      if (time !== undefined) return [[name, now + Number(time)]];
      return [[name, typeof value === 'string' ? value.replace('KID', kid) : value]];
    }),
  );
}

const LEFT_OUT = '(left out)';
const OWN_KEY = '(own key)';

/** Header lines and query that carry a token. */
export function carried(carrier: TokenCase['carrier'], token: string): { lines: string[]; query: string } {
  const line = `Authorization: Bearer ${token}`;
  switch (carrier) {
    case 'two spaces':
      return { lines: [`Authorization: Bearer  ${token}`], query: '' };
    case 'tab':
      return { lines: [`Authorization: Bearer\t${token}`], query: '' };
    case 'no-break space':
      return { lines: [`Authorization: Bearer \xa0${token}`], query: '' };
    case 'no-break space after':
      return { lines: [`Authorization: Bearer ${token}\xa0`], query: '' };
    case 'query':
      return { lines: [], query: `?access_token=${token}` };
    case 'query and header':
      return { lines: [line], query: `?access%5Ftoken=${token}` };
    case 'twice':
      return { lines: [line, line], query: '' };
    case 'list':
      return { lines: [`${line}, Bearer x`], query: '' };
    case 'quoted':
      return { lines: [`Authorization: Bearer "${token}"`], query: '' };
    case 'colon':
      return { lines: [`Authorization: Bearer: ${token}`], query: '' };
    case 'cookie':
      return { lines: [`Cookie: access_token=${token}`], query: '' };
    default:
      return { lines: [`Authorization: ${carrier} ${token}`], query: '' };
  }
}

/** Values that a claim or a header member may be given, by its name. `now+N` and KID are filled in later. */
const HEADERS: Record<string, readonly unknown[]> = {
  alg: [
    'none',
    'None',
    'nOnE',
    'NONE',
    '',
    'HS256',
    'HS512',
    'RS256',
    'RS512',
    'ES256',
    'PS256',
    'EdDSA',
    1,
    null,
    ['RS256'],
    LEFT_OUT,
  ],
  kid: [
    '',
    'unknown',
    '../../../dev/null',
    '/dev/null',
    'KID ',
    'KID\0',
    "' OR 1=1",
    0,
    null,
    ['KID'],
    { kid: 'KID' },
    LEFT_OUT,
  ],
  typ: ['AT+JWT', 'application/at+jwt', 'JWT', 'dpop+jwt', 'logout+jwt', 'at+jwt ', 'at', '', null, LEFT_OUT],
  jku: ['http://127.0.0.1:1/jwks', 'https://evil.example/jwks'],
  jwk: [OWN_KEY],
  x5u: ['https://evil.example/cert'],
  x5c: [['MII=']],
  crit: [[], ['exp'], ['b64'], 'exp', ['http://evil.example/x']],
  b64: [true, false],
  zip: ['DEF'],
  cty: ['JWT', ''],
};

const TIMES = [
  'now-100000',
  'now-301',
  'now-1',
  'now+0',
  'now+1',
  'now+2',
  'now+60',
  'now+100000',
  1e300,
  -1,
  '9999999999',
  null,
  true,
  [],
  LEFT_OUT,
];

const CLAIMS: Record<string, readonly unknown[]> = {
  iss: ['http://localhost', 'http://evil.example', 'ISSUER/', '', null, ['ISSUER'], LEFT_OUT],
  aud: [
    'https://api.harbour.example/payments',
    'https://api.harbour.example/accounts/',
    'https://api.harbour.example',
    ['https://api.harbour.example/payments', 'https://api.harbour.example/accounts'],
    ['https://api.harbour.example/accounts', 7],
    { 0: 'https://api.harbour.example/accounts' },
    [],
    '',
    null,
    LEFT_OUT,
  ],
  exp: TIMES,
  iat: TIMES,
  nbf: TIMES,
  sub: [
    'alice',
    '',
    0,
    null,
    ['alice'],
    '__proto__',
    'x'.repeat(3_000),
    'a\r\nx-gatehouse-subject: alice',
    LEFT_OUT,
  ],
  client_id: ['', null, 7, 'care-desk', LEFT_OUT],
  jti: ['', null, 7, LEFT_OUT],
  scope: [
    '',
    'accounts:read',
    'accounts:listing',
    'ACCOUNTS:LIST',
    'accounts:list,accounts:read',
    ' accounts:list ',
    'x\taccounts:list',
    ['accounts:list'],
    null,
    LEFT_OUT,
  ],
  cnf: [{}, { jkt: 'x' }, { jkt: 7 }, { 'x5t#S256': 'x' }, 'x', null, []],
  __proto__x: [{ scope: 'accounts:list' }],
};

/** Change of at most two members, each to one of its values. */
function changes(values: Record<string, readonly unknown[]>): fc.Arbitrary<Record<string, unknown>> {
  const one = fc
    .constantFrom(...Object.entries(values))
    .chain(([name, list]) => fc.constantFrom(...list).map((value): [string, unknown] => [name, value]));
  return mostly(
    fc.constant({}),
    one.map((change) => Object.fromEntries([change])),
    fc.tuple(one, one).map((both) => Object.fromEntries(both)),
  );
}

/** Tokens that are right, or wrong in one thing or a few. */
export const TOKEN_CASES: fc.Arbitrary<TokenCase> = fc.record({
  header: changes(HEADERS),
  claims: mostly(
    changes(CLAIMS),
    changes({ exp: CLAIMS.exp ?? [], iat: CLAIMS.iat ?? [], nbf: CLAIMS.nbf ?? [] }),
  ),
  signer: mostly(fc.constant('provider' as const), fc.constantFrom(...SIGNERS)),
  spelling: mostly(fc.constant('plain' as const), fc.constantFrom(...SPELLINGS)),
  carrier: mostly(fc.constant('Bearer' as const), fc.constantFrom(...CARRIERS)),
});

const RIGHT: TokenCase = { header: {}, claims: {}, signer: 'provider', spelling: 'plain', carrier: 'Bearer' };

/** Each confusion by itself, and the classic pairs. */
export const TOKEN_CORPUS: readonly TokenCase[] = [
  RIGHT,
  ...Object.entries(HEADERS).flatMap(([name, list]) =>
    list.map((value) => ({ ...RIGHT, header: { [name]: value } })),
  ),
  ...Object.entries(CLAIMS).flatMap(([name, list]) =>
    list.map((value) => ({ ...RIGHT, claims: { [name]: value } })),
  ),
  ...SIGNERS.map((signer) => ({ ...RIGHT, signer })),
  ...SPELLINGS.map((spelling) => ({ ...RIGHT, spelling })),
  ...CARRIERS.map((carrier) => ({ ...RIGHT, carrier })),
  ...['none', 'None', ''].map((alg): TokenCase => ({ ...RIGHT, header: { alg }, signer: 'nobody' })),
  ...(['public key as secret', 'modulus as secret', 'empty secret', 'kid as secret'] as const).map(
    (signer): TokenCase => ({ ...RIGHT, header: { alg: 'HS256' }, signer }),
  ),
  { ...RIGHT, header: { jwk: OWN_KEY }, signer: 'stranger' },
  { ...RIGHT, header: { jku: 'http://127.0.0.1:1/jwks', kid: 'mine' }, signer: 'stranger' },
  { ...RIGHT, header: { crit: ['b64'], b64: false } },
];
