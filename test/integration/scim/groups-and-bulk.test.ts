import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src-main/contract/json.ts';
import { Kit } from '../rules/identity/kit.ts';
import { BULK, GROUP, startScim, USER } from './support.ts';

const members = (group: JsonObject | undefined): string[] =>
  ((group?.members ?? []) as JsonObject[]).map(({ value }) => String(value)).sort();

describe('groups over SCIM', () => {
  test('members come and go in all the ways that clients write it', async () => {
    const scim = await startScim();
    const { id } = await scim.group('crew', ['alice']);
    const path = `/Groups/${id}`;
    const membersAfter = async (operation: JsonObject) => members((await scim.patch(path, operation)).body);
    expect(
      await membersAfter({ op: 'add', path: 'members', value: [{ value: 'bob' }, { value: 'alice' }] }),
    ).toEqual(['alice', 'bob']);
    expect(await membersAfter({ op: 'Add', value: { members: [{ value: 'carol' }] } })).toEqual([
      'alice',
      'bob',
      'carol',
    ]);
    expect(await membersAfter({ op: 'remove', path: 'members[value eq "bob"]' })).toEqual(['alice', 'carol']);
    expect(await membersAfter({ op: 'Remove', path: 'members', value: [{ value: 'carol' }] })).toEqual([
      'alice',
    ]);
    expect(await membersAfter({ op: 'replace', path: 'members', value: [{ value: 'bob' }] })).toEqual([
      'bob',
    ]);
    expect(await membersAfter({ op: 'remove', path: 'members' })).toEqual([]);
    expect(
      (await scim.patch(path, { op: 'replace', path: 'displayName', value: 'Crew 2' })).body.displayName,
    ).toBe('Crew 2');
    const user = (await scim.send('GET', '/Users/alice')).body.groups as JsonObject[];
    expect(user.map(({ display }) => display)).toEqual(['customers']);
  });

  test('whoever loses a group loses her tokens; whoever gains one keeps them', async () => {
    const scim = await startScim();
    const kit = new Kit(scim.identity);
    const { access_token: token } = await kit.tokens({ scope: 'openid profile' });
    const works = async () => (await kit.userinfo(`Bearer ${token}`)).status;
    const group = await scim.group('short-lived', ['alice']);
    expect(await works()).toBe(200);
    await scim.patch(`/Groups/${group.id}`, { op: 'remove', path: 'members[value eq "alice"]' });
    expect(await works()).toBe(401);
    const cause = scim.identity.events('idp.token.revoked').map(({ data }) => data.cause);
    expect(new Set(cause)).toEqual(new Set(['group-lost']));
  });

  test('a user is another version once her groups are', async () => {
    const scim = await startScim();
    const version = async () => (await scim.send('GET', '/Users/bob')).headers.get('etag');
    const before = await version();
    await scim.group('more', ['bob']);
    expect(await version()).not.toBe(before);
  });

  test('lists can leave members out, and filters find by them', async () => {
    const scim = await startScim();
    const { body } = await scim.send(
      'GET',
      `/Groups?${new URLSearchParams({ filter: 'members.value eq "carol"', excludedAttributes: 'members' })}`,
    );
    expect(body.Resources?.map(({ displayName }) => displayName)).toContain('administrators');
    for (const group of body.Resources ?? []) expect(group).not.toHaveProperty('members');
  });
});

describe('bulk', () => {
  test('operations refer to one another, in any order, and fail one by one', async () => {
    const scim = await startScim();
    const { body } = await scim.send('POST', '/Bulk', {
      schemas: [BULK],
      Operations: [
        {
          method: 'POST',
          path: '/Groups',
          bulkId: 'g',
          data: { schemas: [GROUP], displayName: 'bulk', members: [{ value: 'bulkId:u' }] },
        },
        { method: 'POST', path: '/Users', bulkId: 'u', data: { schemas: [USER], userName: 'bulky' } },
        { method: 'POST', path: '/Users', bulkId: 'again', data: { schemas: [USER], userName: 'bulky' } },
        { method: 'DELETE', path: '/Users/bulkId:again' },
        {
          method: 'PATCH',
          path: '/Users/bulkId:u',
          data: {
            schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
            Operations: [{ op: 'add', path: 'title', value: 'T' }],
          },
        },
      ],
    });
    expect(body.Operations?.map(({ status }) => status)).toEqual(['201', '201', '409', '409', '200']);
    const [group, user] = body.Operations ?? [];
    const made = await (
      await fetch(String(group?.location), { headers: { authorization: `Bearer ${scim.token}` } })
    ).json();
    expect(String(user?.location)).toMatch(new RegExp(`${members(made)[0]}$`));
    expect(await scim.names('title eq "T"')).toEqual(['bulky']);
  });

  test('stops after as many errors as the client says', async () => {
    const scim = await startScim();
    const post = (bulkId: string, userName: string) => ({
      method: 'POST',
      path: '/Users',
      bulkId,
      data: { schemas: [USER], userName },
    });
    const { body } = await scim.send('POST', '/Bulk', {
      schemas: [BULK],
      failOnErrors: 1,
      Operations: [post('1', 'one'), post('2', 'alice'), post('3', 'three')],
    });
    expect(body.Operations?.map(({ status }) => status)).toEqual(['201', '409']);
    expect(await scim.names('userName eq "three"')).toEqual([]);
  });

  test('what refers to one another in a circle ends, and says so', async () => {
    const scim = await startScim();
    const group = (bulkId: string, other: string) => ({
      method: 'POST',
      path: '/Groups',
      bulkId,
      data: { schemas: [GROUP], displayName: bulkId, members: [{ value: `bulkId:${other}` }] },
    });
    const { body } = await scim.send('POST', '/Bulk', {
      schemas: [BULK],
      Operations: [group('a', 'b'), group('b', 'a'), group('c', 'c')],
    });
    expect(body.Operations?.map(({ status }) => status)).toEqual(['409', '409', '409']);
  });
});
