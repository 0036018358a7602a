import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src-main/contract/json.ts';
import {
  CORE,
  create,
  find,
  fresh,
  MESSAGES,
  metaOf,
  type Requirement,
  read,
  refused,
  USER,
} from './requirement.ts';

const named = ({ Resources = [] }: { Resources?: JsonObject[] }): string[] =>
  Resources.map(({ userName }) => String(userName));

const must = (section: string, says: string, check: Requirement['check']): Requirement => ({
  rfc: 7644,
  section,
  level: 'MUST',
  says,
  check,
});
const at = (level: Requirement['level'], one: Requirement): Requirement => ({ ...one, level });

/** The demands of RFC 7644 on a service provider, but for PATCH and bulk. */
export const RFC_7644: readonly Requirement[] = [
  at(
    'SHALL',
    must('2', 'who comes without a credential is told the schemes', async ({ scim }) => {
      const reply = await scim.send('GET', '/Users', undefined, { authorization: '' });
      refused(reply, 401);
      assert.match(reply.headers.get('www-authenticate') ?? '', /^Bearer realm=/);
    }),
  ),
  at(
    'SHALL NOT',
    must('3.1', 'schemas of messages are not listed', async ({ scim }) => {
      const { body } = await scim.send('GET', '/Schemas');
      for (const { id } of body.Resources ?? []) assert.ok(!String(id).startsWith(MESSAGES));
    }),
  ),
  at(
    'SHALL',
    must('3.3', 'readOnly attributes of a POST are passed over', async (ground) => {
      const user = await create(ground, { groups: [{ value: 'administrators' }], id: 'x' });
      assert.ok(!('groups' in (await read(ground, user.id))));
    }),
  ),
  at(
    'SHALL',
    must('3.3', 'who creates gets 201, the resource, and its address twice', async ({ scim }) => {
      const { status, headers, body } = await scim.send('POST', '/Users', {
        schemas: [USER],
        userName: fresh(),
      });
      assert.equal(status, 201);
      assert.equal(headers.get('location'), metaOf(body).location);
      assert.ok(body.id);
    }),
  ),
  must('3.3', 'what is there already is refused with 409 and “uniqueness”', async (ground) => {
    const userName = fresh();
    await create(ground, { userName });
    const again = { schemas: [USER], userName: userName.toUpperCase() };
    refused(await ground.scim.send('POST', '/Users', again), 409, 'uniqueness');
  }),
  at(
    'SHALL',
    must('3.3.1', '`meta.resourceType` is that of the endpoint', async (ground) => {
      assert.equal(metaOf(await create(ground, { meta: { resourceType: 'Group' } })).resourceType, 'User');
      assert.equal(metaOf(await ground.scim.group(fresh('group'))).resourceType, 'Group');
    }),
  ),
  must('3.4.2', 'the answer of a query is a ListResponse', async (ground) => {
    const { body } = await find(ground, { count: '1' });
    assert.deepEqual(body.schemas, [`${MESSAGES}:ListResponse`]);
    for (const name of ['totalResults', 'startIndex', 'itemsPerPage'])
      assert.equal(typeof body[name], 'number');
  }),
  at(
    'SHALL',
    must('3.4.2', 'a query that finds nothing gets 200 and 0', async (ground) => {
      const { status, body } = await find(ground, { filter: 'userName eq "nobody of this name"' });
      assert.deepEqual([status, body.totalResults], [200, 0]);
    }),
  ),
  must('3.4.2.2', 'a filter has an expression, and keeps to the grammar', async (ground) => {
    for (const filter of ['', 'userName', 'userName eq', 'eq "x"', 'userName eq "x" and', '(title pr'])
      refused(await find(ground, { filter }), 400, 'invalidFilter');
  }),
  must('3.4.2.2', 'an operator that is not known is refused', async (ground) => {
    refused(await find(ground, { filter: 'userName re "x"' }), 400, 'invalidFilter');
  }),
  at(
    'SHALL',
    must('3.4.2.2', 'true and false are not more or less', async (ground) => {
      for (const op of ['gt', 'ge', 'lt', 'le'])
        refused(await find(ground, { filter: `active ${op} true` }), 400, 'invalidFilter');
    }),
  ),
  must('3.4.2.2', 'a part of a complex attribute is named in full', async (ground) => {
    const familyName = fresh('family');
    const { userName } = await create(ground, { name: { familyName } });
    assert.deepEqual(named((await find(ground, { filter: `name.familyName eq "${familyName}"` })).body), [
      userName,
    ]);
    refused(await find(ground, { filter: `familyName eq "${familyName}"` }), 400, 'invalidFilter');
  }),
  must(
    '3.4.2.2',
    '“and” goes before “or”, brackets before both, names and operators have no case',
    async (ground) => {
      const [one, other] = [fresh('filter'), fresh('filter')];
      await create(ground, { userName: one, title: 'conformance' });
      await create(ground, { userName: other });
      const both = `userName eq "${one}" or userName eq "${other}"`;
      const ask = async (filter: string) => named((await find(ground, { filter })).body).sort();
      assert.deepEqual(await ask(`${both} and title pr`), [one]);
      assert.deepEqual(await ask(`${both} and not (title pr)`), [one, other].sort());
      assert.deepEqual(await ask(`(${both}) AND NOT (TITLE Pr)`), [other]);
    },
  ),
  at(
    'SHALL',
    must(
      '3.4.2.3',
      'without sortOrder the order ascends; letter case is as the attribute has it',
      async (ground) => {
        const family = fresh('sort');
        for (const title of ['b', 'A', 'c']) await create(ground, { title, name: { familyName: family } });
        const filter = `name.familyName eq "${family}"`;
        const titles = async (more: Record<string, string>) =>
          ((await find(ground, { filter, sortBy: 'title', ...more })).body.Resources ?? []).map(
            ({ title }) => title,
          );
        assert.deepEqual(await titles({}), ['A', 'b', 'c']);
        assert.deepEqual(await titles({ sortOrder: 'descending' }), ['c', 'b', 'A']);
      },
    ),
  ),
  at(
    'SHALL',
    must('3.4.2.4', 'a startIndex below 1 means 1, a negative count means 0', async (ground) => {
      assert.equal((await find(ground, { startIndex: '-3', count: '1' })).body.startIndex, 1);
      assert.deepEqual((await find(ground, { count: '-1' })).body.Resources, []);
    }),
  ),
  at(
    'MUST NOT',
    must('3.4.2.4', 'no more come than `count` says', async (ground) => {
      await create(ground);
      const { body } = await find(ground, { count: '1' });
      assert.equal(body.Resources?.length, 1);
      assert.equal(body.itemsPerPage, 1);
      assert.ok(Number(body.totalResults) > 1);
    }),
  ),
  must('3.4.2.5', '`attributes` and `excludedAttributes` choose', async (ground) => {
    const user = await create(ground, { title: 'T', nickName: 'N' });
    const get = async (query: string) =>
      (await ground.scim.send('GET', `/Users/${String(user.id)}?${query}`)).body;
    assert.deepEqual(Object.keys(await get('attributes=title')).sort(), ['id', 'schemas', 'title']);
    const left = await get('excludedAttributes=title');
    assert.ok(!('title' in left) && left.nickName === 'N');
    const { body } = await find(ground, { filter: `id eq "${String(user.id)}"`, attributes: 'title' });
    assert.deepEqual(Object.keys(body.Resources?.[0] ?? {}).sort(), ['id', 'schemas', 'title']);
  }),
  at(
    'SHALL',
    must('3.4.2.5', '`excludedAttributes` does not take away what always comes', async (ground) => {
      const user = await create(ground);
      const { body } = await ground.scim.send(
        'GET',
        `/Users/${String(user.id)}?excludedAttributes=id,schemas`,
      );
      assert.ok(body.id && body.schemas);
    }),
  ),
  must('3.4.3', 'a search by POST names its schema', async (ground) => {
    const { userName } = await create(ground);
    const filter = `userName eq "${String(userName)}"`;
    const search = { schemas: [`${MESSAGES}:SearchRequest`], filter, attributes: ['userName'] };
    assert.deepEqual(named((await ground.scim.send('POST', '/Users/.search', search)).body), [userName]);
    refused(await ground.scim.send('POST', '/Users/.search', { filter }), 400, 'invalidSyntax');
  }),
  at(
    'MUST NOT',
    must('3.5.1', 'PUT makes nothing new', async ({ scim }) => {
      const id = 'conformance-by-put';
      refused(await scim.send('PUT', `/Users/${id}`, { schemas: [USER], userName: fresh() }), 404);
      refused(await scim.send('GET', `/Users/${id}`), 404);
    }),
  ),
  at(
    'SHALL',
    must('3.5.1', 'PUT replaces what may be written, and passes over what may not', async (ground) => {
      const { id, userName } = await create(ground, { title: 'T', nickName: 'N' });
      const { status, body } = await ground.scim.send('PUT', `/Users/${String(id)}`, {
        schemas: [USER],
        id: 'other',
        userName,
        title: 'U',
        groups: [{ value: 'administrators' }],
      });
      assert.equal(status, 200);
      assert.deepEqual([body.id, body.title, body.nickName, body.groups], [id, 'U', undefined, undefined]);
    }),
  ),
  must('3.5.1', 'PUT has the required attributes', async (ground) => {
    const { id } = await create(ground);
    refused(await ground.scim.send('PUT', `/Users/${String(id)}`, { schemas: [USER] }), 400, 'invalidValue');
  }),
  must('3.6', 'what was deleted is gone from everywhere', async (ground) => {
    const { id, userName } = await create(ground);
    const group = await ground.scim.group(fresh('group'), [String(id)]);
    const path = `/Users/${String(id)}`;
    assert.equal((await ground.scim.send('DELETE', path)).status, 204);
    refused(await ground.scim.send('GET', path), 404);
    refused(await ground.scim.send('PUT', path, { schemas: [USER], userName }), 404);
    refused(await ground.scim.send('DELETE', path), 404);
    const { body } = await find(ground, { filter: `userName eq "${String(userName)}"` });
    assert.equal(body.totalResults, 0);
    assert.ok(!('members' in (await ground.scim.send('GET', `/Groups/${String(group.id)}`)).body));
    // The name is free again.
    await create(ground, { userName: String(userName) });
  }),
  must('3.8', 'JSON in UTF-8 goes in and out, whichever of its types is asked for', async (ground) => {
    const nickName = 'Zoë 佐藤 🙂';
    const { id } = await create(ground, { nickName });
    for (const accept of ['application/scim+json', 'application/json', '*/*']) {
      const { headers, body } = await ground.scim.send('GET', `/Users/${String(id)}`, undefined, { accept });
      assert.match(headers.get('content-type') ?? '', /^application\/scim\+json/);
      assert.equal(body.nickName, nickName);
    }
  }),
  must('3.9', '`attributes` works for a write as well', async ({ scim }) => {
    const { body } = await scim.send('POST', '/Users?attributes=userName', {
      schemas: [USER],
      userName: fresh(),
      title: 'T',
    });
    assert.deepEqual(Object.keys(body).sort(), ['id', 'schemas', 'userName']);
  }),
  must('3.11', 'the Location of /Me is the lasting address of the person', async (ground) => {
    const authorization = `Bearer ${await ground.personToken()}`;
    const { status, headers, body } = await ground.scim.send('GET', '/Me', undefined, { authorization });
    assert.equal(status, 200);
    assert.equal(headers.get('location'), metaOf(body).location);
    assert.match(headers.get('location') ?? '', /\/Users\/alice$/);
  }),
  must('3.12', 'errors come as JSON with a status', async ({ scim }) => {
    refused(await scim.send('GET', '/nothing-here'), 404);
    refused(await scim.send('POST', '/Users', '{'), 400, 'invalidSyntax');
    refused(await scim.send('POST', '/Users', 'x', { 'content-type': 'text/plain' }), 415);
    refused(await scim.send('GET', '/Users?sortBy=nothing'), 400, 'invalidPath');
  }),
  must('3.13', 'a version in the path is kept to, or refused', async ({ scim }) => {
    refused(await scim.send('GET', '/v1/Users'), 404);
  }),
  must(
    '3.14',
    'versions are ETags: an older one changes nothing, a known one is not sent again',
    async (ground) => {
      const { id } = await create(ground);
      const path = `/Users/${String(id)}`;
      const old = (await ground.scim.send('GET', path)).headers.get('etag') ?? '';
      const change = (title: string) =>
        ground.scim.send(
          'PATCH',
          path,
          { schemas: [`${MESSAGES}:PatchOp`], Operations: [{ op: 'add', path: 'title', value: title }] },
          { 'if-match': old },
        );
      assert.equal((await change('one')).status, 200);
      refused(await change('two'), 412);
      const { headers, body } = await ground.scim.send('GET', path);
      assert.equal(body.title, 'one');
      const seen = { 'if-none-match': headers.get('etag') ?? '' };
      assert.equal((await ground.scim.send('GET', path, undefined, seen)).status, 304);
    },
  ),
  at(
    'SHALL',
    must('4', 'the service describes itself, its resource types and its schemas', async ({ scim }) => {
      const config = await scim.send('GET', '/ServiceProviderConfig');
      assert.deepEqual(config.body.schemas, [`${CORE}:ServiceProviderConfig`]);
      for (const [path, least] of [
        ['/ResourceTypes', 2],
        ['/Schemas', 3],
      ] as const) {
        const { body } = await scim.send('GET', path);
        assert.deepEqual(body.schemas, [`${MESSAGES}:ListResponse`]);
        assert.ok(Number(body.totalResults) >= least);
      }
    }),
  ),
  at(
    'SHALL',
    must('4', 'the descriptions pass over order and pages', async ({ scim }) => {
      const { body } = await scim.send('GET', '/Schemas?count=1&startIndex=2&sortBy=id');
      assert.equal(body.Resources?.length, Number(body.totalResults));
    }),
  ),
  at(
    'SHOULD',
    must('4', 'the descriptions refuse a filter with 403', async ({ scim }) => {
      refused(await scim.send('GET', '/Schemas?filter=id%20pr'), 403);
    }),
  ),
];
