import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src-main/contract/json.ts';
import {
  bulk,
  create,
  ENTERPRISE,
  fresh,
  GROUP,
  MESSAGES,
  metaOf,
  patch,
  type Requirement,
  read,
  refused,
  statuses,
  USER,
} from './requirement.ts';

const must = (section: string, says: string, check: Requirement['check']): Requirement => ({
  rfc: 7644,
  section,
  level: 'MUST',
  says,
  check,
});
const at = (level: Requirement['level'], one: Requirement): Requirement => ({ ...one, level });
const post = (bulkId: string, userName: string, more: JsonObject = {}): JsonObject => ({
  method: 'POST',
  path: '/Users',
  bulkId,
  data: { schemas: [USER], userName, ...more },
});
const IMS: JsonObject[] = [
  { value: 'one', type: 'xmpp', primary: true },
  { value: 'two', type: 'xmpp' },
];

/** What RFC 7644 §3.5.2 and §3.7 demand of PATCH and of bulk requests. */
export const PATCH_AND_BULK: readonly Requirement[] = [
  must('3.5.2', 'a PATCH names its schema and has operations', async (ground) => {
    const { id } = await create(ground);
    const send = (body: unknown) => ground.scim.send('PATCH', `/Users/${String(id)}`, body);
    const Operations = [{ op: 'add', path: 'title', value: 'T' }];
    refused(await send({ Operations }), 400, 'invalidSyntax');
    refused(await send({ schemas: [`${MESSAGES}:PatchOp`], Operations: [] }), 400, 'invalidSyntax');
  }),
  must('3.5.2', 'each operation has an `op` that is known', async (ground) => {
    const { id } = await create(ground);
    refused(await patch(ground, id, { path: 'title', value: 'T' }), 400, 'invalidSyntax');
    refused(await patch(ground, id, { op: 'move', path: 'title', value: 'T' }), 400, 'invalidSyntax');
  }),
  must('3.5.2', 'an operation fits the type and the mutability of its attribute', async (ground) => {
    const { id } = await create(ground);
    refused(await patch(ground, id, { op: 'add', path: 'active', value: 'perhaps' }), 400, 'invalidValue');
    refused(await patch(ground, id, { op: 'add', path: 'meta.created', value: 'x' }), 400, 'mutability');
    refused(await patch(ground, id, { op: 'add', path: 'nothing', value: 'x' }), 400, 'invalidPath');
  }),
  at(
    'SHALL',
    must('3.5.2', 'a value that becomes primary takes that from the others', async (ground) => {
      const { id } = await create(ground, { ims: IMS });
      const { body } = await patch(ground, id, {
        op: 'replace',
        path: 'ims[value eq "two"].primary',
        value: true,
      });
      const primary = (body.ims as JsonObject[]).filter((one) => one.primary === true);
      assert.deepEqual(primary, [{ value: 'two', type: 'xmpp', primary: true }]);
    }),
  ),
  at(
    'SHALL',
    must('3.5.2', 'a PATCH is done whole or not at all', async (ground) => {
      const { id } = await create(ground, { title: 'before' });
      const before = await read(ground, id);
      const reply = await patch(
        ground,
        id,
        { op: 'replace', path: 'title', value: 'after' },
        { op: 'remove', path: 'ims[value eq "nobody"]' },
      );
      refused(reply, 400, 'noTarget');
      assert.deepEqual(await read(ground, id), before);
    }),
  ),
  must('3.5.2', 'a PATCH that succeeds is answered 200 with the resource', async (ground) => {
    const { id } = await create(ground);
    const { status, body } = await patch(ground, id, { op: 'add', path: 'title', value: 'T' });
    assert.equal(status, 200);
    assert.deepEqual(body, await read(ground, id));
  }),
  must('3.5.2.1', '`add` has a value', async (ground) => {
    const { id } = await create(ground);
    refused(await patch(ground, id, { op: 'add', path: 'title' }), 400, 'invalidSyntax');
  }),
  at(
    'SHALL',
    must('3.5.2.1', '`add` puts parts to a complex attribute and values to a list', async (ground) => {
      const { id } = await create(ground, { name: { givenName: 'G' }, ims: IMS });
      const { body } = await patch(
        ground,
        id,
        { op: 'add', path: 'name', value: { familyName: 'F' } },
        { op: 'add', path: 'ims', value: [{ value: 'three' }] },
        { op: 'add', value: { nickName: 'N', [ENTERPRISE]: { department: 'D' } } },
      );
      assert.deepEqual(
        [(body.name as JsonObject).givenName, (body.name as JsonObject).familyName],
        ['G', 'F'],
      );
      assert.deepEqual(body.ims, [...IMS, { value: 'three' }]);
      assert.deepEqual([body.nickName, body[ENTERPRISE]], ['N', { department: 'D' }]);
    }),
  ),
  at(
    'SHALL NOT',
    must('3.5.2.1', 'what is there already changes neither time nor version', async (ground) => {
      const { id } = await create(ground, { title: 'T', ims: IMS });
      const { body } = await patch(
        ground,
        id,
        { op: 'add', path: 'title', value: 'T' },
        { op: 'add', path: 'ims', value: [{ value: 'two', type: 'xmpp' }] },
      );
      assert.equal(metaOf(body).lastModified, metaOf(body).created);
      assert.deepEqual(body.ims, IMS);
    }),
  ),
  at(
    'SHALL',
    must('3.5.2.2', '`remove` needs a path', async (ground) => {
      const { id } = await create(ground);
      refused(await patch(ground, id, { op: 'remove', value: 'title' }), 400, 'noTarget');
    }),
  ),
  at(
    'SHALL',
    must('3.5.2.2', '`remove` takes away an attribute, a value or a part', async (ground) => {
      const { id } = await create(ground, {
        title: 'T',
        ims: IMS,
        name: { givenName: 'G', familyName: 'F' },
      });
      const { body } = await patch(
        ground,
        id,
        { op: 'remove', path: 'title' },
        { op: 'remove', path: 'ims[value eq "one"]' },
        { op: 'remove', path: 'name.givenName' },
      );
      assert.ok(!('title' in body) && !('givenName' in (body.name as JsonObject)));
      assert.deepEqual(body.ims, [IMS[1]]);
      const none = await patch(ground, id, { op: 'remove', path: 'ims[type eq "xmpp"]' });
      assert.ok(!('ims' in none.body));
    }),
  ),
  at(
    'SHALL',
    must('3.5.2.2', 'a required or readOnly attribute is not removed: “mutability”', async (ground) => {
      const { id } = await create(ground);
      for (const path of ['userName', 'id', 'meta'])
        refused(await patch(ground, id, { op: 'remove', path }), 400, 'mutability');
      const group = await ground.scim.group(fresh('group'));
      const reply = await ground.scim.patch(`/Groups/${String(group.id)}`, {
        op: 'remove',
        path: 'displayName',
      });
      refused(reply, 400, 'mutability');
    }),
  ),
  at(
    'SHALL',
    must('3.5.2.3', '`replace` of what is not there adds it', async (ground) => {
      const { id } = await create(ground);
      const { body } = await patch(
        ground,
        id,
        { op: 'replace', path: 'title', value: 'T' },
        { op: 'replace', path: 'name.familyName', value: 'F' },
      );
      assert.deepEqual([body.title, (body.name as JsonObject).familyName], ['T', 'F']);
    }),
  ),
  at(
    'SHALL',
    must('3.5.2.3', '`replace` by a filter replaces every value that matches', async (ground) => {
      const { id } = await create(ground, { ims: IMS });
      const { body } = await patch(ground, id, {
        op: 'replace',
        path: 'ims[type eq "xmpp"].type',
        value: 'irc',
      });
      assert.deepEqual(
        (body.ims as JsonObject[]).map(({ type }) => type),
        ['irc', 'irc'],
      );
    }),
  ),
  at(
    'SHALL',
    must('3.5.2.3', '`replace` by a filter that matches nothing is “noTarget”', async (ground) => {
      const { id } = await create(ground, { ims: IMS });
      const operation = { op: 'replace', path: 'ims[value eq "three"].type', value: 'irc' };
      refused(await patch(ground, id, operation), 400, 'noTarget');
    }),
  ),
  must(
    '3.7',
    'a bulk request is answered 200, goes on after failures, and tells each result',
    async (ground) => {
      const [one, two] = [fresh('bulk'), fresh('bulk')];
      const reply = await bulk(ground, [
        post('a', one),
        post('b', one),
        { method: 'DELETE', path: '/Users/nobody' },
        post('c', two),
      ]);
      assert.equal(reply.status, 200);
      assert.deepEqual(reply.body.schemas, [`${MESSAGES}:BulkResponse`]);
      assert.deepEqual(statuses(reply), ['201', '409', '404', '201']);
      const [made, failed] = reply.body.Operations ?? [];
      assert.ok(made?.location && made.version);
      assert.equal((failed?.response as JsonObject | undefined)?.scimType, 'uniqueness');
    },
  ),
  must('3.7', 'the bulkId of what was made comes back', async (ground) => {
    const { body } = await bulk(ground, [post('mine', fresh('bulk'))]);
    assert.equal(body.Operations?.[0]?.bulkId, 'mine');
  }),
  must('3.7.1', 'a reference further down is resolved; a circle is refused with 409', async (ground) => {
    const group = (bulkId: string, member: string): JsonObject => ({
      method: 'POST',
      path: '/Groups',
      bulkId,
      data: { schemas: [GROUP], displayName: fresh('group'), members: [{ value: `bulkId:${member}` }] },
    });
    assert.deepEqual(statuses(await bulk(ground, [group('g', 'u'), post('u', fresh('bulk'))])), [
      '201',
      '201',
    ]);
    const manager = (other: string) => ({ [ENTERPRISE]: { manager: { value: `bulkId:${other}` } } });
    const circle = [post('x', fresh('bulk'), manager('y')), post('y', fresh('bulk'), manager('x'))];
    assert.deepEqual(statuses(await bulk(ground, circle)), ['409', '409']);
  }),
  must('3.7.3', '`failOnErrors` ends it, and what was done is told', async (ground) => {
    const name = fresh('bulk');
    const operations = [post('a', name), post('b', name), post('c', fresh('bulk'))];
    assert.deepEqual(statuses(await bulk(ground, operations, { failOnErrors: 1 })), ['201', '409']);
  }),
  must('3.7.4', 'the bounds are told, and more is refused with 413', async (ground) => {
    const { body } = await ground.scim.send('GET', '/ServiceProviderConfig');
    const { maxOperations, maxPayloadSize } = body.bulk as { maxOperations: number; maxPayloadSize: number };
    const many = Array.from({ length: maxOperations + 1 }, () => ({ method: 'DELETE', path: '/Users/x' }));
    refused(await bulk(ground, many), 413);
    const large = [post('a', fresh('bulk'), { title: 'x'.repeat(maxPayloadSize) })];
    refused(await bulk(ground, large), 413);
  }),
];
