import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src-main/contract/json.ts';
import {
  create,
  ENTERPRISE,
  find,
  fresh,
  GROUP,
  type Ground,
  metaOf,
  patch,
  type Requirement,
  read,
  refused,
  USER,
} from './requirement.ts';

const NAME = /^\$?[A-Za-z][\w-]*$/;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

async function listed({ scim }: Ground, path: string): Promise<JsonObject[]> {
  return (await scim.send('GET', path)).body.Resources ?? [];
}

/** Every attribute of every schema, sub-attributes too. */
async function attributes(ground: Ground): Promise<JsonObject[]> {
  const all = (await listed(ground, '/Schemas')).flatMap((schema) => schema.attributes as JsonObject[]);
  return all.flatMap((one) => [one, ...((one.subAttributes ?? []) as JsonObject[])]);
}

const must = (section: string, says: string, check: Requirement['check']): Requirement => ({
  rfc: 7643,
  section,
  level: 'MUST',
  says,
  check,
});
const at = (level: Requirement['level'], one: Requirement): Requirement => ({ ...one, level });

/** The demands of RFC 7643 on a service provider. */
export const RFC_7643: readonly Requirement[] = [
  must('2.1', 'a resource is JSON and names its schemas', async (ground) => {
    const user = await create(ground);
    assert.ok((user.schemas as string[]).includes(USER));
  }),
  must('2.1', 'names of attributes keep to the grammar', async (ground) => {
    for (const { name } of await attributes(ground)) assert.match(String(name), NAME);
  }),
  must('2.3.5', 'a dateTime is an xsd:dateTime with date and time', async (ground) => {
    const { created, lastModified } = metaOf(await create(ground));
    assert.match(String(created), DATE_TIME);
    assert.match(String(lastModified), DATE_TIME);
  }),
  must('2.3.7', 'a reference is a URI', async (ground) => {
    const body = { schemas: [USER], userName: fresh(), profileUrl: 'no uri at all' };
    refused(await ground.scim.send('POST', '/Users', body), 400, 'invalidValue');
  }),
  must('2.3.7', 'a GET of a reference to a resource answers that resource', async (ground) => {
    const { id } = await create(ground);
    const group = await ground.scim.group(fresh('group'), [String(id)]);
    const [member] = group.members as JsonObject[];
    const response = await fetch(String(member?.$ref), {
      headers: { authorization: `Bearer ${ground.scim.token}` },
    });
    assert.equal(((await response.json()) as JsonObject).id, id);
  }),
  at(
    'MUST NOT',
    must('2.3.8', 'the order of attributes does not matter', async (ground) => {
      const userName = fresh();
      const { status } = await ground.scim.send('POST', '/Users', { title: 'T', userName, schemas: [USER] });
      assert.equal(status, 201);
    }),
  ),
  at(
    'MUST NOT',
    must('2.3.8', 'a complex attribute has no complex sub-attributes', async (ground) => {
      for (const one of await attributes(ground))
        for (const sub of (one.subAttributes ?? []) as JsonObject[]) assert.notEqual(sub.type, 'complex');
    }),
  ),
  must('2.4', 'at most one value is the primary one', async (ground) => {
    const emails = ['a@one.example', 'b@one.example'].map((value) => ({ value, primary: true }));
    refused(
      await ground.scim.send('POST', '/Users', { schemas: [USER], userName: fresh(), emails }),
      400,
      'invalidValue',
    );
  }),
  at(
    'SHOULD NOT',
    must('2.4', 'the same type and value do not come twice', async (ground) => {
      const ims = [{ value: 'x', type: 'xmpp' }];
      const user = await create(ground, { ims: [...ims, ...ims] });
      assert.deepEqual(user.ims, ims);
      assert.deepEqual((await patch(ground, user.id, { op: 'add', path: 'ims', value: ims })).body.ims, ims);
    }),
  ),
  at(
    'SHALL',
    must('2.5', 'null, an empty list and no value are the same', async (ground) => {
      const user = await create(ground, { title: null, emails: [], nickName: '' });
      for (const name of ['title', 'emails', 'nickName']) assert.ok(!(name in user));
    }),
  ),
  must('3', '`schemas` names only schemas of the resource type, each once', async (ground) => {
    const user = await create(ground, { [ENTERPRISE]: { department: 'D' } });
    const types = await listed(ground, '/ResourceTypes');
    const type = types.find(({ id }) => id === 'User') ?? {};
    const known = [type.schema, ...(type.schemaExtensions as JsonObject[]).map(({ schema }) => schema)];
    const named = user.schemas as string[];
    for (const one of named) assert.ok(known.includes(one));
    assert.equal(new Set(named).size, named.length);
    assert.ok(named.includes(ENTERPRISE));
    assert.ok(!((await create(ground)).schemas as string[]).includes(ENTERPRISE));
  }),
  must('3', 'a representation without `schemas` is refused', async ({ scim }) => {
    refused(await scim.send('POST', '/Users', { userName: fresh() }), 400, 'invalidSyntax');
    refused(await scim.send('POST', '/Users', { schemas: [], userName: fresh() }), 400, 'invalidSyntax');
  }),
  must('3.1', 'the provider gives `id` and `meta`', async (ground) => {
    const user = await create(ground, { id: 'mine', meta: { resourceType: 'Mine', created: '1999' } });
    assert.notEqual(user.id, 'mine');
    assert.equal(metaOf(user).resourceType, 'User');
    assert.notEqual(metaOf(user).created, '1999');
  }),
  must('3.1', 'an `id` is unique, stays, and is not given again', async (ground) => {
    const one = await create(ground, { userName: 'conformance-again' });
    await patch(ground, one.id, { op: 'replace', path: 'title', value: 'T' });
    assert.equal((await read(ground, one.id)).userName, 'conformance-again');
    await ground.scim.send('DELETE', `/Users/${String(one.id)}`);
    const other = await create(ground, { userName: 'conformance-again' });
    assert.notEqual(other.id, one.id);
  }),
  at(
    'MUST NOT',
    must('3.1', '“bulkId” is in no identifier', async (ground) => {
      assert.doesNotMatch(String((await create(ground, { userName: 'bulkId' })).id), /bulkId/);
      const group = await ground.scim.group('bulkId');
      assert.doesNotMatch(String(group.id), /bulkId/);
    }),
  ),
  at(
    'MUST NOT',
    must('3.1', 'the provider makes up no `externalId`', async (ground) => {
      assert.ok(!('externalId' in (await create(ground))));
    }),
  ),
  must('3.1', '`lastModified` is `created` until something is changed', async (ground) => {
    const user = await create(ground, { emails: [{ value: 'm@one.example' }], active: true });
    assert.equal(metaOf(user).lastModified, metaOf(user).created);
  }),
  must('3.1', '`meta.location` is the Content-Location', async (ground) => {
    const { id } = await create(ground);
    const { headers, body } = await ground.scim.send('GET', `/Users/${String(id)}`);
    assert.equal(headers.get('content-location'), metaOf(body).location);
  }),
  must('3.1', '`meta.version` is the ETag; a weak one begins with W/', async (ground) => {
    const { id } = await create(ground);
    const { headers, body } = await ground.scim.send('GET', `/Users/${String(id)}`);
    assert.equal(headers.get('etag'), metaOf(body).version);
    assert.match(String(metaOf(body).version), /^W\//);
  }),
  at(
    'SHALL',
    must('3.3', 'attributes of an extension stand below its URN', async (ground) => {
      const user = await create(ground, { [ENTERPRISE]: { department: 'D' } });
      assert.deepEqual(user[ENTERPRISE], { department: 'D' });
    }),
  ),
  must('4.1.1', 'a user has a userName', async ({ scim }) => {
    for (const userName of [undefined, '', ' '])
      refused(await scim.send('POST', '/Users', { schemas: [USER], userName }), 400, 'invalidValue');
  }),
  at(
    'SHALL NOT',
    must('4.1.1', 'a password is told in no form', async (ground) => {
      const password = 'a long one 4711 of conformance';
      const user = await create(ground, { password });
      const asked = await ground.scim.send('GET', `/Users/${String(user.id)}?attributes=password`);
      for (const text of [user, asked.body]) assert.ok(!JSON.stringify(text).includes('4711'));
      assert.ok(!('password' in asked.body));
      refused(await find(ground, { filter: 'password sw "a"' }), 400, 'invalidFilter');
    }),
  ),
  must('4.1.2', 'a group of a user is named by the id of the group', async (ground) => {
    const { id } = await create(ground);
    const group = await ground.scim.group(fresh('group'), [String(id)]);
    const [shown] = (await read(ground, id)).groups as JsonObject[];
    assert.equal(shown?.value, group.id);
  }),
  must('4.1.2', 'membership is changed at the group alone', async (ground) => {
    const { id } = await create(ground, { groups: [{ value: 'administrators' }] });
    assert.ok(!('groups' in (await read(ground, id))));
    refused(
      await patch(ground, id, { op: 'add', path: 'groups', value: [{ value: 'administrators' }] }),
      400,
      'mutability',
    );
  }),
  must('4.2', 'a group has a displayName', async ({ scim }) => {
    refused(await scim.send('POST', '/Groups', { schemas: [GROUP] }), 400, 'invalidValue');
  }),
  at(
    'SHOULD',
    must('5', 'the ways to authenticate are told to whoever asks', async ({ scim }) => {
      const response = await fetch(`${scim.url}/ServiceProviderConfig`);
      const { authenticationSchemes } = (await response.json()) as { authenticationSchemes: JsonObject[] };
      assert.equal(authenticationSchemes[0]?.type, 'oauthbearertoken');
    }),
  ),
  must('6', 'the URNs of a resource type are ids of schemas', async (ground) => {
    const ids = (await listed(ground, '/Schemas')).map(({ id }) => id);
    for (const { name, schema, schemaExtensions } of await listed(ground, '/ResourceTypes')) {
      assert.ok(name);
      for (const urn of [schema, ...(schemaExtensions as JsonObject[]).map((one) => one.schema)])
        assert.ok(ids.includes(urn as string));
    }
  }),
  must('7', 'a schema has its URI and a name', async (ground) => {
    for (const { id, name } of await listed(ground, '/Schemas')) {
      assert.match(String(id), /^urn:/);
      assert.ok(name);
    }
  }),
  at(
    'SHALL',
    must('7', 'filters and stored values heed `caseExact`', async (ground) => {
      const userName = `${fresh()}-Case`;
      const externalId = `${userName}-X`;
      await create(ground, { userName, externalId });
      const total = async (filter: string) => (await find(ground, { filter })).body.totalResults;
      assert.equal(await total(`userName eq "${userName.toUpperCase()}"`), 1);
      assert.equal(await total(`externalId eq "${externalId.toUpperCase()}"`), 0);
      assert.equal(await total(`externalId eq "${externalId}"`), 1);
    }),
  ),
  at(
    'SHALL NOT',
    must('7', 'a readOnly attribute is not changed', async (ground) => {
      const { id } = await create(ground);
      for (const path of ['id', 'meta.created', 'groups', 'urn:scim:wso2:schema:accountState'])
        refused(await patch(ground, id, { op: 'replace', path, value: 'x' }), 400, 'mutability');
    }),
  ),
  at(
    'SHALL NOT',
    must('7', 'an immutable attribute is not changed', async ({ scim }) => {
      const group = await scim.group(fresh('group'), ['alice']);
      const reply = await scim.patch(`/Groups/${String(group.id)}`, {
        op: 'replace',
        path: 'members[value eq "alice"].value',
        value: 'bob',
      });
      refused(reply, 400, 'mutability');
    }),
  ),
];
