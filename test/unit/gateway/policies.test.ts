import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src-main/contract/json.ts';
import { POLICIES } from '../../../src-main/gateway/policies/index.ts';
import { GATEWAY_RULES, type GatewayRule } from '../../../src-main/gateway/rules.ts';

/** Lets the policy of a rule decide over inputs as they come back from the log. */
function decide(rule: GatewayRule, inputs: JsonObject) {
  return POLICIES.get(rule)!.evaluate(JSON.parse(JSON.stringify(inputs)));
}

const failure = { error: 'E', timeoutMs: 5 };
const framing = { httpVersion: '1.1', hosts: ['h'], contentLengths: [], transferEncodings: [] };
const format = {
  token: 't',
  parts: 3,
  headerReadable: true,
  claimsReadable: true,
  signatureReadable: true,
  nested: false,
};
const key = { kid: 'k', alg: 'RS256', published: ['k'], keyAlg: 'RS256', source: 'cache' };
const register = { lookup: true, registered: true, revokedAt: null, revokedBy: null };
const proof = {
  parts: 3,
  signatureReadable: true,
  typ: 'dpop+jwt',
  alg: 'ES256',
  allowed: ['ES256'],
  key: 'public',
  missing: [],
};

/** Inputs over which a rule passes or skips, and some over which it fails. */
const CASES: Record<GatewayRule, { good: JsonObject[]; bad: JsonObject[] }> = {
  'gw.request.framing': {
    good: [framing, { ...framing, contentLengths: ['5'] }, { ...framing, transferEncodings: ['Chunked'] }],
    bad: [
      { ...framing, hosts: ['a', 'b'] },
      { ...framing, contentLengths: ['5', '5'] },
      { ...framing, contentLengths: ['5'], transferEncodings: ['chunked'] },
      { ...framing, transferEncodings: ['gzip'] },
      { ...framing, transferEncodings: ['chunked', 'chunked'] },
      { ...framing, httpVersion: '1.0', transferEncodings: ['chunked'] },
    ],
  },
  'gw.request.header-count': { good: [{ lines: 100, limit: 100 }], bad: [{ lines: 101, limit: 100 }] },
  'gw.request.target-length': { good: [{ bytes: 9, limit: 9 }], bad: [{ bytes: 10, limit: 9 }] },
  'gw.request.target': {
    good: [
      { form: 'origin', authority: null, host: 'h', fragment: false },
      { form: 'absolute', authority: 'H:1', host: 'h:1', fragment: false },
    ],
    bad: [
      { form: 'origin', authority: null, host: 'h', fragment: true },
      { form: 'absolute', authority: 'evil', host: 'h', fragment: false },
      { form: 'asterisk', authority: null, host: 'h', fragment: false },
    ],
  },
  'gw.request.path-encoding': { good: [{ path: '/a/../b' }], bad: [{ path: '/a%2fb' }] },
  'gw.request.path-segments': { good: [{ path: '/a%2fb' }], bad: [{ path: '/a/../b' }] },
  'gw.request.body-size': {
    good: [{ declared: 5, received: 0, limit: 5 }],
    bad: [
      { declared: 6, received: 0, limit: 5 },
      { declared: 0, received: 6, limit: 5 },
    ],
  },
  'gw.cors.preflight': {
    good: [{ origin: 'http://a', allowed: ['http://a'] }],
    bad: [
      { origin: 'http://a.evil', allowed: ['http://a'] },
      { origin: 'null', allowed: [] },
    ],
  },
  'gw.route.api': {
    good: [{ context: 'a', published: ['a'] }],
    bad: [{ context: 'A', published: ['a'] }],
  },
  'gw.route.version': {
    good: [{ api: 'a', version: '1', published: ['1'] }],
    bad: [{ api: 'a', version: '', published: ['1'] }],
  },
  'gw.route.operation': {
    good: [{ path: '/x/1', templates: ['/x/{id}'] }],
    bad: [{ path: '/x/', templates: ['/x/{id}'] }],
  },
  'gw.route.method': {
    good: [{ method: 'HEAD', allowed: ['GET'] }],
    bad: [{ method: 'PUT', allowed: ['GET'] }],
  },
  'gw.credential.single': {
    good: [
      { authorizationHeaders: 1, queryTokens: 0 },
      { authorizationHeaders: 0, queryTokens: 1 },
    ],
    bad: [
      { authorizationHeaders: 1, queryTokens: 1 },
      { authorizationHeaders: 2, queryTokens: 0 },
    ],
  },
  'gw.credential.place': { good: [{ queryTokens: 0 }], bad: [{ queryTokens: 1 }] },
  'gw.credential.present': { good: [{ authorization: true }], bad: [{ authorization: false }] },
  'gw.credential.scheme': {
    good: [{ scheme: 'bEARER', accepted: ['Bearer'] }],
    bad: [{ scheme: 'Basic', accepted: ['Bearer'] }],
  },
  'gw.credential.syntax': {
    good: [{ length: 3, wellFormed: true }],
    bad: [
      { length: 0, wellFormed: false },
      { length: 3, wellFormed: false },
    ],
  },
  'gw.token.format': {
    good: [format],
    bad: [
      { ...format, parts: 5 },
      { ...format, parts: 1 },
      { ...format, headerReadable: false },
      { ...format, claimsReadable: false },
      { ...format, nested: true },
      { ...format, signatureReadable: false },
    ],
  },
  'gw.token.header': {
    good: [{ parameters: ['alg', 'typ', 'kid'] }],
    bad: [{ parameters: ['alg', 'crit'] }, { parameters: ['jku'] }, { parameters: ['x5c', 'alg'] }],
  },
  'gw.token.algorithm': {
    good: [{ alg: 'RS256', allowed: ['RS256'] }],
    bad: [
      { alg: 'none', allowed: ['RS256'] },
      { alg: 'HS256', allowed: ['RS256'] },
      { alg: null, allowed: ['RS256'] },
    ],
  },
  'gw.token.type': {
    good: [{ typ: 'at+jwt' }, { typ: 'application/AT+JWT' }],
    bad: [{ typ: 'JWT' }, { typ: null }, { typ: 'dpop+jwt' }],
  },
  'gw.keys.available': {
    good: [{ available: true, source: 'cache', error: 'old' }],
    bad: [{ available: false, source: 'fetched', error: 'down' }],
  },
  'gw.token.key': {
    good: [key, { ...key, keyAlg: null }],
    bad: [
      { ...key, kid: null },
      { ...key, kid: 'other' },
      { ...key, alg: 'PS256' },
    ],
  },
  'gw.token.signature': {
    good: [
      { token: 't', kid: 'k', alg: 'RS256', valid: true, error: null, verifiedAt: null },
      { token: 't', kid: 'k', alg: 'RS256', valid: true, error: null, verifiedAt: 7 },
    ],
    bad: [{ token: 't', kid: 'k', alg: 'RS256', valid: false, error: 'x', verifiedAt: null }],
  },
  'gw.introspection.available': {
    good: [{ token: 't', answered: true, age: 3, error: null }],
    bad: [{ token: 't', answered: false, age: 0, error: 'down' }],
  },
  'gw.introspection.active': { good: [{ token: 't', active: true }], bad: [{ token: 't', active: false }] },
  'gw.token.issuer': {
    good: [{ iss: 'a', expected: 'a' }],
    bad: [
      { iss: 'a/', expected: 'a' },
      { iss: null, expected: 'a' },
    ],
  },
  'gw.token.audience': {
    good: [{ aud: ['b', 'a'], expected: 'a' }],
    bad: [
      { aud: [], expected: 'a' },
      { aud: ['ab'], expected: 'a' },
    ],
  },
  'gw.token.claims': {
    good: [{ required: ['exp'], missing: [] }],
    bad: [{ required: ['exp'], missing: ['exp'] }],
  },
  'gw.token.issued-at': {
    good: [{ iat: 5, now: 5, leeway: 0 }],
    bad: [{ iat: 6, now: 5, leeway: 0 }],
  },
  'gw.token.not-before': {
    good: [{ nbf: 6, now: 5, leeway: 1 }],
    bad: [{ nbf: 6, now: 5, leeway: 0 }],
  },
  'gw.token.expiry': {
    good: [{ exp: 6, now: 5, leeway: 0 }],
    bad: [
      { exp: 5, now: 5, leeway: 0 },
      { exp: -1, now: 5, leeway: 0 },
    ],
  },
  'gw.token.not-revoked': {
    good: [register, { lookup: false, registered: null, revokedAt: null, revokedBy: null }],
    bad: [
      { ...register, registered: false },
      { ...register, revokedAt: 5 },
      { ...register, revokedAt: 0, revokedBy: 'logout' },
    ],
  },
  'gw.dpop.binding': {
    good: [
      { scheme: 'bearer', jkt: null },
      { scheme: 'DPoP', jkt: 'k' },
    ],
    bad: [
      { scheme: 'Bearer', jkt: 'k' },
      { scheme: 'DPoP', jkt: null },
    ],
  },
  'gw.dpop.proof': { good: [{ proofs: 1 }], bad: [{ proofs: 0 }, { proofs: 2 }] },
  'gw.dpop.format': {
    good: [proof],
    bad: [
      { ...proof, signatureReadable: false },
      { ...proof, parts: 1 },
      { ...proof, typ: 'JWT' },
      { ...proof, alg: 'HS256' },
      { ...proof, key: 'private' },
      { ...proof, missing: ['ath'] },
    ],
  },
  'gw.dpop.signature': {
    good: [{ alg: 'ES256', valid: true, thumbprint: 't', error: null }],
    bad: [{ alg: 'ES256', valid: false, thumbprint: null, error: 'x' }],
  },
  'gw.dpop.method': { good: [{ htm: 'GET', method: 'GET' }], bad: [{ htm: 'get', method: 'GET' }] },
  'gw.dpop.address': {
    good: [
      { htu: 'http://h/a', address: 'http://h/a' },
      { htu: 'HTTP://H:80/%61?x#y', address: 'http://h/a' },
    ],
    bad: [
      { htu: 'https://h/a', address: 'http://h/a' },
      { htu: 'http://h/a/', address: 'http://h/a' },
      { htu: 'nonsense', address: 'http://h/a' },
      { htu: 'http://user@h/a', address: 'http://h/a' },
    ],
  },
  'gw.dpop.nonce': {
    good: [
      { nonce: 'accepted', required: true },
      { nonce: 'none', required: false },
    ],
    bad: [
      { nonce: 'unknown', required: false },
      { nonce: 'none', required: true },
    ],
  },
  'gw.dpop.time': {
    good: [
      { iat: 65, now: 5, window: 60, nonce: false },
      { iat: 9999, now: 5, window: 60, nonce: true },
    ],
    bad: [
      { iat: 66, now: 5, window: 60, nonce: false },
      { iat: -56, now: 5, window: 60, nonce: false },
    ],
  },
  'gw.dpop.token': { good: [{ ath: 'a', hash: 'a' }], bad: [{ ath: 'b', hash: 'a' }] },
  'gw.dpop.key': {
    good: [{ jkt: 'a', thumbprint: 'a' }],
    bad: [
      { jkt: 'a', thumbprint: 'b' },
      { jkt: null, thumbprint: null },
    ],
  },
  'gw.dpop.replay': { good: [{ jti: 'a', usedBefore: false }], bad: [{ jti: 'a', usedBefore: true }] },
  'gw.scope.required': {
    good: [
      { scope: 'a b', required: 'b' },
      { scope: '', required: null },
    ],
    bad: [
      { scope: 'ab', required: 'a' },
      { scope: '', required: 'a' },
    ],
  },
  'gw.request.body-time': {
    good: [{ failure: 'timeout', ...failure }],
    bad: [{ failure: 'slow-client', ...failure }],
  },
  'gw.upstream.known': {
    good: [{ failure: 'timeout', ...failure }],
    bad: [{ failure: 'unknown', ...failure }],
  },
  'gw.upstream.reachable': {
    good: [{ failure: 'timeout', ...failure }],
    bad: [{ failure: 'unreachable', ...failure }],
  },
  'gw.upstream.in-time': {
    good: [{ failure: 'malformed', ...failure }],
    bad: [{ failure: 'timeout', ...failure }],
  },
  'gw.upstream.well-formed': {
    good: [{ failure: 'incomplete', ...failure }],
    bad: [{ failure: 'malformed', ...failure }],
  },
  'gw.upstream.complete': {
    good: [{ failure: 'timeout', ...failure }],
    bad: [{ failure: 'incomplete', ...failure }],
  },
};

