import { createHash } from 'node:crypto';
import { decodeJwt, generateKeyPair, SignJWT } from 'jose';
import * as client from 'openid-client';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src-main/contract/json.ts';
import { Kit } from '../rules/identity/kit.ts';
import { type BoundRequest, boundRequest } from '../rules/scim/bound-request.ts';
import { ERROR, GROUP, type ScimService, startScim, USER } from './support.ts';
import { AS_SYNC, as, machineToken, personTokens, SYNC } from './tokens.ts';

const LIST = 'internal_user_mgt_list';
const MINUTES_6 = 360_000;

/** The rule in which the newest refusal of the provider ended. */
const lastRule = (scim: ScimService) => scim.identity.events('idp.request.refused').at(-1)?.data.rule;

describe('access tokens of the provider at SCIM', () => {
  test('a machine does what its scopes say, and no more', async () => {
    const scim = await startScim();
    const token = await machineToken(scim, 'internal_user_mgt_create internal_user_mgt_view');
    expect(decodeJwt(token)).toMatchObject({
      iss: scim.identity.issuer,
      aud: scim.url,
      scope: 'internal_user_mgt_create internal_user_mgt_view',
    });
    const made = await as(scim, token, 'POST', '/Users', { schemas: [USER], userName: 'zoe' });
    expect(made.status).toBe(201);
    expect((await as(scim, token, 'GET', `/Users/${made.body.id}`)).body.userName).toBe('zoe');
    const [event] = scim.identity.events('account.created').slice(-1);
    expect(event?.reasons.find(({ rule }) => rule === 'scim.token.valid')?.inputs).toMatchObject({
      client: SYNC.id,
    });

    const searched = await as(scim, token, 'GET', '/Users');
    expect(searched.status).toBe(403);
    expect(searched.body).toEqual({
      schemas: [ERROR],
      status: '403',
      detail: `The token needs the scope ${LIST}.`,
    });
    expect(searched.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
    expect(searched.headers.get('www-authenticate')).toContain(`scope="${LIST}"`);
    expect(lastRule(scim)).toBe('scim.token.scope');
    const groups = await as(scim, token, 'POST', '/Groups', { schemas: [GROUP], displayName: 'x' });
    expect(groups.status).toBe(403);
  });

  test('in a bulk request each operation needs its own scope', async () => {
    const scim = await startScim();
    const token = await machineToken(scim, 'internal_user_mgt_create');
    const { body } = await as(scim, token, 'POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [
        { method: 'POST', path: '/Users', bulkId: 'a', data: { schemas: [USER], userName: 'yan' } },
        { method: 'DELETE', path: '/Users/alice' },
      ],
    });
    expect(body.Operations?.map(({ status }) => status)).toEqual(['201', '403']);
    expect((await scim.send('GET', '/Users/alice')).status).toBe(200);
  });

  test('who may not ask for the scopes of SCIM gets none', async () => {
    const scim = await startScim();
    const { error } = await new Kit(scim.identity).silently({ scope: `openid ${LIST}`, resource: scim.url });
    expect(error).toBe('invalid_scope');
  });

  test('Carol administers; Dave at the help desk only looks; Alice gets a token for nothing', async () => {
    const scim = await startScim();
    const scope = `openid ${LIST} internal_user_mgt_update`;
    const carol = await personTokens(scim, 'carol', scope);
    const dave = await personTokens(scim, 'dave', scope);
    const alice = await personTokens(scim, 'alice', scope);
    // A token for SCIM carries its scopes alone; openid is that of the sign-in.
    expect([carol.scope, dave.scope]).toEqual([`${LIST} internal_user_mgt_update`, LIST]);
    expect(alice.scope ?? '').toBe('');
    const rename = (token: string | undefined) =>
      as(scim, token, 'PATCH', '/Users/bob', {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'replace', path: 'title', value: 'Captain' }],
      });
    expect((await rename(carol.access_token)).status).toBe(200);
    const [event] = scim.identity.events('account.updated').slice(-1);
    expect(event?.data).toMatchObject({ client: 'workbench', account: 'carol' });
    expect((await as(scim, dave.access_token, 'GET', '/Users')).status).toBe(200);
    expect((await rename(dave.access_token)).status).toBe(403);
    expect((await as(scim, alice.access_token, 'GET', '/Users')).status).toBe(403);
    const [consent] = scim.identity.events('idp.consent.granted').slice(-1);
    expect(consent?.data.withheld).toEqual({ [scim.url]: scope.split(' ').slice(1) });
    expect(consent?.reasons[0]).toMatchObject({ rule: 'scim.token.role', outcome: 'fail' });
  });

  test('whoever loses the group loses what her token could do', async () => {
    const scim = await startScim();
    const { access_token: token } = await personTokens(scim, 'carol', LIST);
    const found = await scim.send(
      'GET',
      `/Groups?${new URLSearchParams({ filter: 'displayName eq "administrators"' })}`,
    );
    const id = String(found.body.Resources?.[0]?.id);
    await scim.patch(`/Groups/${id}`, { op: 'remove', path: 'members[value eq "carol"]' });
    expect((await as(scim, token, 'GET', '/Users')).status).toBe(401);
    expect(lastRule(scim)).toBe('scim.token.valid');
    // At the help desk she may still look, but not change.
    const later = await personTokens(scim, 'carol', `${LIST} internal_user_mgt_update`);
    expect(later.scope).toBe(LIST);
    expect((await as(scim, later.access_token, 'GET', '/Users')).status).toBe(200);
  });

  test.each<[string, (scim: ScimService) => Promise<string | undefined>, string, string]>([
    [
      'of another API',
      async (scim) => (await new Kit(scim.identity).tokens({ scope: 'openid accounts:list' })).access_token,
      'scim.token.audience',
      'invalid_token',
    ],
    [
      'that has expired',
      async (scim) => {
        const token = await machineToken(scim, LIST);
        await scim.identity.core.scheduler.advance(MINUTES_6);
        return token;
      },
      'scim.token.valid',
      'invalid_token',
    ],
    [
      'that was revoked',
      async (scim) => {
        const token = await machineToken(scim, LIST);
        await new Kit(scim.identity).send('/token/revocation', { token }, { authorization: AS_SYNC });
        await scim.identity.provider.revoke(scim.identity.core.vault.handle('access_token', token));
        return token;
      },
      'scim.token.valid',
      'invalid_token',
    ],
    [
      'that somebody else signed',
      async (scim) => {
        const { privateKey } = await generateKeyPair('RS256');
        const { iss, aud } = decodeJwt(await machineToken(scim, LIST));
        const claims = { iss, aud, scope: LIST } as JsonObject;
        return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'at+jwt' }).sign(privateKey);
      },
      'scim.token.valid',
      'invalid_token',
    ],
  ])('a token %s is refused', async (_, token, rule, error) => {
    const scim = await startScim();
    const reply = await as(scim, await token(scim), 'GET', '/Users');
    expect(reply.status).toBe(401);
    expect(reply.body.schemas).toEqual([ERROR]);
    expect(reply.headers.get('www-authenticate')).toContain(`error="${error}"`);
    expect(lastRule(scim)).toBe(rule);
  });

  test('an ordinary client library uses it with DPoP; a thief of the token cannot', async () => {
    const scim = await startScim();
    const config = await client.discovery(
      new URL(scim.identity.issuer),
      SYNC.id,
      undefined,
      client.ClientSecretBasic(SYNC.secret),
      { execute: [client.allowInsecureRequests] },
    );
    const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair());
    const tokens = await client.clientCredentialsGrant(config, { scope: LIST, resource: scim.url }, { DPoP });
    expect(tokens.token_type).toBe('dpop');
    const ask = () =>
      client.fetchProtectedResource(
        config,
        tokens.access_token,
        new URL(`${scim.url}/Users?count=1`),
        'GET',
        undefined,
        undefined,
        { DPoP },
      );
    expect((await ask()).status).toBe(200);
    expect((await ask()).status).toBe(200);
    const stolen = await as(scim, tokens.access_token, 'GET', '/Users');
    expect(stolen.status).toBe(401);
    expect(stolen.headers.get('www-authenticate')).toMatch(/^DPoP .*error="invalid_token"/);
    expect(lastRule(scim)).toBe('scim.token.scheme');
  });

  test.each<[string, (bound: BoundRequest) => ReturnType<BoundRequest['send']>]>([
    ['made for another method', (bound) => bound.send({ htm: 'POST' })],
    ['made for another address', (bound) => bound.send({ htu: 'http://localhost:1/scim2/Users' })],
    ['made for another token', (bound) => bound.send({ ath: createHash('sha256').digest('base64url') })],
    ['signed by another key', (bound) => bound.send({}, { otherKey: true })],
    ['that is no proof', (bound) => bound.send({}, { typ: 'JWT' })],
    [
      'used twice',
      async (bound) => {
        expect((await bound.send({}, { jti: 'once' })).status).toBe(200);
        return bound.send({}, { jti: 'once' });
      },
    ],
  ])('a proof %s is refused', async (_, send) => {
    const scim = await startScim();
    const reply = await send(await boundRequest(scim));
    expect(reply.status).toBe(401);
    expect(reply.headers.get('www-authenticate')).toContain('error="invalid_dpop_proof"');
    expect(lastRule(scim)).toBe('scim.proof.sound');
  });

  test('a proof without a nonce is asked to come again with one', async () => {
    const scim = await startScim();
    const { send } = await boundRequest(scim);
    const reply = await send({ nonce: undefined });
    expect(reply.headers.get('www-authenticate')).toContain('error="use_dpop_nonce"');
    expect(scim.identity.events('idp.request.refused').at(-1)).toMatchObject({
      outcome: 'challenged',
      data: { rule: 'scim.proof.nonce' },
    });
    expect((await send()).status).toBe(200);
  });

  test('a person sees and changes her own entry at /Me, and nothing that is not hers to change', async () => {
    const scim = await startScim();
    const { access_token: token, scope } = await personTokens(scim, 'alice', 'internal_login');
    expect(scope).toBe('internal_login');
    const seen = await as(scim, token, 'GET', '/Me');
    expect([seen.status, seen.body.id]).toEqual([200, 'alice']);
    expect(seen.headers.get('content-location')).toBe(`${scim.url}/Users/alice`);
    const change = (path: string, value: string | boolean) =>
      as(scim, token, 'PATCH', '/Me', {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'replace', path, value }],
      });
    expect((await change('nickName', 'Al')).body.nickName).toBe('Al');
    for (const [path, value] of [
      ['userName', 'root'],
      ['active', false],
      ['password', 'a password of my own'],
      ['urn:scim:wso2:schema:emailVerified', false],
      ['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', 'Board'],
    ] as const) {
      const refused = await change(path, value);
      expect([path, refused.status, lastRule(scim)]).toEqual([path, 403, 'scim.me.attribute']);
    }
    // It opens nothing else, and a machine is nobody.
    expect((await as(scim, token, 'GET', '/Users/alice')).status).toBe(403);
    expect((await as(scim, await machineToken(scim, LIST), 'GET', '/Me')).status).toBe(404);
    expect((await as(scim, token, 'DELETE', '/Me')).status).toBe(405);
  });
});
