import { describe, expect, test } from 'vitest';
import { boundPerson } from '../../../../support/bound-person.ts';
import { ACCOUNTS_API } from '../../../../support/identity.ts';
import { callOwn, endpoint } from '../../../../support/scripts.ts';
import { openWorkflows, type Workflows } from '../../../../support/workflows.ts';

const WANTED = { group: 'app-traders' };
const START = '/api/workflows/role-request';
const TASKS = '/api/users/v2/me/approval-tasks';

const runs = (workflows: Workflows) => workflows.handlers['workflows.runs']({ limit: 10 });
const lastRule = (workflows: Workflows) => workflows.identity.events('workflow.refused').at(-1)?.data.rule;

describe('a token that starts a workflow', () => {
  test('is one for the provider itself: what was sent to an API starts nothing in her name', async () => {
    const workflows = await openWorkflows();
    const token = await workflows.token('alice', 'openid accounts:list', ACCOUNTS_API);
    const answer = await workflows.send('POST', START, WANTED, token);
    expect([answer.status, answer.body.code]).toEqual([401, 'invalid_token']);
    expect(answer.headers.get('www-authenticate')).toMatch(
      /^Bearer realm="http:\/\/localhost:\d+", error="invalid_token", error_description="The token was issued for https:\/\/api\.harbour\.example\/accounts;/,
    );
    expect(lastRule(workflows)).toBe('idp.custom.audience');
    // Where anybody may start it, such a token gives her name no more than elsewhere.
    workflows.define('  - { id: done, end: { answer: { who: account } } }');
    expect((await workflows.send('POST', '/api/workflows/probe', {}, token)).status).toBe(401);
    expect(await runs(workflows)).toEqual([]);
  });

  test('has the scope by which an application acts for her, and is asked for where there is none', async () => {
    const workflows = await openWorkflows();
    const little = await workflows.send('POST', START, WANTED, await workflows.token('alice', 'profile'));
    expect([little.status, little.body.code]).toEqual([403, 'insufficient_scope']);
    expect(little.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
    expect(little.headers.get('www-authenticate')).toContain('scope="openid"');
    const none = await workflows.send('POST', START, WANTED);
    expect(none.status).toBe(401);
    // RFC 6750 §3.1: whoever shows nothing is told no error.
    expect(none.headers.get('www-authenticate')).toMatch(/^Bearer realm="[^"]+", DPoP realm="[^"]+", algs="/);
    expect(await runs(workflows)).toEqual([]);
  });

  test('is never passed on to something that it was not issued for', async () => {
    const workflows = await openWorkflows();
    workflows.define(
      '  - { id: me, call: { method: GET, path: /scim2/Me, as: starter }, onFail: continue }\n  - { id: more, wait: { for: 1h } }',
      { start: 'endpoint: { path: probe, access: bearer }' },
    );
    await workflows.start('probe', {}, 'alice');
    const run = await workflows.newest();
    expect(run.steps[0]).toMatchObject({ status: 'failed', attempts: 1 });
    expect(run.steps[0]?.error).toMatch(/^There is no access token of who started the run/);
  });
});

describe('a token that is bound to a key', () => {
  test('starts a workflow and decides only with a proof for just that request', async () => {
    const workflows = await openWorkflows();
    const alice = await boundPerson(workflows.identity, 'alice');
    const body = WANTED;
    const stolen = await alice.send('POST', START, { body, scheme: 'Bearer', proof: false });
    expect([stolen.status, lastRule(workflows)]).toEqual([401, 'idp.possession.scheme']);
    expect(stolen.headers.get('www-authenticate')).toMatch(/^DPoP .*error="invalid_token".*algs="/);
    const without = await alice.send('POST', START, { body, proof: false });
    expect([without.status, without.body.code]).toEqual([401, 'invalid_dpop_proof']);
    const old = await alice.send('POST', START, { body, claims: { nonce: 'long ago' } });
    expect([old.status, old.body.code]).toEqual([401, 'use_dpop_nonce']);
    expect(old.headers.get('dpop-nonce')).toMatch(/^[\w-]{20,}$/);
    for (const claims of [{ htm: 'GET' }, { htu: 'http://localhost/elsewhere' }, { ath: 'of another' }]) {
      const wrong = await alice.send('POST', START, { body, claims });
      expect([wrong.status, lastRule(workflows)]).toEqual([401, 'idp.possession.proof']);
    }
    expect(await runs(workflows)).toEqual([]);
    const jti = crypto.randomUUID();
    expect((await alice.send('POST', START, { body, claims: { jti } })).status).toBe(202);
    expect((await alice.send('POST', START, { body, claims: { jti } })).status).toBe(401);
    expect(await runs(workflows)).toHaveLength(1);

    const { id } = await workflows.task();
    const carol = await boundPerson(workflows.identity, 'carol');
    const decision = `${TASKS}/${id}/state`;
    const approve = { body: { action: 'APPROVE' } };
    expect((await carol.send('PUT', decision, { ...approve, scheme: 'Bearer' })).status).toBe(401);
    expect((await carol.send('PUT', decision, { ...approve, claims: { htm: 'GET' } })).status).toBe(401);
    expect((await workflows.task()).status).toBe('READY');
    expect((await carol.send('GET', TASKS)).status).toBe(200);
    expect((await carol.send('PUT', decision, approve)).body).toMatchObject({ approvalStatus: 'APPROVED' });
  });

  test('opens her own entry, the groups that she may join, and scripts only so', async () => {
    const { identity } = await openWorkflows();
    const resource = `${identity.issuer}/scim2`;
    identity.provider.governance.set({ selfServiceGroups: { mode: 'sound' } });
    await endpoint(identity, 'export default ({ caller }) => ({ body: caller })', {
      access: 'bearer',
      method: 'GET',
    });
    const alice = await boundPerson(identity, 'alice', { scope: 'openid internal_login', resource });
    const groups = '/scim2/Groups?filter=displayName%20sw%20%22APP_%22';
    for (const path of ['/scim2/Me', groups, '/ext/own']) {
      const stolen = await alice.send('GET', path, { scheme: 'Bearer', proof: false });
      expect([path, stolen.status]).toEqual([path, 401]);
      expect(stolen.headers.get('www-authenticate')).toContain('DPoP realm=');
      expect((await alice.send('GET', path, { proof: false })).status).toBe(401);
      expect((await alice.send('GET', path, { claims: { ath: 'of another' } })).status).toBe(401);
      const right = await alice.send('GET', path);
      expect([path, right.status]).toEqual([path, 200]);
    }
    expect((await alice.send('GET', '/scim2/Me')).body.userName).toBe('alice');
    expect((await alice.send('GET', '/ext/own')).body).toMatchObject({ via: 'token', account: 'alice' });
    // Her token for the directory starts nothing.
    expect((await alice.send('POST', START, { body: WANTED })).body.code).toBe('invalid_token');
    expect(await callOwn(identity, { method: 'GET' })).toMatchObject({ status: 401 });
  });
});
