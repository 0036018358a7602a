import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../src-main/contract/json.ts';
import { SCIM_RULES, type ScimRule } from '../../../../src-main/identity/rules/scim-rules.ts';
import {
  BULK,
  ERROR,
  GROUP,
  PATCH,
  type Reply,
  type ScimService,
  startScim,
  USER,
} from '../../scim/support.ts';
import { as, machineToken, personTokens } from '../../scim/tokens.ts';
import { Kit } from '../identity/kit.ts';
import { boundRequest } from './bound-request.ts';
import { selfServiceProvocations } from './self-service-provocations.ts';

type Provocation = (scim: ScimService) => Promise<Reply>;

const find =
  (query: string): Provocation =>
  (scim) =>
    scim.send('GET', `/Users?${query}`);
const filter = (text: string) => find(new URLSearchParams({ filter: text }).toString());
const create =
  (body: unknown): Provocation =>
  (scim) =>
    scim.send('POST', '/Users', body);
const change =
  (operation: JsonObject): Provocation =>
  (scim) =>
    scim.patch('/Users/alice', operation);
const bulk =
  (...operations: JsonObject[]): Provocation =>
  (scim) =>
    scim.send('POST', '/Bulk', { schemas: [BULK], Operations: operations });

/** In a bulk request the refusal is that of an operation. */
const insideBulk =
  (...operations: JsonObject[]): Provocation =>
  async (scim) => {
    const reply = await bulk(...operations)(scim);
    const [result] = reply.body.Operations ?? [];
    return { ...reply, status: Number(result?.status), body: result?.response as JsonObject };
  };

const POST = { method: 'POST', path: '/Users', bulkId: 'a' };

/** One for each rule: a rule without one does not pass the type check. */
const PROVOCATIONS: Record<ScimRule, Provocation> = {
  'scim.token.given': (scim) => scim.send('GET', '/Users', undefined, { authorization: '' }),
  'scim.token.valid': (scim) => scim.send('GET', '/Users', undefined, { authorization: 'Bearer wrong' }),
  'scim.token.audience': async (scim) =>
    as(scim, (await new Kit(scim.identity).tokens()).access_token, 'GET', '/Users'),
  'scim.token.scheme': async (scim) => {
    const { token } = await boundRequest(scim);
    return as(scim, token, 'GET', '/Users');
  },
  'scim.proof.sound': async (scim) => (await boundRequest(scim)).send({ htm: 'DELETE' }),
  'scim.proof.nonce': async (scim) => (await boundRequest(scim)).send({ nonce: 'stale' }),
  'scim.token.scope': async (scim) =>
    as(scim, await machineToken(scim, 'internal_user_mgt_view'), 'GET', '/Users'),
  'scim.token.role': async (scim) => {
    const { access_token: token } = await personTokens(scim, 'carol', 'internal_user_mgt_list');
    const { store } = scim.identity.core;
    // As if her groups had been changed behind the directory's back: the token itself was not touched.
    store.transaction(() => store.prepare("DELETE FROM group_member WHERE account_id = 'carol'").run());
    return as(scim, token, 'GET', '/Users');
  },
  'scim.endpoint.known': (scim) => scim.send('GET', '/Devices'),
  'scim.me.person': (scim) => scim.send('GET', '/Me'),
  'scim.me.attribute': async (scim) => {
    const { access_token: token } = await personTokens(scim, 'alice', 'internal_login');
    return as(scim, token, 'PATCH', '/Me', {
      schemas: [PATCH],
      Operations: [{ op: 'replace', path: 'userType', value: 'Administrator' }],
    });
  },
  'scim.method.allowed': (scim) => scim.send('PUT', '/Users', { schemas: [USER], userName: 'x' }),
  'scim.discovery.whole': (scim) => scim.send('GET', '/Schemas?filter=id%20pr'),
  'scim.operation.supported': (scim) => scim.send('POST', '/.search', { schemas: [] }),
  'scim.body.type': (scim) => scim.send('POST', '/Users', 'a=b', { 'content-type': 'text/plain' }),
  'scim.body.size': create({ schemas: [USER], userName: 'x', title: 'x'.repeat(1024 * 1024) }),
  'scim.body.json': create('{"schemas":'),
  'scim.message.schema': create({ userName: 'x' }),
  'scim.value.type': create({ schemas: [USER], userName: 'x', active: 'perhaps' }),
  'scim.value.required': create({ schemas: [USER], displayName: 'X' }),
  'scim.value.reference': (scim) =>
    scim.send('POST', '/Groups', { schemas: [GROUP], displayName: 'x', members: [{ value: 'nobody' }] }),
  'scim.attribute.mutable': change({ op: 'replace', path: 'meta.created', value: '2020-01-01T00:00:00Z' }),
  'scim.resource.known': (scim) => scim.send('GET', '/Users/nobody'),
  'scim.resource.unique': create({ schemas: [USER], userName: 'ALICE' }),
  'scim.resource.version': (scim) =>
    scim.send('DELETE', '/Users/alice', undefined, { 'if-match': 'W/"another"' }),
  'scim.filter.syntax': filter('userName is "x"'),
  'scim.filter.bounds': filter(`${'('.repeat(40)}title pr${')'.repeat(40)}`),
  'scim.filter.attribute': filter('shoeSize eq "45"'),
  'scim.filter.operator': filter('active gt true'),
  'scim.sort.attribute': find('sortBy=shoeSize'),
  'scim.page.number': find('startIndex=first'),
  'scim.patch.operation': change({ op: 'increase', path: 'title', value: 'x' }),
  'scim.patch.path': change({ op: 'add', path: 'shoeSize', value: '45' }),
  'scim.patch.target': change({ op: 'remove', path: 'emails[type eq "other"]' }),
  'scim.bulk.size': bulk(...Array.from({ length: 1001 }, () => ({ ...POST, data: {} }))),
  'scim.bulk.operation': insideBulk({ method: 'POST', path: '/Users', data: {} }),
  'scim.bulk.reference': insideBulk({ method: 'DELETE', path: '/Users/bulkId:nothing' }),
  ...selfServiceProvocations,
  'scim.sandbox.sound': (scim) => {
    // The state of this sandbox is broken: a table is not there.
    const { store } = scim.identity.core;
    store.transaction(() => store.prepare('ALTER TABLE scim_user RENAME TO gone').run());
    return scim.send('GET', '/Users/alice');
  },
};

