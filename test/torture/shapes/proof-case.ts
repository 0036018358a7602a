import { createHash, generateKeyPairSync, type JsonWebKey, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { thumbprint } from '../judge/jwt.ts';
import { mostly } from './http-case.ts';
import { hmac, part, publicHalf, publicPem, signature } from './sign.ts';

/** A key pair of a client that binds its tokens (RFC 9449 §4). */
export interface ProofKey {
  jwk: JsonWebKey;
  alg: string;
  thumbprint: string;
}

const newKey = (alg: 'ES256' | 'RS256'): ProofKey => {
  const { privateKey } =
    alg === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = privateKey.export({ format: 'jwk' }) as JsonWebKey;
  return { jwk, alg, thumbprint: thumbprint(publicHalf(jwk)) };
};

/** The client's own key, and those of a thief. */
export const CLIENT_KEY = newKey('ES256');
const THIEF_KEY = newKey('ES256');
const THIEF_RSA = newKey('RS256');

const KEYS = [
  'client',
  'thief',
  'thief RSA',
  'client shown, thief signs',
  'private part shown',
  'none',
  'shared secret',
  'public key as secret',
] as const;
const PRESENTED = [
  'DPoP',
  'dpop',
  'Bearer',
  'no proof',
  'proof twice',
  'two proofs',
  'proofs in a list',
  'proof with padding',
  'proof cut',
  'unbound token',
] as const;

export interface ProofCase {
  header: Record<string, unknown>;
  /** Changes of claims. `now+N` is a time; ATH, HTU and USED stand for what is known only when sent. */
  claims: Record<string, unknown>;
  key: (typeof KEYS)[number];
  presented: (typeof PRESENTED)[number];
}

const LEFT_OUT = '(left out)';

const HEADERS: Record<string, readonly unknown[]> = {
  typ: ['JWT', 'DPOP+JWT', 'application/dpop+jwt', '', null, LEFT_OUT],
  alg: ['none', 'HS256', 'RS256', 'ES384', '', null, LEFT_OUT],
  jwk: [
    {},
    null,
    'x',
    [],
    { kty: 'EC' },
    { kty: 'oct', k: 'AA' },
    { kty: 'RSA', n: 'AQAB', e: 'AQAB' },
    LEFT_OUT,
  ],
  crit: [['exp'], []],
  kid: ['x'],
  b64: [false],
};

const CLAIMS: Record<string, readonly unknown[]> = {
  htm: ['POST', 'get', 'GET ', '', null, ['GET'], LEFT_OUT],
  htu: [
    'HTU?a=b',
    'HTU#x',
    'HTU/',
    'HTU/1',
    'http://127.0.0.1/accounts/1.0/accounts',
    'http://evil.example/accounts/1.0/accounts',
    'http://user@HOST/accounts/1.0/accounts',
    'https://HOST/accounts/1.0/accounts',
    '/accounts/1.0/accounts',
    '',
    null,
    LEFT_OUT,
  ],
  iat: ['now-61', 'now-59', 'now+59', 'now+62', 'now-100000', 1e300, -1, '1', null, LEFT_OUT],
  jti: ['USED', '', null, 7, LEFT_OUT, 'x'.repeat(5_000)],
  ath: ['', 'x', 'ATH=', null, LEFT_OUT],
  nonce: ['', 'made-up', 7, null],
  exp: ['now-1'],
};

function changes(values: Record<string, readonly unknown[]>): fc.Arbitrary<Record<string, unknown>> {
  const one = fc
    .constantFrom(...Object.entries(values))
    .chain(([name, list]) => fc.constantFrom(...list).map((value): [string, unknown] => [name, value]));
  return mostly(
    fc.constant({}),
    one.map((change) => Object.fromEntries([change])),
  );
}

export const PROOF_CASES: fc.Arbitrary<ProofCase> = fc.record({
  header: changes(HEADERS),
  claims: changes(CLAIMS),
  key: mostly(fc.constant('client' as const), fc.constantFrom(...KEYS)),
  presented: mostly(fc.constant('DPoP' as const), fc.constantFrom(...PRESENTED)),
});

const RIGHT: ProofCase = { header: {}, claims: {}, key: 'client', presented: 'DPoP' };

export const PROOF_CORPUS: readonly ProofCase[] = [
  RIGHT,
  { ...RIGHT, claims: { jti: 'USED' } },
  ...Object.entries(HEADERS).flatMap(([name, list]) =>
    list.map((value) => ({ ...RIGHT, header: { [name]: value } })),
  ),
  ...Object.entries(CLAIMS).flatMap(([name, list]) =>
    list.map((value) => ({ ...RIGHT, claims: { [name]: value } })),
  ),
  ...KEYS.map((key) => ({ ...RIGHT, key })),
  ...PRESENTED.map((presented) => ({ ...RIGHT, presented })),
  { ...RIGHT, header: { alg: 'HS256' }, key: 'shared secret' },
  { ...RIGHT, header: { alg: 'HS256' }, key: 'public key as secret' },
  { ...RIGHT, header: { alg: 'none' }, key: 'none' },
];

/** What a proof is made for. */
export interface ProofTarget {
  token: string;
  method: string;
  htu: string;
  host: string;
  now: number;
  /** The `jti` of a proof that passed. */
  used: string;
}

/** A proof that is right but for what the case changes. */
export function proofOf(value: ProofCase, target: ProofTarget): string {
  const { key } = value;
  const signer =
    { thief: THIEF_KEY, 'thief RSA': THIEF_RSA, 'client shown, thief signs': THIEF_KEY }[key as string] ??
    CLIENT_KEY;
  const shown = key === 'client shown, thief signs' ? CLIENT_KEY : signer;
  const ath = createHash('sha256').update(target.token).digest('base64url');
  const header = filled(
    { typ: 'dpop+jwt', alg: shown.alg, jwk: shownKey(key, shown.jwk), ...value.header },
    target,
    ath,
  );
  const claims = filled(
    { jti: randomUUID(), htm: target.method, htu: target.htu, iat: target.now, ath, ...value.claims },
    target,
    ath,
  );
  const input = `${part(header)}.${part(claims)}`;
  if (key === 'none') return `${input}.`;
  if (key === 'shared secret') return `${input}.${hmac(input, 'secret')}`;
  if (key === 'public key as secret') return `${input}.${hmac(input, publicPem(signer.jwk))}`;
  return `${input}.${signature(signer.alg, input, signer.jwk)}`;
}

function shownKey(key: ProofCase['key'], jwk: JsonWebKey): unknown {
  if (key === 'private part shown') return jwk;
  if (key === 'shared secret') return { kty: 'oct', k: Buffer.from('secret').toString('base64url') };
  return publicHalf(jwk);
}

function filled(members: Record<string, unknown>, target: ProofTarget, ath: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]): [string, unknown][] => {
      if (value === LEFT_OUT) return [];
      if (typeof value !== 'string') return [[name, value]];
      const time = /^now([+-]\d+)$/.exec(value)?.[1];
      if (time !== undefined) return [[name, target.now + Number(time)]];
      if (value === 'USED') return [[name, target.used]];
      return [[name, value.replace('ATH', ath).replace('HTU', target.htu).replace('HOST', target.host)]];
    }),
  );
}

/** The header lines that carry token and proof. */
export function presentedAs({ presented }: ProofCase, token: string, proof: string): string[] {
  const lines = [`Authorization: DPoP ${token}`, `DPoP: ${proof}`];
  switch (presented) {
    case 'dpop':
      return [`Authorization: dpop ${token}`, `dpop: ${proof}`];
    case 'Bearer':
      return [`Authorization: Bearer ${token}`, `DPoP: ${proof}`];
    case 'no proof':
      return [`Authorization: DPoP ${token}`];
    case 'proof twice':
      return [...lines, `DPoP: ${proof}`];
    case 'two proofs':
      return [...lines, 'DPoP: x'];
    case 'proofs in a list':
      return [`Authorization: DPoP ${token}`, `DPoP: ${proof}, ${proof}`];
    case 'proof with padding':
      return [`Authorization: DPoP ${token}`, `DPoP: ${proof}==`];
    case 'proof cut':
      return [`Authorization: DPoP ${token}`, `DPoP: ${proof.slice(0, -5)}`];
    default:
      return lines;
  }
}
