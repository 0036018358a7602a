import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestTitle } from '../../../src-main/trace/views/hop-titles.ts';
import { plainReason, reasonText, settlingReason } from '../../../src-main/trace/views/reasons.ts';
import { responseTitle } from '../../../src-main/trace/views/response-titles.ts';
import { ruleLabel } from '../../../src-main/trace/views/rules.ts';
import { form, handle, json } from './story.ts';

const request = (target: string, fields?: string, headers: [string, string][] = []) =>
  requestTitle({
    method: fields === undefined ? 'GET' : 'POST',
    target,
    headers,
    ...(fields === undefined ? {} : { body: form(fields) }),
  });

describe('the title of a request', () => {
  it.each([
    ['/token', 'grant_type=refresh_token&refresh_token=x', 'POST /token refresh token'],
    ['/token', 'grant_type=client_credentials', 'POST /token client credentials'],
    [
      '/token',
      'grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code',
      'POST /token device code',
    ],
    [
      '/token/introspection',
      `token=${handle('access_token', 'a')}`,
      'POST /token/introspection access token',
    ],
    ['/token/revocation', `token=${handle('refresh_token', 'a')}`, 'POST /token/revocation refresh token'],
    ['/request', 'response_type=code&client_id=x', 'POST /request pushed request'],
    ['/interaction/Xk29dkslQQzz81dkslwQ', 'decision=allow', 'POST decision: allow'],
  ])('%s with %s reads %s', (target, fields, title) => {
    expect(request(target, fields)).toBe(title);
  });

  it('names the proof that goes with it', () => {
    const proof: [string, string][] = [['DPoP', handle('dpop_proof', 'a')]];
    expect(request('/token', 'grant_type=client_credentials', proof)).toBe(
      'POST /token client credentials + DPoP proof',
    );
  });

  it.each([
    [
      '/auth?client_id=x&request_uri=urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3Aabc',
      'GET /auth request_uri',
    ],
    ['/auth?response_type=code&prompt=none', 'GET /auth prompt=none'],
    ['/cb?error=access_denied&state=x', 'GET /cb?error=access_denied'],
    ['/accounts/1.0?limit=3', 'GET /accounts/1.0?limit=3'],
    ['/search?q=a-very-long-question-that-nobody-would-read', 'GET /search?…'],
    ['/interaction/Xk29dkslQQzz81dkslwQ', 'GET /interaction/…'],
  ])('%s reads %s', (target, title) => {
    expect(request(target)).toBe(title);
  });

  it('never shows a handle, wherever one stands', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('code', 'token', 'state', 'x', 'username'),
        fc.boolean(),
        (name, inForm) => {
          const secret = `${name}=${handle('code', 'c')}`;
          const title = inForm ? request('/a', secret) : request(`/a?${secret}`);
          expect(title).not.toContain('‹');
        },
      ),
    );
  });
});

describe('the title of an answer', () => {
  const plain = { headers: [] as [string, string][] };
  it.each([
    [{ ...plain, status: 200, body: json({ active: false }) }, '200 not active'],
    [{ ...plain, status: 200, body: json({ keys: [{}] }) }, '200 1 key'],
    [{ ...plain, status: 200, body: json({ issuer: 'x', jwks_uri: 'y' }) }, '200 provider metadata'],
    [{ ...plain, status: 201, body: json({ request_uri: 'urn:x', expires_in: 60 }) }, '201 request_uri'],
    [{ ...plain, status: 400, body: json({ error: 'invalid_grant' }) }, '400 invalid_grant'],
    [{ ...plain, status: 200, body: json([1, 2, 3]) }, '200 3 items'],
    [{ ...plain, status: 200, body: json({ balance: 4 }) }, '200 JSON'],
    [{ ...plain, status: 204 }, '204 No Content'],
    [{ ...plain, status: 502 }, '502 Bad Gateway'],
    [{ ...plain, status: 0, aborted: true }, 'no answer, connection closed'],
  ])('%o reads %s', (response, title) => {
    expect(responseTitle(response)).toBe(title);
  });

  it('is not misled by a JSON body that was cut', () => {
    const body = { ...json({ error: 'x' }), text: '{"error":"x"', cut: true };
    expect(responseTitle({ status: 500, headers: [], body })).toBe('500 Internal Server Error');
  });
});

describe('a reason in words', () => {
  it('says what a rule needs and what there was', () => {
    expect(
      plainReason({ rule: 'gw.scope.required', outcome: 'fail', expected: 'accounts:read', seen: [] }),
    ).toBe('needs accounts:read, has nothing');
    expect(plainReason({ rule: 'gw.token.issuer', outcome: 'fail', expected: 'a', seen: 'b' })).toBe(
      'expected a, seen b',
    );
  });

  it('says how long a token had left at the moment of the decision', () => {
    const inputs = { exp: 1_000_000, now: 999_729 };
    expect(plainReason({ rule: 'gw.token.expiry', outcome: 'pass', inputs })).toBe('4 min 31 s left');
    expect(
      plainReason({ rule: 'gw.token.expiry', outcome: 'fail', inputs: { exp: 1_000_000, now: 1_000_031 } }),
    ).toBe('expired 31 s ago');
  });

  it('has a label in plain words for rules that are known and for those that are not', () => {
    expect(ruleLabel('gw.scope.required')).toBe('Scope');
    expect(ruleLabel('idp.pkce.format')).toBe('PKCE format');
    expect(ruleLabel('gw.token.audience')).toBe('Audience');
    expect(ruleLabel('gw.dpop.replay')).toBe('DPoP replay');
  });

  it('is settled by the first rule that failed', () => {
    const reasons = [
      { rule: 'a', outcome: 'pass' as const },
      { rule: 'b', outcome: 'fail' as const },
      { rule: 'c', outcome: 'skip' as const },
    ];
    expect(settlingReason(reasons)?.rule).toBe('b');
    expect(reasonText(reasons[2]!).parts).toEqual([{ text: 'not looked at' }]);
  });
});
