import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReplayMemory } from '../../../src-main/events/dpop/replay-memory.ts';
import { decodeProof, keyKind, verifyProof } from '../../../src-main/gateway/dpop/proof.ts';
import { parseCredential, tokensInQuery } from '../../../src-main/gateway/tokens/credential.ts';
import { audiences, boundKey, decodeJwt } from '../../../src-main/gateway/tokens/jwt.ts';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a credential', () => {
  it.each([
    ['Bearer abc', { scheme: 'Bearer', token: 'abc', wellFormed: true }],
    ['Bearer   abc  ', { token: 'abc', wellFormed: true }],
    ['bearer a.b-c_d~e+f/g==', { scheme: 'bearer', wellFormed: true }],
    ['Bearer', { scheme: 'Bearer', token: '', wellFormed: false }],
    ['Bearer a b', { wellFormed: false }],
    ['Bearer a,b', { wellFormed: false }],
    ['Bearer =a', { wellFormed: false }],
    // A no-break space is no space to HTTP, though `trim` takes it for one.
    ['Bearer \xa0abc', { wellFormed: false }],
    ['Bearer abc\xa0', { wellFormed: false }],
    ['', { scheme: '', token: '', wellFormed: false }],
  ])('%j', (header, parts) => {
    expect(parseCredential(header)).toMatchObject(parts);
  });

  it.each([
    ['', 0],
    ['?page=2', 0],
    ['?my_access_token=x', 0],
    ['?access_token=x', 1],
    ['?a=b&access%5ftoken=x&access_token=', 2],
  ])('the query %j carries %i', (query, count) => {
    expect(tokensInQuery(query)).toBe(count);
  });
});

describe('a JWT', () => {
  it('is taken apart without being believed', () => {
    const token = `${encode({ alg: 'RS256' })}.${encode({ aud: 'a', cnf: { jkt: 'k' } })}.sig`;
    const jwt = decodeJwt(token);
    expect(jwt).toEqual({
      parts: 3,
      header: { alg: 'RS256' },
      claims: { aud: 'a', cnf: { jkt: 'k' } },
      signatureReadable: true,
    });
    expect([audiences(jwt.claims), boundKey(jwt.claims)]).toEqual([['a'], 'k']);
  });

  it('is never a reason to fail, whatever it holds', () => {
    const part = fc.oneof(
      fc.string(),
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
      fc.base64String(),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
        const jwt = decodeJwt(parts.join('.'));
        for (const half of [jwt.header, jwt.claims]) {
          if (half !== undefined) expect(Array.isArray(half) || typeof half !== 'object').toBe(false);
        }
        audiences(jwt.claims);
        boundKey(jwt.claims);
        decodeProof(parts.join('.'));
      }),
    );
  });
});

describe('a DPoP proof', () => {
  it('with a broken key is a wrong signature, not a crash', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom('kty', 'crv', 'x', 'y', 'n', 'e'), fc.string()),
        async (jwk) => {
          const proof = decodeProof(`${encode({ alg: 'ES256', typ: 'dpop+jwt', jwk })}.${encode({})}.AA`);
          expect((await verifyProof(proof)).valid).toBe(false);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('shows a public key only', () => {
    expect(keyKind({ kty: 'EC', x: 'a', y: 'b' })).toBe('public');
    for (const secret of ['d', 'p', 'k']) expect(keyKind({ kty: 'EC', [secret]: 'a' })).toBe('private');
    expect(keyKind(undefined)).toBe('missing');
  });

  it('is used once for each key', () => {
    const memory = new ReplayMemory();
    expect([memory.use('a', '1'), memory.use('a', '1'), memory.use('b', '1'), memory.use('a', '2')]).toEqual([
      false,
      true,
      false,
      false,
    ]);
    memory.clear();
    expect(memory.use('a', '1')).toBe(false);
  });
});
