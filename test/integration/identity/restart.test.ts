import * as client from 'openid-client';
import { describe, expect, test } from 'vitest';
import { freshFetch } from '../../support/fresh-fetch.ts';
import {
  ACCOUNTS_API,
  CALLBACK,
  CARE_DESK,
  signIn,
  startIdentity,
  type TestIdentity,
} from '../../support/identity.ts';
import { tempDir } from '../../support/temp-dir.ts';

const options = {
  execute: [client.allowInsecureRequests],
  [client.customFetch]: freshFetch as client.CustomFetch,
};

function connect({ issuer }: TestIdentity): Promise<client.Configuration> {
  return client.discovery(new URL(issuer), CARE_DESK.id, CARE_DESK.secret, undefined, options);
}

const request = (config: client.Configuration, more: Record<string, string> = {}) =>
  client.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: 'openid accounts:list',
    resource: ACCOUNTS_API,
    ...more,
  });

describe('a restart', () => {
  test('keeps sessions, consents, tokens, registrations and keys', async () => {
    const dataDir = tempDir();
    const before = await startIdentity({ dataDir });
    const port = Number(new URL(before.issuer).port);
    const browser = before.browser(freshFetch);
    const config = await connect(before);
    const end = await signIn(browser, request(config));
    const tokens = await client.authorizationCodeGrant(config, new URL(end.url));
    const registered = await client.dynamicClientRegistration(
      new URL(before.issuer),
      { client_name: 'Kept', redirect_uris: [CALLBACK] },
      undefined,
      { initialAccessToken: before.provider.initialAccessToken(), ...options },
    );
    const keys = before.provider.keys();
    await before.stop();

    const after = await startIdentity({ dataDir, port });
    expect(after.issuer).toBe(before.issuer);
    expect(after.provider.keys()).toEqual(keys);
    const silent = await browser.open(request(config, { prompt: 'none' }));
    expect(new URL(silent.url).searchParams.has('code')).toBe(true);
    expect((await client.tokenIntrospection(config, tokens.access_token)).active).toBe(true);
    const renewed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(renewed.access_token).not.toBe(tokens.access_token);
    const again = await after.browser(freshFetch).open(request(registered));
    expect(again.text).toContain('Kept');
  });

  test('a sign-in that was under way goes on', async () => {
    const dataDir = tempDir();
    const before = await startIdentity({ dataDir });
    const port = Number(new URL(before.issuer).port);
    const browser = before.browser(freshFetch);
    const page = await browser.open(request(await connect(before)));
    await before.stop();
    await startIdentity({ dataDir, port });
    const consent = await browser.submit(page, { username: 'alice', password: 'alice-sandbox-1' }, 'allow');
    expect(consent.text).toContain('Allow Care Desk?');
  });

  test('a token can be revoked by its handle, whatever its format', async () => {
    const identity = await startIdentity();
    const config = await connect(identity);
    for (const [scope, resource] of [
      ['openid accounts:list', ACCOUNTS_API],
      ['openid cards:read', 'https://api.harbour.example/cards'],
    ] as const) {
      const end = await signIn(identity.browser(), request(config, { scope, resource }));
      const tokens = await client.authorizationCodeGrant(config, new URL(end.url));
      await identity.provider.revoke(identity.core.vault.handle('access_token', tokens.access_token));
      expect((await client.tokenIntrospection(config, tokens.access_token)).active).toBe(false);
      await expect(client.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({
        error: 'invalid_grant',
      });
    }
    await expect(identity.provider.revoke('‹access_token:0000000000000000›')).rejects.toMatchObject({
      code: 'token.unknown',
    });
  });
});
