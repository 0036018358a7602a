import { expect, test } from 'vitest';
import { ACCOUNTS_API, CALLBACK, CARE_DESK, signIn, startIdentity } from '../../support/identity.ts';

const authorization = `Basic ${btoa(`${CARE_DESK.id}:${CARE_DESK.secret}`)}`;

test('a refresh token that many use at once gives tokens to one at most, and none of the family lives on', async () => {
  const { issuer, browser } = await startIdentity();
  const post = async (path: string, parameters: Record<string, string>) => {
    const body = new URLSearchParams(parameters);
    const answer = await fetch(issuer + path, { method: 'POST', headers: { authorization }, body });
    return { status: answer.status, ...((await answer.json()) as Record<string, unknown>) };
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
  const first = (await post('/token', grant)) as { refresh_token?: string };
  const refresh = { grant_type: 'refresh_token', refresh_token: first.refresh_token ?? '' };

  const answers = await Promise.all(Array.from({ length: 50 }, () => post('/token', refresh)));

  const won = answers.filter(({ status }) => status === 200) as Record<string, unknown>[];
  expect(won.length).toBeLessThanOrEqual(1);
  const lost = answers.filter(({ status }) => status !== 200) as Record<string, unknown>[];
  expect(new Set(lost.map(({ error }) => error))).toEqual(new Set(['invalid_grant']));
  for (const tokens of [first as Record<string, unknown>, ...won]) {
    for (const name of ['access_token', 'refresh_token']) {
      const state = (await post('/token/introspection', { token: String(tokens[name]) })) as {
        active?: boolean;
      };
      expect([name, state.active]).toEqual([name, false]);
    }
  }
});
