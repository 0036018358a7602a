import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import type { ClaimOrigin } from '../../../src-main/contract/claim-origins.ts';
import { updateApplication } from '../../../src-main/control/applications.ts';
import { createTraceQueries } from '../../../src-main/trace/trace-queries.ts';
import { startIdentity } from '../../support/identity.ts';
import { AS_WORKBENCH, Kit } from '../rules/identity/kit.ts';

const SCOPE = 'openid profile email accounts:list';

/** A sign-in at Care Desk, which asks for the list of accounts since a change of its settings. */
async function story() {
  const kit = new Kit(await startIdentity());
  const { core } = kit.identity;
  const scopes = ['openid', 'profile', 'email'];
  updateApplication(core, { clientId: 'care-desk', requestedScopes: scopes });
  updateApplication(core, { clientId: 'care-desk', requestedScopes: [...scopes, 'accounts:list'] });
  updateApplication(core, { clientId: 'care-desk', rotateRefreshTokens: false });
  const tokens = await kit.tokens({ scope: SCOPE, claims: '{"id_token":{"name":null}}' });
  await core.recorder.committed();
  const { claimOrigins } = createTraceQueries(core, () => [], '0.1.0');
  const event = (seq: number | undefined) =>
    core.log.list({ after: (seq ?? 1) - 1, limit: 1 }).find((each) => each.seq === seq);
  return {
    kit,
    tokens,
    event,
    origins: async (of: { handle?: string; seq?: number }) => {
      await core.recorder.committed();
      return new Map(claimOrigins(of).map((origin): [string, ClaimOrigin] => [origin.name, origin]));
    },
    issued: (kind: string) =>
      String(kit.identity.events('idp.token.issued').findLast(({ data }) => data.kind === kind)?.data.handle),
    newest: (type: 'idp.userinfo.answered' | 'idp.token.introspected') =>
      kit.identity.events(type).at(-1)?.seq ?? 0,
  };
}

describe('where claims come from', () => {
  test('of a signed access token: each, with the request, the consent and the change behind its scopes', async () => {
    const { kit, tokens, origins, issued, event } = await story();
    const of = await origins({ handle: issued('access') });
    expect([...of.keys()].sort()).toEqual(Object.keys(decodeJwt(tokens.access_token ?? '')).sort());
    expect(of.get('sub')).toMatchObject({ mapper: 'directory.id', attribute: 'account.id' });
    expect(of.get('iss')).toMatchObject({ mapper: 'provider.issuer', standard: 'RFC 7519 §4.1.1' });
    expect(of.get('exp')).toMatchObject({ mapper: 'provider.lifetime', lifetime: 300 });
    expect(of.get('aud')).toMatchObject({ mapper: 'request.resource' });
    expect(event(of.get('auth_time')?.signedIn?.seq)?.type).toBe('idp.session.started');

    const [scope] = of.get('scope')?.scopes ?? [];
    expect(scope?.scope).toBe('accounts:list');
    expect(event(scope?.requested?.seq)).toMatchObject({
      type: 'idp.authorization.requested',
      data: { client: 'care-desk' },
    });
    expect(event(scope?.consented?.seq)).toMatchObject({ type: 'idp.consent.granted', subject: 'alice' });
    // Of three changes, the one that brought this scope.
    const changes = kit.identity.events('config.changed');
    expect(scope?.changed?.seq).toBe(changes[1]?.seq);
  });

  test('of an ID token: what a scope let out, what the claims parameter did', async () => {
    const { kit, tokens, origins, issued } = await story();
    const withApi = await origins({ handle: issued('id') });
    expect([...withApi.keys()].sort()).toEqual(Object.keys(decodeJwt(tokens.id_token ?? '')).sort());
    expect(withApi.get('name')).toMatchObject({ attribute: 'account.name', scopes: [{ scope: 'profile' }] });
    expect(withApi.get('aud')).toMatchObject({ mapper: 'client.audience' });
    expect(withApi.get('acr')?.scopes[0]).toMatchObject({ scope: 'openid' });

    // Where the access token opens userinfo, the scopes bring their claims there, and the parameter alone does here.
    const claims = '{"id_token":{"given_name":null}}';
    const { id_token = '' } = await kit.tokens({ scope: 'openid profile', claims, prompt: 'consent' });
    const alone = await origins({ handle: issued('id') });
    expect([...alone.keys()].sort()).toEqual(Object.keys(decodeJwt(id_token)).sort());
    expect(alone.has('family_name')).toBe(false);
    expect(alone.get('given_name')).toMatchObject({
      mapper: 'directory.claim',
      attribute: 'account.claims.given_name',
      parameter: true,
      scopes: [],
    });
  });

  test('of a userinfo answer: attribute, scope, consent', async () => {
    const { kit, origins, newest, event } = await story();
    const { access_token } = await kit.tokens({ scope: 'openid email phone groups', prompt: 'consent' });
    const response = await fetch(`${kit.issuer}/me`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    const body = (await response.json()) as object;
    const of = await origins({ seq: newest('idp.userinfo.answered') });
    expect([...of.keys()].sort()).toEqual(Object.keys(body).sort());
    expect(of.get('email')).toMatchObject({ attribute: 'account.email', scopes: [{ scope: 'email' }] });
    expect(of.get('email_verified')).toMatchObject({ attribute: 'account.claims.email_verified' });
    const [groups] = of.get('groups')?.scopes ?? [];
    // The groups were allowed in the second consent, not in the first.
    const consents = kit.identity.events('idp.consent.granted');
    expect(groups?.consented?.seq).toBe(consents.at(-1)?.seq);
    expect(event(groups?.requested?.seq)?.data.scope).toBe('openid email phone groups');
    expect(groups?.changed).toBeUndefined();
  });

  test('of an introspection answer, of both formats; of a token that stands for the application alone', async () => {
    const { kit, tokens, origins, newest, issued } = await story();
    const opaque = await kit.send(
      '/token',
      { grant_type: 'client_credentials', scope: 'cards:read' },
      { authorization: AS_WORKBENCH },
    );
    for (const token of [tokens.access_token ?? '', opaque.body.access_token ?? '']) {
      const { body } = await kit.send('/token/introspection', { token });
      const of = await origins({ seq: newest('idp.token.introspected') });
      expect([...of.keys()].sort()).toEqual(Object.keys(body).sort());
      expect(of.get('active')).toMatchObject({ mapper: 'provider.verdict', standard: 'RFC 7662 §2.2' });
    }
    const own = await kit.send(
      '/token',
      { grant_type: 'client_credentials', scope: 'accounts:list' },
      { authorization: AS_WORKBENCH },
    );
    expect(own.status).toBe(200);
    const of = await origins({ handle: issued('access') });
    expect(of.get('sub')).toMatchObject({ mapper: 'client.subject' });
    expect(of.get('scope')?.scopes).toEqual([{ scope: 'accounts:list' }]);
  });

  test('nothing is made up for a token of somebody else’s', async () => {
    const { origins } = await story();
    await expect(origins({ handle: '‹token:0123456789abcdef›' })).rejects.toMatchObject({
      code: 'claims.origins-unknown',
    });
  });
});