describe.each(Object.keys(GATEWAY_RULES) as GatewayRule[])('%s', (rule) => {
  it('is content with what it demands', () => {
    for (const inputs of CASES[rule].good) expect(decide(rule, inputs).outcome).not.toBe('fail');
  });

  it('refuses the rest, and says where, what was expected, and why in a sentence', () => {
    for (const inputs of CASES[rule].bad) {
      const verdict = decide(rule, inputs);
      expect(verdict.outcome).toBe('fail');
      expect(verdict.path).toBeTruthy();
      expect(verdict).toHaveProperty('expected');
      expect(verdict.detail).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe('whatever the inputs', () => {
  it('a token counts from nbf to just before exp', () => {
    const time = fc.integer({ min: 0, max: 4_000_000_000 });
    fc.assert(
      fc.property(time, time, time, (nbf, exp, now) => {
        const begun = decide('gw.token.not-before', { nbf, now, leeway: 0 }).outcome === 'pass';
        const lasts = decide('gw.token.expiry', { exp, now, leeway: 0 }).outcome === 'pass';
        expect(begun && lasts).toBe(nbf <= now && now < exp);
      }),
    );
  });

  it('a scope counts only as a whole word', () => {
    const name = fc.stringMatching(/^[a-z:]{1,6}$/);
    fc.assert(
      fc.property(fc.array(name), name, (granted, required) => {
        const verdict = decide('gw.scope.required', { scope: granted.join(' '), required });
        expect(verdict.outcome === 'pass').toBe(granted.includes(required));
      }),
    );
  });

  it('a message is taken only if its end is given in one way', () => {
    const coding = fc.constantFrom('chunked', 'gzip', 'gzip, chunked', 'CHUNKED', 'identity', ' chunked', '');
    fc.assert(
      fc.property(
        fc.array(coding, { maxLength: 3 }),
        fc.array(fc.constantFrom('0', '5'), { maxLength: 3 }),
        fc.constantFrom('1.0', '1.1'),
        (transferEncodings, contentLengths, httpVersion) => {
          const verdict = decide('gw.request.framing', {
            httpVersion,
            hosts: ['h'],
            transferEncodings,
            contentLengths,
          });
          const ways = transferEncodings.length + contentLengths.length;
          if (ways > 1) expect(verdict.outcome).toBe('fail');
          if (transferEncodings.length > 0 && httpVersion === '1.0') expect(verdict.outcome).toBe('fail');
          if (verdict.outcome === 'pass' && transferEncodings.length > 0)
            expect(transferEncodings[0]?.trim().toLowerCase()).toBe('chunked');
        },
      ),
    );
  });
});
