import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt } from 'jose';
import * as client from 'openid-client';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Browser } from '../../support/browser.ts';
import {
  ACCOUNTS_API,
  APP_URLS,
  CALLBACK,
  CARE_DESK,
  signIn,
  startIdentity,
  type TestIdentity,
} from '../../support/identity.ts';

const SIGNED_OUT = `${APP_URLS['care-desk']}/signed-out`;

async function signedIn(identity: TestIdentity, browser: Browser, scope = 'openid accounts:list') {
  const options = { execute: [client.allowInsecureRequests] };
  const config = await client.discovery(
    new URL(identity.issuer),
    CARE_DESK.id,
    CARE_DESK.secret,
    undefined,
    options,
  );
  const verifier = client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope,
    resource: ACCOUNTS_API,
    prompt: 'consent',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const end = await signIn(browser, url);
  const tokens = await client.authorizationCodeGrant(config, new URL(end.url), {
    pkceCodeVerifier: verifier,
  });
  const logout = client.buildEndSessionUrl(config, {
    post_logout_redirect_uri: SIGNED_OUT,
    id_token_hint: tokens.id_token ?? '',
    state: 'bye',
  });
  return { config, tokens, logout };
}

/** A real listener for logout tokens. */
async function backchannelListener(): Promise<{ url: string; received: Promise<string> }> {
  let deliver: (token: string) => void = () => undefined;
  const received = new Promise<string>((resolve) => {
    deliver = resolve;
  });
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    deliver(new URLSearchParams(Buffer.concat(chunks).toString()).get('logout_token') ?? '');
    response.writeHead(200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/backchannel-logout`, received };
}

describe('logout', () => {
  test('ends the session, its tokens, and tells the application over the back channel', async () => {
    const identity = await startIdentity();
    const listener = await backchannelListener();
    identity.changeClient('care-desk', { backchannel_logout_uri: listener.url });
    const browser = identity.browser();
    const { config, tokens, logout } = await signedIn(identity, browser);
    const sid = tokens.claims()?.sid;
    expect(sid).toBeTypeOf('string');

    const page = await browser.open(logout);
    expect(page.text).toContain('Sign out?');
    const end = await browser.submit(page, {}, 'allow');
    expect(end.url).toBe(`${SIGNED_OUT}?state=bye`);

    const token = decodeJwt(await listener.received);
    expect(token).toMatchObject({ iss: identity.issuer, aud: 'care-desk', sub: 'alice', sid });
    expect(token.events).toEqual({ 'http://schemas.openid.net/event/backchannel-logout': {} });
    expect(identity.events('idp.logout.backchannel')[0]).toMatchObject({
      outcome: 'ok',
      subject: 'alice',
      data: { client: 'care-desk', sid },
    });
    expect(
      identity.events('idp.session.ended', 'idp.logout.succeeded').map((event) => event.subject),
    ).toEqual(['alice', 'alice']);
    for (const value of [tokens.access_token, tokens.refresh_token ?? '']) {
      expect((await client.tokenIntrospection(config, value)).active).toBe(false);
    }
    expect(new Set(identity.events('idp.token.revoked').map((event) => event.data.cause))).toEqual(
      new Set(['logout']),
    );
    const again = await browser.open(
      client.buildAuthorizationUrl(config, { redirect_uri: CALLBACK, scope: 'openid' }),
    );
    expect(again.text).toContain('Password');
  });

  test('an application that does not hear of it is named in the log', async () => {
    const identity = await startIdentity();
    identity.changeClient('care-desk', { backchannel_logout_uri: 'http://127.0.0.1:9/backchannel-logout' });
    const browser = identity.browser();
    const { logout } = await signedIn(identity, browser);
    await browser.submit(await browser.open(logout), {}, 'allow');
    expect(identity.events('idp.logout.backchannel')[0]).toMatchObject({
      outcome: 'failed',
      data: { client: 'care-desk' },
    });
  });

  test('who stays signed in is not asked for the password', async () => {
    const identity = await startIdentity();
    const browser = identity.browser();
    const { config, logout } = await signedIn(identity, browser);
    await browser.submit(await browser.open(logout), {}, 'deny');
    expect(identity.events('idp.logout.succeeded', 'idp.session.ended')).toEqual([]);
    const again = await browser.open(
      client.buildAuthorizationUrl(config, { redirect_uri: CALLBACK, scope: 'openid' }),
    );
    expect(again.text).toContain('Allow Care Desk?');
  });

  test('with offline_access the application keeps its tokens', async () => {
    const identity = await startIdentity();
    const browser = identity.browser();
    const { config, tokens, logout } = await signedIn(
      identity,
      browser,
      'openid offline_access accounts:list',
    );
    await browser.submit(await browser.open(logout), {}, 'allow');
    const renewed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect((await client.tokenIntrospection(config, renewed.access_token)).active).toBe(true);
  });

  test('an address that is not registered is refused with a page that explains it', async () => {
    const identity = await startIdentity();
    const browser = identity.browser();
    const { logout } = await signedIn(identity, browser);
    logout.searchParams.set('post_logout_redirect_uri', 'https://evil.example/');
    const page = await browser.open(logout);
    expect(page.status).toBe(400);
    expect(page.text).toContain('idp.logout.redirect-uri');
    expect(identity.events('idp.request.refused')[0]?.data.rule).toBe('idp.logout.redirect-uri');
  });
});
