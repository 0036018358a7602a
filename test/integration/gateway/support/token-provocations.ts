import { createHmac, createSecretKey } from 'node:crypto';
import { CompactEncrypt, generateKeyPair, UnsecuredJWT } from 'jose';
import type { Fixture } from './gateway-fixture.ts';
import type { Provocation, Provocations } from './provocations.ts';
import { refused } from './refused.ts';

/** A token that is wrong in its claims or its header alone. */
function wrong(
  by: string,
  claims: (now: number) => Record<string, unknown>,
  header: Record<string, unknown> = {},
): Provocation {
  return {
    by,
    send: async ({ bearer, token, core }) =>
      refused(bearer(await token(claims(core.clock.seconds()), header))),
  };
}

/** A token that is not the issuer's work. */
function forged(by: string, forge: (fixture: Fixture, now: number) => Promise<string> | string): Provocation {
  return {
    by,
    send: async (fixture) => refused(fixture.bearer(await forge(fixture, fixture.core.clock.seconds()))),
  };
}

const none = () => ({});
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Takes a right token and puts another claim into it, the signature left as it was. */
async function tampered({ token }: Fixture): Promise<string> {
  const [header, claims, signature] = (await token()).split('.');
  const changed = { ...JSON.parse(Buffer.from(claims!, 'base64url').toString()), sub: 'carol' };
  return [header, encode(changed), signature].join('.');
}

