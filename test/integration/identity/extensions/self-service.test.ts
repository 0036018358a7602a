import { describe, expect, test } from 'vitest';
import { joins, leaves, selfService } from '../../../support/self-service.ts';
import { as, personTokens } from '../../scim/tokens.ts';

const find = (filter: string, more = '') => `/Groups?${new URLSearchParams({ filter })}${more}`;

describe('self-service of groups, sound', () => {
  test('somebody without a scope joins and leaves; the chain tells who decided', async () => {
    const { scim, patch, members, told } = await selfService('sound');
    const joined = await patch('alice', [joins('alice')]);
    expect(joined.status).toBe(200);
    expect(await members()).toEqual(['alice', 'bob']);
    expect(told()).toMatchObject({ account: 'alice', selfService: 'sound', overlooked: 'nothing' });
    const chain = scim.identity.events('group.updated').at(-1)?.reasons ?? [];
    expect(chain.map(({ rule, outcome }) => [rule, outcome])).toEqual(
      expect.arrayContaining([
        ['scim.token.scope', 'skip'],
        ['scim.self.group', 'pass'],
        ['scim.self.single', 'pass'],
        ['scim.self.own', 'pass'],
      ]),
    );
    // Who else is a member is not told.
    expect(joined.body.members).toBeUndefined();
    expect((await patch('alice', [leaves('alice')])).status).toBe(200);
    expect(await members()).toEqual(['bob']);
  });

  test('the groups to choose from are found by exactly one query, without their members', async () => {
    const { scim, send, rule } = await selfService('sound');
    await scim.group('another');
    for (const filter of ['displayName sw APP_', 'displayName sw "APP_"']) {
      const found = await send('alice', 'GET', find(filter));
      expect(found.body.Resources?.map(({ displayName, members }) => [displayName, members])).toEqual([
        ['APP_beta', undefined],
      ]);
    }
    for (const path of [
      '/Groups',
      find('displayName sw "A"'),
      find('displayName sw "APP_" or displayName pr'),
      find('displayName sw "APP_"', '&attributes=members'),
    ]) {
      expect((await send('alice', 'GET', path)).status).toBe(403);
      expect(rule()).toBe('scim.self.filter');
    }
  });

  test.each([
    ['another’s coming in a second operation', [joins('alice'), joins('mallory')], 'scim.self.single'],
    ['another’s leaving', [leaves('bob')], 'scim.self.own'],
    [
      'another named by the path, herself by the value',
      [{ op: 'remove', path: 'members[value eq "bob"]', value: [{ value: 'alice' }] }],
      'scim.self.own',
    ],
    ['all the others', [{ op: 'replace', path: 'members', value: [{ value: 'alice' }] }], 'scim.self.path'],
    [
      'another name beside her own coming',
      [{ op: 'add', value: { members: [{ value: 'alice' }], displayName: 'APP_mine' } }],
      'scim.self.path',
    ],
    ['nothing at all', [{ op: 'add', path: 'members', value: [] }], 'scim.self.single'],
    ['a filter that finds another', [{ op: 'remove', path: 'members[display sw "B"]' }], 'scim.self.own'],
  ])('she may not change %s', async (_, operations, rule) => {
    const { patch, members, rule: last } = await selfService('sound');
    expect((await patch('alice', operations)).status).toBe(403);
    expect(last()).toBe(rule);
    expect(await members()).toEqual(['bob']);
  });

  test('a group that is not there and one that is not meant are the same to her', async () => {
    const { scim, patch, rule } = await selfService('sound');
    const other = String((await scim.group('secret')).id);
    const [there, gone] = [
      await patch('alice', [joins('alice')], other),
      await patch('alice', [joins('alice')], 'no-such-group'),
    ];
    expect([there.status, there.body]).toEqual([gone.status, gone.body]);
    expect(rule()).toBe('scim.self.group');
  });

  test('everything else needs the scope as before, in bulk too', async () => {
    const { scim, group, send, rule } = await selfService('sound');
    for (const [method, path] of [
      ['GET', `/Groups/${group}`],
      ['DELETE', `/Groups/${group}`],
      ['GET', '/Users'],
    ] as const) {
      expect((await send('alice', method, path)).status).toBe(403);
      expect(rule()).toBe('scim.token.scope');
    }
    const bulk = await send('alice', 'POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [
        {
          method: 'PATCH',
          path: `/Groups/${group}`,
          data: { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [joins('alice')] },
        },
      ],
    });
    expect(bulk.body.Operations?.map(({ status }) => status)).toEqual(['403']);
    // Whoever has the scope is not held back by any of it.
    const { access_token: carol } = await personTokens(scim, 'carol', 'openid internal_group_mgt_update');
    const renamed = await as(scim, carol, 'PATCH', `/Groups/${group}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'displayName', value: 'beta' }],
    });
    expect(renamed.status).toBe(200);
  });
});

describe('the flawed versions', () => {
  test('only the first operation is looked at: another is pushed in by the second', async () => {
    const { patch, members, told } = await selfService('first-operation');
    expect((await patch('alice', [joins('mallory')])).status).toBe(403);
    expect((await patch('alice', [joins('alice'), joins('mallory')])).status).toBe(200);
    expect(await members()).toEqual(['alice', 'bob', 'mallory']);
    expect(told()?.overlooked).toBe('scim.self.single');
  });

  test('the path is not looked at: the value names the caller, the path throws Bob out', async () => {
    const { patch, members, told } = await selfService('path-unchecked');
    const attack = { op: 'remove', path: 'members[value eq "bob"]', value: [{ value: 'mallory' }] };
    expect((await patch('mallory', [attack])).status).toBe(200);
    expect(await members()).toEqual([]);
    expect(told()).toMatchObject({ account: 'mallory', overlooked: 'scim.self.own' });
  });

  test('off: nobody without the scope gets anything', async () => {
    const { patch, rule } = await selfService('off');
    expect((await patch('alice', [joins('alice')])).status).toBe(403);
    expect(rule()).toBe('scim.token.scope');
  });
});
