import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { SandboxEvent } from '../../../src-main/contract/events.ts';
import { IDP_RULES } from '../../../src-main/identity/rules.ts';
import { CALLBACK, CARE_DESK, signIn, startIdentity, type TestIdentity } from '../../support/identity.ts';

const VERIFIER = 'v'.repeat(64);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const BASIC = `Basic ${Buffer.from(`${CARE_DESK.id}:${CARE_DESK.secret}`).toString('base64')}`;

function authorizationUrl({ issuer }: TestIdentity, change: Record<string, string | undefined> = {}): string {
  const parameters = {
    client_id: CARE_DESK.id,
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'openid',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...change,
  };
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return `${issuer}/auth?${new URLSearchParams(given)}`;
}

async function codeOf(
  identity: TestIdentity,
  change: Record<string, string | undefined> = {},
): Promise<string> {
  const end = await signIn(identity.browser(), authorizationUrl(identity, change));
  return new URL(end.url).searchParams.get('code') ?? '';
}

async function token(
  { issuer }: TestIdentity,
  form: Record<string, string>,
  authorization: string | null = BASIC,
) {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: authorization === null ? {} : { authorization },
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** The one rule that a denial ends in. */
function ruleOf(event: SandboxEvent | undefined): string {
  const failed = event?.reasons.filter((reason) => reason.outcome === 'fail') ?? [];
  expect(failed, JSON.stringify(event)).toHaveLength(1);
  expect(event?.reasons.at(-1)).toBe(failed[0]);
  expect(Object.keys(IDP_RULES)).toContain(failed[0]?.rule);
  return failed[0]?.rule ?? '';
}

const exchange = (code: string) => ({
  grant_type: 'authorization_code',
  code,
  redirect_uri: CALLBACK,
  code_verifier: VERIFIER,
});

describe('authorization requests that are refused', () => {
  test.each([
    ['an unknown client', { client_id: 'nobody' }, 'idp.client.known'],
    [
      'a redirect_uri that is not registered',
      { redirect_uri: 'https://evil.example/cb' },
      'idp.redirect-uri.registered',
    ],
    ['no client at all', { client_id: undefined }, 'idp.request.parameters-present'],
  ])('%s: the person sees a page that explains it', async (_, change, rule) => {
    const identity = await startIdentity();
    const page = await identity.browser().open(authorizationUrl(identity, change));
    expect(page.status).toBe(400);
    expect(page.text).toContain(rule);
    expect(page.text).toContain(IDP_RULES[rule as keyof typeof IDP_RULES].standard);
    const denied = identity.events('idp.authorization.denied');
    expect(denied).toHaveLength(1);
    expect(ruleOf(denied[0])).toBe(rule);
  });

  test.each([
    [
      'no PKCE from a public client',
      {
        client_id: 'online-banking',
        redirect_uri: 'http://127.0.0.1:9501/callback',
        code_challenge: undefined,
        code_challenge_method: undefined,
      },
      'invalid_request',
      'idp.pkce.required',
    ],
    ['PKCE with the plain method', { code_challenge_method: 'plain' }, 'invalid_request', 'idp.pkce.method'],
    ['a scope that does not exist', { scope: 'openid fly:moon' }, 'invalid_scope', 'idp.scope.known'],
    [
      'a scope of an API that the application may not use',
      {
        client_id: 'online-banking',
        redirect_uri: 'http://127.0.0.1:9501/callback',
        scope: 'openid cards:read',
      },
      'invalid_scope',
      'idp.scope.allowed',
    ],
    [
      'a resource that does not exist',
      { resource: 'https://api.harbour.example/moon' },
      'invalid_target',
      'idp.resource.known',
    ],
    [
      'a token in the front channel',
      { response_type: 'token' },
      'unsupported_response_type',
      'idp.response-type.supported',
    ],
    ['prompt=none without a session', { prompt: 'none' }, 'login_required', 'idp.prompt.no-session'],
    ['claims that are no JSON', { claims: '{' }, 'invalid_request', 'idp.request.claims'],
    [
      'an unsigned request object',
      { request: 'eyJhbGciOiJub25lIn0.e30.' },
      'invalid_request_object',
      'idp.request-object.valid',
    ],
    [
      'an unknown request_uri',
      { request_uri: 'urn:ietf:params:oauth:request_uri:nothing' },
      'invalid_request_uri',
      'idp.par.request-uri',
    ],
  ])('%s: the application hears of it', async (_, change, error, rule) => {
    const identity = await startIdentity();
    const end = await identity.browser().open(authorizationUrl(identity, change));
    const answer = new URLSearchParams(end.url.split(/[?#]/).at(-1));
    expect(answer.get('error'), end.text).toBe(error);
    const denied = identity.events('idp.authorization.denied');
    expect(denied).toHaveLength(1);
    expect(ruleOf(denied[0])).toBe(rule);
    expect(identity.events('idp.code.issued')).toEqual([]);
  });

  test('a person who denies, and one who cancels', async () => {
    const identity = await startIdentity();
    const browser = identity.browser();
    const signInPage = await browser.open(authorizationUrl(identity));
    const consent = await browser.submit(
      signInPage,
      { username: 'alice', password: 'alice-sandbox-1' },
      'allow',
    );
    const denied = await browser.submit(consent, {}, 'deny');
    expect(new URL(denied.url).searchParams.get('error')).toBe('access_denied');
    expect(ruleOf(identity.events('idp.consent.denied')[0])).toBe('idp.consent.allowed');
    expect(ruleOf(identity.events('idp.authorization.denied')[0])).toBe('idp.consent.allowed');

    const other = identity.browser();
    const cancelled = await other.submit(await other.open(authorizationUrl(identity)), {}, 'deny');
    expect(new URL(cancelled.url).searchParams.get('error')).toBe('access_denied');
    expect(ruleOf(identity.events('idp.authorization.denied')[1])).toBe('idp.signin.not-cancelled');
  });
});

describe('sign-ins that are refused', () => {
  test.each([
    ['a wrong password', 'alice', 'wrong', 'idp.signin.password'],
    ['an unknown account', 'zoe', 'alice-sandbox-1', 'idp.signin.account-known'],
    ['an empty form', '', '', 'idp.signin.credentials-given'],
  ])('%s', async (_, username, password, rule) => {
    const identity = await startIdentity();
    const browser = identity.browser();
    const again = await browser.submit(
      await browser.open(authorizationUrl(identity)),
      { username, password },
      'allow',
    );
    expect(again.status).toBe(422);
    expect(again.forms[0]?.fields.username).toBe(username);
    const [failed] = identity.events('idp.signin.failed');
    expect(ruleOf(failed)).toBe(rule);
    expect(JSON.stringify(identity.events())).not.toContain(
      password === '' ? 'alice-sandbox-1' : `"${password}"`,
    );
    // The page does not tell which accounts exist.
    expect(again.text.includes('zoe')).toBe(username === 'zoe');
    const right = await browser.submit(again, { username: 'alice', password: 'alice-sandbox-1' }, 'allow');
    expect(right.text).toContain('Allow Care Desk?');
  });

  test('a page of another origin cannot send the form', async () => {
    const identity = await startIdentity();
    const browser = identity.browser();
    const page = await browser.open(authorizationUrl(identity));
    const response = await fetch(page.url, {
      method: 'POST',
      headers: { cookie: await browser.jar.getCookieString(page.url), origin: 'http://localhost:1' },
      body: new URLSearchParams({ username: 'alice', password: 'alice-sandbox-1' }),
    });
    expect(response.status).toBe(400);
    expect(ruleOf(identity.events('idp.request.refused')[0])).toBe('idp.interaction.same-origin');
  });

  test('a browser without the cookie is told that the sign-in is not its own', async () => {
    const identity = await startIdentity();
    const page = await identity.browser().open(authorizationUrl(identity));
    const stranger = await identity.browser().open(page.url);
    expect(stranger.status).toBe(400);
    expect(stranger.text).toContain('idp.interaction.known');
    expect(ruleOf(identity.events('idp.request.refused')[0])).toBe('idp.interaction.known');
  });
});

describe('token requests that are refused', () => {
  test('a code that comes back ends all that was issued from it', async () => {
    const identity = await startIdentity();
    const code = await codeOf(identity);
    const first = await token(identity, exchange(code));
    expect(first.status).toBe(200);
    for (let replay = 0; replay < 2; replay += 1) {
      const again = await token(identity, exchange(code));
      expect(again).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      expect(ruleOf(identity.events('idp.token.refused').at(-1))).toBe('idp.code.unused');
    }
    const revoked = identity.events('idp.token.revoked');
    expect(revoked.map((event) => event.data.kind).sort()).toEqual(['access', 'refresh']);
    expect(new Set(revoked.map((event) => event.data.cause))).toEqual(new Set(['code-replay']));
    const userinfo = await fetch(`${identity.issuer}/me`, {
      headers: { authorization: `Bearer ${String(first.body.access_token)}` },
    });
    expect(userinfo.status).toBe(401);
    expect(ruleOf(identity.events('idp.request.refused').at(-1))).toBe('idp.token.unrevoked');
  });

  test.each([
    ['a verifier that does not match', { code_verifier: 'w'.repeat(64) }, 'invalid_grant', 'idp.pkce.match'],
    ['another redirect_uri', { redirect_uri: `${CALLBACK}/x` }, 'invalid_grant', 'idp.code.redirect-uri'],
    ['a code that was never issued', { code: 'x'.repeat(43) }, 'invalid_grant', 'idp.code.known'],
    [
      'an unknown grant type',
      { grant_type: 'password' },
      'unsupported_grant_type',
      'idp.grant-type.supported',
    ],
  ])('%s', async (_, change, error, rule) => {
    const identity = await startIdentity();
    const code = await codeOf(identity);
    const answer = await token(identity, { ...exchange(code), ...change });
    expect(answer).toMatchObject({ status: 400, body: { error } });
    expect(ruleOf(identity.events('idp.token.refused')[0])).toBe(rule);
    // What was wrong with one try does not spoil the code.
    expect((await token(identity, exchange(code))).status).toBe(200);
  });

  test.each([
    [
      'a wrong secret',
      `Basic ${Buffer.from('care-desk:wrong').toString('base64')}`,
      'invalid_client',
      'idp.client.secret',
    ],
    [
      'an unknown client',
      `Basic ${Buffer.from('nobody:x').toString('base64')}`,
      'invalid_client',
      'idp.client.known',
    ],
    ['nobody at all', null, 'invalid_request', 'idp.client.authentication-given'],
    ['garbage for credentials', 'Basic %%%', 'invalid_request', 'idp.client.authentication-header'],
  ])('%s', async (_, authorization, error, rule) => {
    const identity = await startIdentity();
    const answer = await token(identity, exchange('x'), authorization);
    expect(answer.body.error).toBe(error);
    expect(ruleOf(identity.events('idp.token.refused')[0])).toBe(rule);
  });

  test('of many exchanges of one code at the same moment, one at most succeeds', async () => {
    const identity = await startIdentity();
    const code = await codeOf(identity);
    const answers = await Promise.all(Array.from({ length: 8 }, () => token(identity, exchange(code))));
    // None does where a second use has ended the grant before the first one had its tokens (RFC 6749 §4.1.2).
    expect(answers.filter((answer) => answer.status === 200).length).toBeLessThanOrEqual(1);
    expect(identity.events('idp.code.consumed')).toHaveLength(1);
    const refused = identity.events('idp.token.refused').map((event) => ruleOf(event));
    expect(refused).toContain('idp.code.unused');
  });

  test('another application cannot use a code', async () => {
    const identity = await startIdentity();
    const code = await codeOf(identity);
    const workbench = `Basic ${Buffer.from('workbench:workbench-sandbox-secret').toString('base64')}`;
    expect(await token(identity, exchange(code), workbench)).toMatchObject({
      body: { error: 'invalid_grant' },
    });
    expect(ruleOf(identity.events('idp.token.refused')[0])).toBe('idp.client.same');
  });

  test('an account that was disabled gets nothing more', async () => {
    const identity = await startIdentity();
    const first = await token(identity, exchange(await codeOf(identity)));
    identity.disable('alice');
    const refreshed = await token(identity, {
      grant_type: 'refresh_token',
      refresh_token: String(first.body.refresh_token),
    });
    expect(refreshed.body.error).toBe('invalid_grant');
    expect(ruleOf(identity.events('idp.token.refused')[0])).toBe('idp.account.usable');
  });
});

describe('garbage', () => {
  test.each([
    ['GET', '/nothing', undefined, undefined, 404, 'idp.route.known'],
    ['DELETE', '/token', undefined, undefined, 404, 'idp.route.known'],
    ['POST', '/token', 'text/plain', 'hello', 400, 'idp.request.body'],
    [
      'POST',
      '/token',
      'application/x-www-form-urlencoded',
      'grant_type=a&grant_type=b&client_id=care-desk&client_secret=care-desk-sandbox-secret',
      400,
      'idp.request.parameters-once',
    ],
    ['POST', '/reg', 'application/json', '{"redirect_uris"', 400, 'idp.request.body'],
    ['GET', '/me', undefined, undefined, 401, 'idp.token.presented'],
    [
      'POST',
      '/session/end/confirm',
      'application/x-www-form-urlencoded',
      'decision=allow',
      400,
      'idp.request.form-token',
    ],
    ['POST', '/device', 'application/x-www-form-urlencoded', 'code=ABCD', 400, 'idp.request.form-token'],
  ])('%s %s', async (method, path, type, body, status, rule) => {
    const identity = await startIdentity();
    const response = await fetch(`${identity.issuer}${path}`, {
      method,
      body: body ?? null,
      headers: { accept: 'application/json', ...(type ? { 'content-type': type } : {}) },
    });
    const refused = identity.events('idp.request.refused', 'idp.token.refused');
    expect(refused.map(ruleOf)).toEqual([rule]);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain('error');
  });
});
