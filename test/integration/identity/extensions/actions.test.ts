import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { createTraceQueries } from '../../../../src-main/trace/trace-queries.ts';
import { startActionService } from '../../../../src-main/world/actions/action-service.ts';
import { ownService } from '../../../support/action-service.ts';
import { startIdentity } from '../../../support/identity.ts';
import { Kit } from '../../rules/identity/kit.ts';

const SCOPE = 'openid accounts:list accounts:read';
const add = (name: string, value: unknown) => ({
  op: 'add',
  path: '/accessToken/claims/-',
  value: { name, value },
});

/** Signs Alice in while a service of one's own is asked that wants these operations. */
async function issuedWith(operations: object[]) {
  const kit = new Kit(await startIdentity());
  const service = await ownService({ actionStatus: 'SUCCESS', operations });
  kit.identity.provider.governance.set({ preIssueAccessToken: { service: 'own', url: service.url } });
  const answer = await kit.send('/token', kit.exchange(await kit.code({ scope: SCOPE })));
  await kit.identity.core.recorder.committed();
  return { kit, service, answer };
}

describe('before an access token is issued', () => {
  test('the service adds, replaces and removes; token, answer and register agree, and it is known who set what', async () => {
    const { kit, service, answer } = await issuedWith([
      add('segment', 'retail'),
      add('branches', ['quay', 'north']),
      { op: 'replace', path: '/accessToken/claims/segment', value: 'private' },
      { op: 'remove', path: '/accessToken/scopes/1' },
    ]);
    const claims = decodeJwt(answer.body.access_token ?? '');
    expect(claims).toMatchObject({
      sub: 'alice',
      segment: 'private',
      branches: ['quay', 'north'],
      scope: 'accounts:list',
    });
    expect(answer.body.scope).toBe('accounts:list');
    const issued = kit.identity
      .events('idp.token.issued')
      .find(({ data }) => data.format === 'jwt' && data.kind === 'access');
    expect(issued?.data.scope).toBe('accounts:list');
    const { claimOrigins } = createTraceQueries(kit.identity.core, () => [], '0.1.0');
    const origins = new Map(
      claimOrigins({ handle: String(issued?.data.handle) }).map(({ name, mapper }) => [name, mapper]),
    );
    expect(origins.get('segment')).toBe('action.answer');
    expect(origins.get('branches')).toBe('action.answer');
    expect(origins.get('scope')).toBe('action.answer');
    expect(origins.get('sub')).toBe('directory.id');
    // The contract of WSO2, and one story: the service was asked by the provider, as a hop of its own.
    expect(service.asked).toMatchObject([
      {
        actionType: 'PRE_ISSUE_ACCESS_TOKEN',
        flowId: expect.any(String),
        event: {
          request: { clientId: 'care-desk', grantType: 'authorization_code' },
          user: { id: 'alice' },
          accessToken: { tokenType: 'JWT', scopes: ['accounts:list', 'accounts:read'] },
        },
      },
    ]);
    const called = kit.identity.events('idp.action.called')[0];
    expect(called).toMatchObject({ outcome: 'allowed', subject: 'alice' });
    const { correlator } = kit.identity.core;
    expect(correlator.root(called?.flow ?? '')).toBe(correlator.root(issued?.flow ?? ''));
  });

  test.each([
    ['a claim of the protocol', [add('sub', 'bob')]],
    ['a claim of the protocol that is not there', [add('act', 'bob')]],
    ['a claim of the sign-in', [add('acr', 'high')]],
    ['a claim that is there', [add('segment', 'a'), add('segment', 'b')]],
    [
      'a scope that the application may not have',
      [{ op: 'add', path: '/accessToken/scopes/-', value: 'payments:create' }],
    ],
    ['the audience', [{ op: 'add', path: '/accessToken/claims/aud/-', value: 'https://elsewhere.example' }]],
    ['an object for a claim', [add('segment', { nested: true })]],
    ['a place behind the end', [{ op: 'remove', path: '/accessToken/scopes/7' }]],
    ['another part of the request', [{ op: 'replace', path: '/event/user/id', value: 'bob' }]],
  ])('it may not change %s: then there is no token at all', async (_, operations) => {
    const { kit, answer } = await issuedWith(operations);
    expect(answer).toMatchObject({ status: 500, error: 'server_error' });
    expect(answer.body.access_token).toBeUndefined();
    expect(kit.identity.events('idp.token.issued')).toHaveLength(0);
    expect(kit.identity.events('idp.action.called').at(-1)?.data.rule).toBe('idp.action.operations');
  });

  test('an answer that is too large, or leads elsewhere, is none', async () => {
    const kit = new Kit(await startIdentity());
    const large = await ownService(`{"actionStatus":"SUCCESS","more":"${'x'.repeat(70_000)}"}`);
    const elsewhere = await ownService((response) => {
      response.writeHead(307, { location: large.url });
      response.end();
    });
    for (const [url, rule] of [
      [large.url, 'idp.action.well-formed'],
      [elsewhere.url, 'idp.action.reachable'],
    ] as const) {
      kit.identity.provider.governance.set({ preIssueAccessToken: { service: 'own', url } });
      const answer = await kit.send('/token', kit.exchange(await kit.code({ scope: SCOPE })));
      expect(answer.status).toBe(500);
      await kit.identity.core.recorder.committed();
      expect(kit.identity.events('idp.action.called').at(-1)?.data.rule).toBe(rule);
    }
    expect(large.asked).toHaveLength(1);
  });

  test('it is asked again at a refresh, and what it sets then is what the new token has', async () => {
    const kit = new Kit(await startIdentity());
    let asked = 0;
    const service = await ownService((response) => {
      asked += 1;
      const operations = [add('issue', String(asked)), { op: 'remove', path: '/accessToken/scopes/1' }];
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ actionStatus: 'SUCCESS', operations }));
    });
    kit.identity.provider.governance.set({ preIssueAccessToken: { service: 'own', url: service.url } });
    const first = await kit.tokens({ scope: SCOPE });
    const second = (await kit.send('/token', kit.refresh(first.refresh_token))).body;
    const third = (await kit.send('/token', kit.refresh(second.refresh_token))).body;
    const claims = [first, second, third].map(({ access_token }) => decodeJwt(access_token ?? ''));
    // The grant is as the person gave it; each token is what the service made of it in its turn.
    expect(claims.map(({ issue, scope }) => [issue, scope])).toEqual([
      ['1', 'accounts:list'],
      ['2', 'accounts:list'],
      ['3', 'accounts:list'],
    ]);
    expect(service.asked).toMatchObject(
      ['authorization_code', 'refresh_token', 'refresh_token'].map((grantType) => ({
        event: { request: { grantType }, accessToken: { scopes: ['accounts:list', 'accounts:read'] } },
      })),
    );
    // Once it sets nothing more, nothing of what it had set before is left.
    kit.identity.provider.governance.set({ preIssueAccessToken: { service: 'none' } });
    const fourth = (await kit.send('/token', kit.refresh(third.refresh_token))).body;
    expect(decodeJwt(fourth.access_token ?? '')).toMatchObject({ scope: 'accounts:list accounts:read' });
    expect(decodeJwt(fourth.access_token ?? '').issue).toBeUndefined();
  });

  test('one that says no at a refresh keeps the token from being issued', async () => {
    const kit = new Kit(await startIdentity());
    let says: object = { actionStatus: 'SUCCESS', operations: [] };
    const service = await ownService((response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(says));
    });
    kit.identity.provider.governance.set({ preIssueAccessToken: { service: 'own', url: service.url } });
    const { refresh_token } = await kit.tokens({ scope: SCOPE });
    says = { actionStatus: 'FAILED', failureReason: 'gone', failureDescription: 'She has left.' };
    const refused = await kit.send('/token', kit.refresh(refresh_token));
    expect(refused).toMatchObject({ status: 400, error: 'access_denied' });
    expect(refused.body.access_token).toBeUndefined();
  });

  test('an address off this machine is not taken', async () => {
    const { provider } = await startIdentity();
    for (const url of [
      'http://192.0.2.1/',
      'https://bank.example/',
      'http://localhost.evil.example/',
      'http://me@127.0.0.1/',
      'file:///etc/passwd',
    ])
      expect(() => provider.governance.set({ preIssueAccessToken: { url } })).toThrow();
  });
});