/** Those whose provocation itself changes the state: tokens are issued, tables broken. */
const CHANGES: ReadonlySet<ScimRule> = new Set([
  'scim.token.audience',
  'scim.token.scheme',
  'scim.proof.sound',
  'scim.proof.nonce',
  'scim.token.scope',
  'scim.token.role',
  ...(Object.keys(selfServiceProvocations) as ScimRule[]),
  'scim.me.attribute',
  'scim.sandbox.sound',
]);

describe('every rule of SCIM', () => {
  test.each(Object.keys(SCIM_RULES) as ScimRule[])('%s turns a request away', async (rule) => {
    const scim = await startScim();
    const before = scim.identity.core.store.digest();
    const reply = await PROVOCATIONS[rule](scim);
    const event = scim.identity.events('idp.request.refused').at(-1);
    // The log: exactly one rule did not hold, it ends the chain and names its standard.
    const failed = event?.reasons.filter(({ outcome }) => outcome === 'fail') ?? [];
    expect(failed.map((reason) => reason.rule)).toEqual([rule]);
    expect(event?.reasons.at(-1)).toBe(failed[0]);
    expect(failed[0]?.standard).toBe(SCIM_RULES[rule].standard);
    // The wire: the published answer, in the form of RFC 7644 §3.12.
    expect([reply.status, reply.body.scimType].filter(Boolean).join(' ')).toBe(SCIM_RULES[rule].answer);
    expect(reply.body).toMatchObject({
      schemas: [ERROR],
      status: String(reply.status),
      detail: expect.any(String),
    });
    // Nothing was changed.
    if (!CHANGES.has(rule)) expect(scim.identity.core.store.digest()).toBe(before);
  });

  test('a PATCH is all or nothing', async () => {
    const scim = await startScim();
    const before = scim.identity.core.store.digest();
    const reply = await scim.send('PATCH', '/Users/alice', {
      schemas: [PATCH],
      Operations: [
        { op: 'replace', path: 'title', value: 'New' },
        { op: 'replace', path: 'active', value: false },
        { op: 'remove', path: 'emails[type eq "other"]' },
      ],
    });
    expect(reply.status).toBe(400);
    expect(scim.identity.core.store.digest()).toBe(before);
  });
});
