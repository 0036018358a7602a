import * as client from 'openid-client';
import { describe, expect, test } from 'vitest';
import { ACCOUNTS_API, CALLBACK, CARE_DESK, signIn, startIdentity } from '../../support/identity.ts';

const insecure = { execute: [client.allowInsecureRequests] };

describe('openid-client, unmodified but for plain http', () => {
  test('signs in with code and PKCE through the pages, and reads who it is', async () => {
    const { issuer, browser, events } = await startIdentity();
    const config = await client.discovery(
      new URL(issuer),
      CARE_DESK.id,
      undefined,
      client.ClientSecretBasic(CARE_DESK.secret),
      insecure,
    );
    const verifier = client.randomPKCECodeVerifier();
    const nonce = client.randomNonce();
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: CALLBACK,
      scope: 'openid profile email',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      nonce,
    });
    const end = await signIn(browser(), url);
    expect(end.url.startsWith(CALLBACK)).toBe(true);
    const tokens = await client.authorizationCodeGrant(config, new URL(end.url), {
      pkceCodeVerifier: verifier,
      expectedNonce: nonce,
    });
    const claims = tokens.claims();
    expect(claims).toMatchObject({ sub: 'alice', amr: ['pwd'], acr: 'urn:gatehouse:acr:password' });
    const person = await client.fetchUserInfo(config, tokens.access_token, claims?.sub ?? '');
    expect(person).toMatchObject({ sub: 'alice', name: 'Alice Moreau', preferred_username: 'alice' });
    expect(tokens.refresh_token).toBeTypeOf('string');

    expect(
      events()
        .filter((event) => event.type.startsWith('idp.'))
        .map((event) => event.type),
    ).toEqual([
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
    expect(events('idp.token.issued').map((event) => event.data.kind)).toEqual(['access', 'refresh', 'id']);
    expect(new Set(events('idp.token.issued').map((event) => event.subject))).toEqual(new Set(['alice']));
  });
});