describe('the bank’s own service', () => {
  test('knows the segment of a customer, and the fraud watch', async () => {
    const identity = await startIdentity();
    const service = await startActionService(identity.core);
    const kit = new Kit(identity);
    const own = (path: string) => ({ service: 'own', url: `${service.url}${path}` }) as const;
    identity.provider.governance.set({ preIssueAccessToken: own('/pre-issue-access-token') });
    const { access_token } = await kit.tokens({ scope: SCOPE });
    expect(decodeJwt(access_token ?? '').segment).toBe('retail');
    await service.close();
  });

  test('knows breached passwords; an administrator is refused as well, and the log never shows one', async () => {
    const identity = await startIdentity();
    const service = await startActionService(identity.core);
    const { administration, governance } = identity.provider;
    const url = `${service.url}/pre-update-password`;
    for (const shares of ['hash', 'plain'] as const) {
      governance.set({ preUpdatePassword: { service: 'own', url, shares } });
      const set = (password: string) => administration.act('alice', { kind: 'set-password', password });
      await expect(set('harbourbank2026')).rejects.toMatchObject({ code: expect.any(String) });
      await expect(set('four words nobody stole')).resolves.toMatchObject({ code: null });
    }
    await identity.core.recorder.committed();
    const log = JSON.stringify(identity.events());
    expect(log).toContain('updatingCredential');
    expect(log).not.toContain('harbourbank2026');
    expect(log).not.toContain('four words nobody stole');
    expect(log).toMatch(/"format\\":\\"HASH\\",\\"value\\":\\"‹password:/);
    await service.close();
  });
});
