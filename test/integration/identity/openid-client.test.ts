import * as client from 'openid-client';
import { describe, expect, test } from 'vitest';
import {
  ACCOUNTS_API,
  APP_URLS,
  CALLBACK,
  CARDS_API,
  CARE_DESK,
  signIn,
  startIdentity,
  type TestIdentity,
  WORKBENCH,
} from '../../support/identity.ts';

const insecure = { execute: [client.allowInsecureRequests] };

function careDesk({ issuer }: TestIdentity): Promise<client.Configuration> {
  return client.discovery(
    new URL(issuer),
    CARE_DESK.id,
    undefined,
    client.ClientSecretBasic(CARE_DESK.secret),
    insecure,
  );
}

function workbench({ issuer }: TestIdentity): Promise<client.Configuration> {
  return client.discovery(new URL(issuer), WORKBENCH.id, WORKBENCH.secret, undefined, insecure);
}

/** A whole sign-in; answers the tokens. */
async function tokensFor(
  identity: TestIdentity,
  config: client.Configuration,
  parameters: Record<string, string>,
  options: client.DPoPOptions = {},
) {
  const verifier = client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...parameters,
  });
  const end = await signIn(identity.browser(), url);
  expect(end.status, end.text).toBe(0);
  return client.authorizationCodeGrant(
    config,
    new URL(end.url),
    { pkceCodeVerifier: verifier },
    undefined,
    options,
  );
}

