import * as oauth from 'oauth4webapi';
import { describe, expect, test } from 'vitest';
import { IssuedTokens } from '../../../src-main/store/issued-tokens.ts';
import {
  ACCOUNTS_API,
  CALLBACK,
  CARDS_API,
  CARE_DESK,
  signIn,
  startIdentity,
  type TestIdentity,
} from '../../support/identity.ts';

/** The library's documented switch for plain http. */
const http = { [oauth.allowInsecureRequests]: true } as const;
const client: oauth.Client = { client_id: CARE_DESK.id };
const auth = oauth.ClientSecretBasic(CARE_DESK.secret);

async function discover({ issuer }: TestIdentity): Promise<oauth.AuthorizationServer> {
  const url = new URL(issuer);
  return oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, http));
}

/** Runs the code flow step by step; answers the validated token response. */
async function codeFlow(identity: TestIdentity, parameters: Record<string, string>) {
  const server = await discover(identity);
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const nonce = oauth.generateRandomNonce();
  const url = new URL(server.authorization_endpoint ?? '');
  url.search = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: CALLBACK,
    response_type: 'code',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...parameters,
  }).toString();
  const end = await signIn(identity.browser(), url);
  const answer = oauth.validateAuthResponse(server, client, new URL(end.url), state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    auth,
    answer,
    CALLBACK,
    verifier,
    http,
  );
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: nonce,
    requireIdToken: true,
  });
  return { server, tokens };
}

async function introspect(server: oauth.AuthorizationServer, token: string) {
  const response = await oauth.introspectionRequest(server, client, auth, token, http);
  return oauth.processIntrospectionResponse(server, client, response);
}

describe('oauth4webapi, step by step', () => {
  test('a signed access token passes the library’s own check, and says how the person signed in', async () => {
    const identity = await startIdentity();
    const { server, tokens } = await codeFlow(identity, {
      scope: 'openid accounts:list accounts:read',
      resource: ACCOUNTS_API,
    });
    const request = new Request('https://api.harbour.example/accounts/1.0/accounts', {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    const claims = await oauth.validateJwtAccessToken(server, request, ACCOUNTS_API, http);
    expect(claims).toMatchObject({
      sub: 'alice',
      client_id: 'care-desk',
      scope: 'accounts:list accounts:read',
      acr: 'urn:gatehouse:acr:password',
      amr: ['pwd'],
    });
    expect(claims.auth_time).toBeTypeOf('number');
    expect(claims.exp - claims.iat).toBe(300);
    const [issued] = identity.events('idp.token.issued').filter((event) => event.data.jti === claims.jti);
    expect(new IssuedTokens(identity.core.store).byJti(claims.jti)).toMatchObject({
      handle: issued?.data.handle,
      grant: issued?.data.grant,
      account: 'alice',
      client: 'care-desk',
      audience: ACCOUNTS_API,
      expiresAt: claims.exp,
      flow: issued?.flow,
    });
  });

  test('introspection answers for signed and for opaque tokens alike', async () => {
    const identity = await startIdentity();
    const signed = await codeFlow(identity, { scope: 'openid accounts:list', resource: ACCOUNTS_API });
    const opaque = await codeFlow(identity, { scope: 'openid cards:read', resource: CARDS_API });
    for (const [{ server, tokens }, scope, audience] of [
      [signed, 'accounts:list', ACCOUNTS_API],
      [opaque, 'cards:read', CARDS_API],
    ] as const) {
      expect(await introspect(server, tokens.access_token)).toMatchObject({
        active: true,
        sub: 'alice',
        client_id: 'care-desk',
        scope,
        aud: audience,
        acr: 'urn:gatehouse:acr:password',
        amr: ['pwd'],
        token_type: 'Bearer',
      });
    }
    const introspected = identity.events('idp.token.introspected');
    expect(introspected.map((event) => [event.outcome, event.data.format])).toEqual([
      ['allowed', 'jwt'],
      ['allowed', 'opaque'],
    ]);
  });

  test('a revoked signed token is inactive from then on, and so is what hangs on the same grant', async () => {
    const identity = await startIdentity();
    const { server, tokens } = await codeFlow(identity, {
      scope: 'openid accounts:list',
      resource: ACCOUNTS_API,
    });
    const response = await oauth.revocationRequest(server, client, auth, tokens.access_token, http);
    await oauth.processRevocationResponse(response);
    expect((await introspect(server, tokens.access_token)).active).toBe(false);
    expect((await introspect(server, tokens.refresh_token ?? '')).active).toBe(false);
    expect(identity.events('idp.token.revoked').map((event) => [event.data.kind, event.data.cause])).toEqual([
      ['access', 'revocation'],
      ['refresh', 'revocation'],
    ]);
    expect(identity.events('idp.token.introspected')[0]?.reasons.at(-1)).toMatchObject({
      rule: 'idp.token.unrevoked',
      outcome: 'fail',
      inputs: { cause: 'revocation' },
    });
  });

  test('a signed token that was altered is inactive, and the log says why', async () => {
    const identity = await startIdentity();
    const { server, tokens } = await codeFlow(identity, {
      scope: 'openid accounts:list',
      resource: ACCOUNTS_API,
    });
    const [header = '', payload = '', signature = ''] = tokens.access_token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const altered = Buffer.from(JSON.stringify({ ...claims, sub: 'carol' })).toString('base64url');
    const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');
    for (const forged of [`${header}.${altered}.${signature}`, `${none}.${payload}.`]) {
      expect((await introspect(server, forged)).active).toBe(false);
      expect(identity.events('idp.token.introspected').at(-1)?.reasons.at(-1)?.rule).toBe(
        'idp.token.signature',
      );
    }
  });
});
