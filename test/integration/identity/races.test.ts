import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { IssuedTokens } from '../../../src-main/store/issued-tokens.ts';
import { ACCOUNTS_API, CALLBACK, CARE_DESK, signIn, startIdentity } from '../../support/identity.ts';

const authorization = `Basic ${btoa(`${CARE_DESK.id}:${CARE_DESK.secret}`)}`;

test('a refresh token that many use at once gives tokens to one at most, and none of the family lives on', async () => {
  const { core, issuer, browser } = await startIdentity();
  const post = async (path: string, parameters: Record<string, string>) => {
    const body = new URLSearchParams(parameters);
    const answer = await fetch(issuer + path, { method: 'POST', headers: { authorization }, body });
    const members = (await answer.json()) as Record<string, unknown>;
    return { ...members, status: answer.status };
  };
  const request = {
    client_id: CARE_DESK.id,
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'openid accounts:list',
    resource: ACCOUNTS_API,
  };
  const { url } = await signIn(browser(), `${issuer}/auth?${new URLSearchParams(request)}`);
  const code = new URL(url).searchParams.get('code') ?? '';
  const grant = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK };
  const first: Record<string, unknown> = await post('/token', grant);
  const refresh = { grant_type: 'refresh_token', refresh_token: String(first.refresh_token) };

  const answers = await Promise.all(Array.from({ length: 50 }, () => post('/token', refresh)));

  const won: Record<string, unknown>[] = answers.filter(({ status }) => status === 200);
  expect(won.length).toBeLessThanOrEqual(1);
  const lost: Record<string, unknown>[] = answers.filter(({ status }) => status !== 200);
  expect(new Set(lost.map(({ error }) => error))).toEqual(new Set(['invalid_grant']));
  // The register is what the gateway asks.
  const register = new IssuedTokens(core.store);
  for (const { access_token } of [first, ...won]) {
    const { jti = '' } = decodeJwt(String(access_token));
    const entry = register.byJti(jti);
    expect(entry === undefined || entry.revokedAt !== undefined).toBe(true);
  }
  for (const { refresh_token } of won) {
    const again: Record<string, unknown> = await post('/token', {
      ...refresh,
      refresh_token: String(refresh_token),
    });
    expect([again.status, again.error]).toEqual([400, 'invalid_grant']);
  }
});