describe('openid-client, unmodified but for plain http', () => {
  test('signs in with code and PKCE through the pages, and reads who it is', async () => {
    const identity = await startIdentity();
    const { events } = identity;
    const config = await careDesk(identity);
    const tokens = await tokensFor(identity, config, { scope: 'openid profile email' });
    const claims = tokens.claims();
    expect(claims).toMatchObject({ sub: 'alice', amr: ['pwd'], acr: 'urn:gatehouse:acr:password' });
    const person = await client.fetchUserInfo(config, tokens.access_token, claims?.sub ?? '');
    expect(person).toMatchObject({ sub: 'alice', name: 'Alice Moreau', preferred_username: 'alice' });
    expect(tokens.refresh_token).toBeTypeOf('string');

    const story = events().filter((event) => event.type.startsWith('idp.'));
    expect(story.map((event) => event.type)).toEqual([
      'idp.authorization.requested',
      'idp.interaction.started',
      'idp.signin.succeeded',
      'idp.interaction.finished',
      'idp.interaction.started',
      'idp.session.started',
      'idp.consent.granted',
      'idp.interaction.finished',
      'idp.code.issued',
      'idp.authorization.granted',
      'idp.code.consumed',
      'idp.token.issued',
      'idp.token.issued',
      'idp.token.issued',
      'idp.userinfo.answered',
    ]);
    const issued = events('idp.token.issued');
    expect(issued.map((event) => event.data.kind)).toEqual(['access', 'refresh', 'id']);
    expect(new Set(issued.map((event) => event.subject))).toEqual(new Set(['alice']));
    expect(new Set(issued.map((event) => event.data.client))).toEqual(new Set(['care-desk']));
    // Nothing that anybody could use stands in the log.
    const log = JSON.stringify(events());
    for (const secret of [
      tokens.access_token,
      tokens.refresh_token ?? '',
      'alice-sandbox-1',
      CARE_DESK.secret,
    ]) {
      expect(log).not.toContain(secret);
    }
    // An unmodified client sends no trace: the story is one all the same.
    expect(new Set(story.map((event) => event.flow && identity.core.correlator.root(event.flow))).size).toBe(
      1,
    );
  });

  test('a public single-page application signs in without a secret and from its own origin', async () => {
    const identity = await startIdentity();
    const redirect = `${APP_URLS['online-banking']}/callback`;
    const config = await client.discovery(
      new URL(identity.issuer),
      'online-banking',
      undefined,
      client.None(),
      insecure,
    );
    const tokens = await tokensFor(identity, config, {
      redirect_uri: redirect,
      scope: 'openid accounts:list',
      resource: ACCOUNTS_API,
    });
    expect(tokens.scope).toBe('accounts:list');
    const preflight = await fetch(`${identity.issuer}/token`, {
      method: 'OPTIONS',
      headers: { origin: APP_URLS['online-banking'], 'access-control-request-method': 'POST' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBe(APP_URLS['online-banking']);
  });

  test('a native application gets its code on any loopback port', async () => {
    const identity = await startIdentity();
    const config = await client.discovery(
      new URL(identity.issuer),
      'pocket',
      undefined,
      client.None(),
      insecure,
    );
    const redirect = 'http://127.0.0.1:49152/callback';
    const tokens = await tokensFor(identity, config, { redirect_uri: redirect, scope: 'openid' });
    expect(tokens.claims()?.sub).toBe('alice');
  });

  test('a machine gets a token of its own for an API', async () => {
    const identity = await startIdentity();
    const config = await client.discovery(
      new URL(identity.issuer),
      'statement-job',
      undefined,
      client.ClientSecretPost('statement-job-sandbox-secret'),
      insecure,
    );
    const tokens = await client.clientCredentialsGrant(config, {
      scope: 'accounts:list',
      resource: ACCOUNTS_API,
    });
    expect(tokens.access_token.split('.')).toHaveLength(3);
    expect(tokens.expires_in).toBe(300);
    const [issued] = identity.events('idp.token.issued');
    expect(issued?.data).toMatchObject({ format: 'jwt', client: 'statement-job', audience: ACCOUNTS_API });
    expect(issued?.subject).toBeUndefined();
  });

  test('a request may be pushed, and its story begins with the push', async () => {
    const identity = await startIdentity();
    const config = await careDesk(identity);
    const verifier = client.randomPKCECodeVerifier();
    const url = await client.buildAuthorizationUrlWithPAR(config, {
      redirect_uri: CALLBACK,
      scope: 'openid',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const end = await signIn(identity.browser(), url);
    await client.authorizationCodeGrant(config, new URL(end.url), { pkceCodeVerifier: verifier });
    const [pushed] = identity.events('idp.par.accepted');
    expect(pushed?.data.request_uri).toBe(url.searchParams.get('request_uri'));
    const [requested] = identity.events('idp.authorization.requested');
    expect(requested?.data.request_uri).toBe(pushed?.data.request_uri);
    expect(requested?.flow && identity.core.correlator.root(requested.flow)).toBe(
      pushed?.flow && identity.core.correlator.root(pushed.flow),
    );
  });

  test('tokens are bound to a key with DPoP, whose nonces the provider gives', async () => {
    const identity = await startIdentity();
    const config = await careDesk(identity);
    const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair());
    const tokens = await tokensFor(
      identity,
      config,
      { scope: 'openid accounts:list', resource: ACCOUNTS_API },
      { DPoP },
    );
    expect(tokens.token_type).toBe('dpop');
    const [challenged] = identity.events('idp.token.refused');
    expect(challenged).toMatchObject({ outcome: 'challenged', data: { rule: 'idp.dpop.nonce' } });
    const bound = identity.events('idp.token.issued').filter((event) => event.data.kind === 'access');
    expect(bound[0]?.data.jkt).toBeTypeOf('string');
    const renewed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '', {}, { DPoP });
    expect(renewed.token_type).toBe('dpop');
  });

  test('one sign-in gives tokens for several APIs, signed for one and opaque for another', async () => {
    const identity = await startIdentity();
    const config = await careDesk(identity);
    const url = new URLSearchParams([
      ['scope', 'openid accounts:list cards:read'],
      ['redirect_uri', CALLBACK],
      ['resource', ACCOUNTS_API],
      ['resource', CARDS_API],
    ]);
    const verifier = client.randomPKCECodeVerifier();
    url.set('code_challenge', await client.calculatePKCECodeChallenge(verifier));
    url.set('code_challenge_method', 'S256');
    const end = await signIn(identity.browser(), client.buildAuthorizationUrl(config, url));
    const checks = { pkceCodeVerifier: verifier };
    const first = await client.authorizationCodeGrant(config, new URL(end.url), checks, {
      resource: ACCOUNTS_API,
    });
    const second = await client.refreshTokenGrant(config, first.refresh_token ?? '', { resource: CARDS_API });
    expect(first.access_token.split('.')).toHaveLength(3);
    expect(second.access_token.split('.')).toHaveLength(1);
    expect(second.scope).toBe('cards:read');
  });

  test('refresh tokens rotate; one that comes back ends the whole family', async () => {
    const identity = await startIdentity();
    const config = await careDesk(identity);
    const first = await tokensFor(identity, config, {
      scope: 'openid accounts:list',
      resource: ACCOUNTS_API,
    });
    const second = await client.refreshTokenGrant(config, first.refresh_token ?? '');
    expect(second.refresh_token).not.toBe(first.refresh_token);
    const [rotated] = identity.events('idp.refresh.rotated');
    expect(rotated?.data.was).not.toBe(rotated?.data.handle);

    await expect(client.refreshTokenGrant(config, first.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    const [reused] = identity.events('idp.refresh.reused');
    expect(reused).toMatchObject({ outcome: 'denied', subject: 'alice', data: { client: 'care-desk' } });
    expect(reused?.reasons.at(-1)).toMatchObject({ rule: 'idp.refresh.unused', outcome: 'fail' });

    await expect(client.refreshTokenGrant(config, second.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    const refused = identity.events('idp.token.refused').map((event) => event.data.rule);
    expect(refused).toEqual(['idp.refresh.unused', 'idp.refresh.unrevoked']);
    const inspected = await client.tokenIntrospection(config, second.access_token);
    expect(inspected.active).toBe(false);
    expect(identity.events('idp.token.introspected')[0]?.reasons.at(-1)?.rule).toBe('idp.token.unrevoked');
  });

  test('rotation can be switched off for one application', async () => {
    const identity = await startIdentity();
    const config = await careDesk(identity);
    identity.changeSettings('care-desk', { rotateRefreshTokens: false });
    const first = await tokensFor(identity, config, { scope: 'openid' });
    const second = await client.refreshTokenGrant(config, first.refresh_token ?? '');
    expect(second.refresh_token).toBe(first.refresh_token);
    await client.refreshTokenGrant(config, first.refresh_token ?? '');
    expect(identity.events('idp.refresh.reused')).toEqual([]);
  });

  test('a device is allowed by a person with a browser', async () => {
    const identity = await startIdentity();
    const config = await workbench(identity);
    const started = await client.initiateDeviceAuthorization(config, {
      scope: 'openid accounts:list',
      resource: ACCOUNTS_API,
    });
    const browser = identity.browser();
    let page = await browser.open(started.verification_uri_complete ?? '');
    expect(page.forms[0]?.fields.user_code).toBe(started.user_code);
    page = await browser.submit(page, {});
    expect(page.text).toContain(started.user_code);
    page = await browser.submit(page, {}, 'allow');
    page = await browser.submit(page, { username: 'alice', password: 'alice-sandbox-1' }, 'allow');
    page = await browser.submit(page, {}, 'allow');
    expect(page.text).toContain('The device is connected');
    const tokens = await client.genericGrantRequest(config, 'urn:ietf:params:oauth:grant-type:device_code', {
      device_code: started.device_code,
    });
    expect(tokens.claims()?.sub).toBe('alice');
    expect(identity.events('idp.device.started', 'idp.device.approved').map((event) => event.type)).toEqual([
      'idp.device.started',
      'idp.device.approved',
    ]);
  });

  test('an application registers itself with the initial access token, then signs in', async () => {
    const identity = await startIdentity();
    const metadata = { client_name: 'My own client', redirect_uris: ['http://127.0.0.1:9999/cb'] };
    const config = await client.dynamicClientRegistration(new URL(identity.issuer), metadata, undefined, {
      initialAccessToken: identity.provider.initialAccessToken(),
      ...insecure,
    });
    const tokens = await tokensFor(identity, config, {
      redirect_uri: 'http://127.0.0.1:9999/cb',
      scope: 'openid',
    });
    expect(tokens.claims()?.sub).toBe('alice');
    expect(identity.events('idp.client.registered')[0]?.data).toMatchObject({
      name: 'My own client',
      kind: 'outside',
    });
    await expect(
      client.dynamicClientRegistration(new URL(identity.issuer), metadata, undefined, insecure),
    ).rejects.toThrow();
    expect(identity.events('idp.request.refused').at(-1)?.data.rule).toBe('idp.registration.token');
  });
});
