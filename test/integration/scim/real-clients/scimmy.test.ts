import { type ScimPatchOperation, type ScimResource, scimPatch } from 'scim-patch';
import SCIMMY from 'scimmy';
import { beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../src-main/contract/json.ts';
import { ENTERPRISE, GROUP, PATCH, type ScimService, startScim, USER, WSO2 } from '../support.ts';

const { Messages, Schemas } = SCIMMY;
Schemas.User.extend(Schemas.EnterpriseUser as never);

const IMS: JsonObject[] = [
  { value: 'one', type: 'xmpp', primary: true },
  { value: 'two', type: 'icq' },
];
const PERSON: JsonObject = {
  externalId: 'X1',
  name: { givenName: 'Anna', familyName: 'Zeta' },
  title: 'Lead',
  nickName: 'Ann',
  profileUrl: 'https://people.example/anna',
  ims: IMS,
  addresses: [{ type: 'work', locality: 'Lisbon', country: 'PT' }],
  emails: [{ value: 'anna@work.example', type: 'work', primary: true }],
  [ENTERPRISE]: { department: 'Tours', manager: { value: 'carol' } },
};
const plain = (value: unknown): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;

let scim: ScimService;
beforeEach(async () => {
  scim = await startScim();
});

/** The published library scimmy (npm) builds the requests and reads the answers; scim-patch is a second opinion. */
describe('the libraries of others', () => {
  test('scimmy reads every user and group that comes, by its own schemas, and loses nothing', async () => {
    const { id } = await scim.user('anna', PERSON);
    await scim.group('crew', [String(id), 'alice']);
    const users = (await scim.send('GET', '/Users?count=1000')).body;
    expect(plain(new Messages.ListResponse(users as never))).toEqual(users);
    for (const user of users.Resources ?? []) {
      const { [WSO2]: _, ...standard } = user;
      expect(plain(new Schemas.User(user, 'out'))).toEqual(standard);
    }
    const groups = (await scim.send('GET', '/Groups')).body;
    for (const group of groups.Resources ?? []) expect(plain(new Schemas.Group(group, 'out'))).toEqual(group);
    const { body: config } = await scim.send('GET', '/ServiceProviderConfig');
    expect(plain(new Schemas.ServiceProviderConfig(config))).toMatchObject({ patch: { supported: true } });
  });

  test('searches, bulk requests and patches that scimmy builds are understood', async () => {
    const bulk = new Messages.BulkRequest({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      failOnErrors: 1,
      Operations: [
        {
          method: 'POST',
          path: '/Users',
          bulkId: 'a',
          data: { schemas: [USER], userName: 'anna', ...PERSON },
        },
        {
          method: 'POST',
          path: '/Groups',
          bulkId: 'g',
          data: { schemas: [GROUP], displayName: 'crew', members: [{ value: 'bulkId:a' }] },
        },
      ],
    } as never);
    const made = await scim.send('POST', '/Bulk', plain(bulk));
    expect(made.body.Operations?.map(({ status }) => status)).toEqual(['201', '201']);
    const search = new Messages.SearchRequest().prepare({
      filter: 'groups.display eq "crew"',
      attributes: ['userName'],
      count: 5,
    });
    const found = await scim.send('POST', '/Users/.search', plain(search));
    expect(found.body.Resources).toMatchObject([{ userName: 'anna' }]);
  });

  test('a PATCH comes out as it does with scimmy and with scim-patch', async () => {
    for (const [name, Operations] of PATCHES) {
      const before = await scim.user(name, PERSON);
      const message = new Messages.PatchOp({ schemas: [PATCH], Operations } as never);
      const { status, body } = await scim.send('PATCH', `/Users/${String(before.id)}`, plain(message));
      expect([name, status], JSON.stringify(body)).toEqual([name, 200]);
      const told = ({ meta: _meta, [WSO2]: _wso2, ...rest }: JsonObject) => rest;
      const known = new Schemas.User(before, 'out') as never;
      const byScimmy = await message.apply(known, (patched) => patched as never);
      expect(told(body), name).toEqual(told(plain(byScimmy)));
      const byScimPatch = scimPatch(
        structuredClone(before) as unknown as ScimResource,
        Operations as unknown as ScimPatchOperation[],
      );
      expect(told(body), name).toEqual(told(plain(byScimPatch)));
    }
  });
});

const PATCHES: readonly [string, JsonObject[]][] = [
  ['a new attribute', [{ op: 'add', path: 'preferredLanguage', value: 'pt' }]],
  ['another value of a list', [{ op: 'add', path: 'ims', value: [{ value: 'three' }] }]],
  ['a part of what is complex', [{ op: 'replace', path: 'name.familyName', value: 'Eta' }]],
  ['a part removed', [{ op: 'remove', path: 'name.givenName' }]],
  ['a value by a filter', [{ op: 'replace', path: 'ims[type eq "icq"].value', value: 'four' }]],
  ['a value removed by a filter', [{ op: 'remove', path: 'ims[type eq "icq"]' }]],
  ['a list removed', [{ op: 'remove', path: 'ims' }]],
  ['an attribute of an extension', [{ op: 'replace', path: `${ENTERPRISE}:department`, value: 'Legal' }]],
  [
    'several, in order',
    [
      { op: 'remove', path: 'title' },
      { op: 'add', value: { title: 'Head', nickName: 'A' } },
      { op: 'replace', path: 'addresses[type eq "work"].locality', value: 'Porto' },
    ],
  ],
];