/** Signs with the public key as if it were a shared secret (RFC 8725 §2.1). */
function withPublicKeyAsSecret({ issuer }: Fixture, now: number): string {
  const content = `${encode({ alg: 'HS256', typ: 'at+jwt', kid: issuer.key.kid })}.${encode({ sub: 'alice', exp: now + 60 })}`;
  const secret = JSON.stringify(issuer.key.publicJwk);
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

async function encrypted(): Promise<string> {
  const key = createSecretKey(Buffer.alloc(32));
  return new CompactEncrypt(Buffer.from('{}'))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(key);
}

async function strangersKey(): Promise<{ privateKey: CryptoKey }> {
  return generateKeyPair('RS256');
}

async function opaque(fixture: Fixture, claims: Record<string, unknown>): Promise<Response> {
  const now = fixture.core.clock.seconds();
  const token = `opaque-${Math.random().toString(36).slice(2)}`;
  const right = {
    aud: 'https://api.test/cards',
    sub: 'alice',
    client_id: 'pocket',
    scope: 'cards:read',
    exp: now + 60,
  };
  fixture.issuer.opaque.set(token, { ...right, ...claims });
  fixture.registerToken(token);
  return fixture.bearer(token, '/cards/1.0/items');
}

/** Refusals by what the token is. */
export const tokenProvocations: Provocations<
  | 'gw.token.format'
  | 'gw.token.header'
  | 'gw.token.algorithm'
  | 'gw.token.type'
  | 'gw.keys.available'
  | 'gw.token.key'
  | 'gw.token.signature'
  | 'gw.introspection.available'
  | 'gw.introspection.active'
  | 'gw.token.issuer'
  | 'gw.token.audience'
  | 'gw.token.claims'
  | 'gw.token.issued-at'
  | 'gw.token.not-before'
  | 'gw.token.expiry'
  | 'gw.token.not-revoked'
  | 'gw.scope.required'
> = {
  'gw.token.format': [
    forged('an opaque token', () => 'abcdef0123456789'),
    forged('an encrypted token', encrypted),
    forged('a header that is no JSON', () => `${Buffer.from('x').toString('base64url')}.e30.AA`),
    forged('claims that are a list', () => `${encode({ alg: 'RS256' })}.${encode([1])}.AA`),
    wrong('a nested token', none, { cty: 'JWT' }),
    forged('a signature in the other base64', async ({ token }) => `${await token()}==`),
    forged('claims that are no UTF-8', async ({ token }) => {
      const [header, , signature] = (await token()).split('.');
      return [header, Buffer.from('{"sub":"\xff"}', 'latin1').toString('base64url'), signature].join('.');
    }),
  ],
  'gw.token.header': [
    wrong('a key address of its own', none, { jku: 'https://evil.example/jwks' }),
    wrong('a certificate address of its own', none, { x5u: 'https://evil.example/cert' }),
    wrong('a key of its own', none, { jwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' } }),
    forged('an extension that must be understood', async ({ token }) => {
      const [header, ...rest] = (await token()).split('.');
      const changed = { ...JSON.parse(Buffer.from(header!, 'base64url').toString()), crit: ['exp'], exp: 1 };
      return [encode(changed), ...rest].join('.');
    }),
  ],
  'gw.token.algorithm': [
    forged('no signature', (_fixture, now) =>
      new UnsecuredJWT({ sub: 'alice', scope: 'notes:read', exp: now + 60 }).encode(),
    ),
    forged('no signature, spelled otherwise', () => `${encode({ alg: 'nOnE', typ: 'at+jwt' })}.e30.`),
    forged('HS256 with the public key', withPublicKeyAsSecret),
    forged('no algorithm at all', () => `${encode({ typ: 'at+jwt' })}.e30.AA`),
  ],
  'gw.token.type': [
    wrong('an ID token', none, { typ: 'JWT' }),
    wrong('a token that says no type', none, { typ: undefined }),
    wrong('a logout token', none, { typ: 'logout+jwt' }),
  ],
  'gw.keys.available': [
    {
      by: 'the provider being away when its keys are first needed',
      send: async ({ bearer, token, issuer }) => {
        issuer.trouble = 'down';
        return refused(bearer(await token()));
      },
    },
    {
      by: 'a provider that answers nonsense for its keys',
      send: async ({ bearer, token, issuer }) => {
        issuer.trouble = 'broken';
        return refused(bearer(await token()));
      },
    },
  ],
  'gw.token.key': [
    wrong('a key id that nobody publishes', none, { kid: 'no-such-key' }),
    wrong('no key id', none, { kid: undefined }),
    wrong('a key id with a path in it', none, { kid: '../../../etc/passwd' }),
    {
      by: 'the right key used for another algorithm',
      send: async (fixture) => {
        const { bearer, token } = fixture;
        const [header, ...rest] = (await token()).split('.');
        const changed = { ...JSON.parse(Buffer.from(header!, 'base64url').toString()), alg: 'PS256' };
        return refused(bearer([encode(changed), ...rest].join('.')));
      },
    },
  ],
  'gw.token.signature': [
    forged('a claim that was changed', tampered),
    forged(
      'a signature that was cut off',
      async ({ token }) => `${(await token()).split('.').slice(0, 2).join('.')}.`,
    ),
    forged('a key that only bears the name of the right one', async ({ issuer }, now) =>
      issuer.token(now, {}, {}, await strangersKey()),
    ),
  ],
  'gw.introspection.available': [
    {
      by: 'the provider being away',
      send: async (fixture) => {
        fixture.issuer.trouble = 'down';
        return refused(opaque(fixture, {}));
      },
    },
    {
      by: 'a provider that refuses the gateway',
      send: async (fixture) => {
        fixture.issuer.trouble = 500;
        return refused(opaque(fixture, {}));
      },
    },
  ],
  'gw.introspection.active': [
    { by: 'an unknown token', send: ({ bearer }) => refused(bearer('never-issued', '/cards/1.0/items')) },
  ],
  'gw.token.issuer': [
    wrong('a token of another provider', () => ({ iss: 'https://evil.example' })),
    wrong('a token without an issuer', () => ({ iss: undefined })),
    wrong('an issuer with a slash too many', () => ({ iss: 'http://127.0.0.1/' })),
  ],
  'gw.token.audience': [
    wrong('a token for another API', () => ({ aud: 'https://api.test/cards' })),
    wrong('a token for nobody', () => ({ aud: undefined })),
    wrong('a list without this API', () => ({ aud: ['https://api.test/cards', 'https://api.test/notes2'] })),
    {
      by: 'an opaque token for another API',
      send: (fixture) => refused(opaque(fixture, { aud: 'https://api.test/notes' })),
    },
  ],
  'gw.token.claims': [
    wrong('a token without a lifetime', () => ({ exp: undefined })),
    wrong('a lifetime that is text', () => ({ exp: '9999999999' as never })),
    wrong('a token without an id', () => ({ jti: undefined })),
    wrong('a subject that is a number', () => ({ sub: 7 as never })),
    wrong('a beginning that is text', (now) => ({ nbf: String(now + 60) as never })),
    wrong('a binding that is no key', () => ({ cnf: { 'x5t#S256': 'x' } as never })),
    wrong('a binding that is text', () => ({ cnf: 'jkt' as never })),
  ],
  'gw.token.issued-at': [wrong('a token from the future', (now) => ({ iat: now + 60, exp: now + 360 }))],
  'gw.token.not-before': [wrong('a token that does not count yet', (now) => ({ nbf: now + 60 }))],
  'gw.token.expiry': [
    {
      by: 'a token whose time has passed by a jump of the clock',
      send: async ({ bearer, token, core }) => {
        const access = await token();
        await core.scheduler.advance(301_000);
        return refused(bearer(access));
      },
    },
    wrong('a token that expires at this very moment', (now) => ({ iat: now - 60, exp: now })),
    {
      by: 'an opaque token whose time has passed',
      send: (fixture) => refused(opaque(fixture, { exp: fixture.core.clock.seconds() - 1 })),
    },
  ],
  'gw.token.not-revoked': [
    {
      by: 'a revoked token',
      send: async ({ bearer, token, register, core }) => {
        const access = await token();
        register.revoke(core.vault.handle('access_token', access), core.clock.seconds(), 'revocation');
        return refused(bearer(access));
      },
    },
    {
      by: 'a token that the register does not know',
      send: async ({ bearer, issuer, core }) => refused(bearer(await issuer.token(core.clock.seconds()))),
    },
    {
      by: 'an opaque token that was revoked while its answer was kept',
      send: async (fixture) => {
        const { issuer, registerToken, bearer, register, core } = fixture;
        const claims = { aud: 'https://api.test/cards', client_id: 'pocket', scope: 'cards:read' };
        issuer.opaque.set('kept-token', { ...claims, exp: core.clock.seconds() + 60 });
        registerToken('kept-token');
        await (await bearer('kept-token', '/cards/1.0/items')).text();
        register.revoke(core.vault.handle('access_token', 'kept-token'), core.clock.seconds(), 'logout');
        return refused(bearer('kept-token', '/cards/1.0/items'));
      },
    },
  ],
  'gw.scope.required': [
    wrong('another scope', () => ({ scope: 'notes:list notes:readonly' })),
    wrong('no scope', () => ({ scope: undefined })),
    wrong('a scope that only contains the name', () => ({ scope: 'xnotes:read' })),
    { by: 'an opaque token with another scope', send: (f) => refused(opaque(f, { scope: 'cards:block' })) },
  ],
};
