import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src-main/contract/json.ts';
import { ENTERPRISE, GROUP, PATCH, type ScimService, startScim, USER } from './support.ts';

const idOf = (resource: JsonObject): string => String(resource.id);
const found = async (scim: ScimService, path: string, query: Record<string, string>) =>
  (await scim.send('GET', `${path}?${new URLSearchParams(query)}`)).body;
const patch = (scim: ScimService, path: string, ...Operations: JsonObject[]) =>
  scim.send('PATCH', path, { schemas: [PATCH], Operations });

/**
 * The bodies that Microsoft publishes for its provisioning service, in the order in which it sends them.
 * MicrosoftDocs/entra-docs, docs/identity/app-provisioning/use-scim-to-provision-users-and-groups.md
 */
describe('what Entra ID sends', () => {
  test('joins, changes, disables and removes a user', async () => {
    const scim = await startScim();
    // With confirmation of new addresses, which is on in a new world, the old one stays until the person has confirmed.
    scim.identity.provider.governance.set({ verificationOnUpdate: { email: false, phone: false } });
    const probed = await found(scim, '/Users', { filter: 'userName eq "00000000-not-there"' });
    expect(probed).toMatchObject({ totalResults: 0, Resources: [] });
    const created = await scim.send('POST', '/Users', {
      schemas: [USER, ENTERPRISE],
      externalId: '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef',
      userName: 'Test_User_ab6490ee',
      active: true,
      emails: [{ primary: true, type: 'work', value: 'Test_User@testuser.com' }],
      meta: { resourceType: 'User' },
      name: { formatted: 'givenName familyName', familyName: 'familyName', givenName: 'givenName' },
      roles: [],
    });
    expect(created.status).toBe(201);
    const id = idOf(created.body);
    const matched = await found(scim, '/Users', {
      filter: 'externalId eq "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef"',
    });
    expect(matched.Resources?.map(idOf)).toEqual([id]);
    const changed = await patch(
      scim,
      `/Users/${id}`,
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'updatedEmail@microsoft.com' },
      { op: 'Replace', path: 'name.familyName', value: 'updatedFamilyName' },
      { op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '+1 425 555 0100' },
      { op: 'Add', path: `${ENTERPRISE}:department`, value: 'Sales' },
    );
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({
      emails: [{ type: 'work', value: 'updatedEmail@microsoft.com' }],
      name: { familyName: 'updatedFamilyName', givenName: 'givenName' },
      [ENTERPRISE]: { department: 'Sales' },
    });
    // Before it followed the RFC, it wrote flags as text; both kinds of tenant are still there.
    for (const off of ['False', false]) {
      const disabled = await patch(scim, `/Users/${id}`, { op: 'Replace', path: 'active', value: off });
      expect([disabled.status, disabled.body.active]).toEqual([200, false]);
      const enabled = await patch(scim, `/Users/${id}`, { op: 'Replace', path: 'active', value: 'True' });
      expect([enabled.status, enabled.body.active]).toEqual([200, true]);
    }
    expect((await scim.send('DELETE', `/Users/${id}`)).status).toBe(204);
    expect((await scim.send('GET', `/Users/${id}`)).status).toBe(404);
  });

  test.each<[string, (manager: string) => JsonObject]>([
    ['text', (value) => ({ op: 'Add', path: `${ENTERPRISE}:manager`, value })],
    ['a list', (value) => ({ op: 'Add', path: `${ENTERPRISE}:manager`, value: [{ $ref: null, value }] })],
    ['its value', (value) => ({ op: 'Replace', path: `${ENTERPRISE}:manager.value`, value })],
    ['a whole path as a name', (value) => ({ op: 'Add', value: { [`${ENTERPRISE}:manager`]: value } })],
  ])('sets a manager as %s, finds by her and takes her away', async (_, operation) => {
    const scim = await startScim();
    const id = idOf(await scim.user('worker'));
    const set = await patch(scim, `/Users/${id}`, operation('carol'));
    expect(set.status, JSON.stringify(set.body)).toBe(200);
    expect(set.body[ENTERPRISE]).toMatchObject({ manager: { value: 'carol' } });
    const filter = `id eq "${id}" and ${ENTERPRISE}:manager eq "carol"`;
    expect((await found(scim, '/Users', { filter, attributes: 'id' })).totalResults).toBe(1);
    const removed = await patch(scim, `/Users/${id}`, { op: 'Remove', path: `${ENTERPRISE}:manager` });
    expect((removed.body[ENTERPRISE] as JsonObject | undefined)?.manager).toBeUndefined();
  });

  test('makes a group, renames it, and moves members in and out', async () => {
    const scim = await startScim();
    const created = await scim.send('POST', '/Groups', {
      schemas: [GROUP, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
      externalId: '8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159',
      displayName: 'displayName',
      meta: { resourceType: 'Group' },
    });
    expect(created.status).toBe(201);
    const path = `/Groups/${idOf(created.body)}`;
    expect((await scim.send('GET', `${path}?excludedAttributes=members`)).body.members).toBeUndefined();
    const listed = await found(scim, '/Groups', {
      excludedAttributes: 'members',
      filter: 'displayName eq "displayName"',
    });
    expect(listed.totalResults).toBe(1);
    await patch(scim, path, { op: 'Replace', path: 'displayName', value: '1879db59' });
    await patch(scim, path, { op: 'Add', path: 'members', value: [{ $ref: null, value: 'alice' }] });
    await patch(scim, path, { op: 'Add', path: 'members', value: [{ value: 'bob' }] });
    const with2 = await scim.send('GET', path);
    expect(with2.body).toMatchObject({
      displayName: '1879db59',
      members: [{ value: 'alice' }, { value: 'bob' }],
    });
    await patch(scim, path, { op: 'Remove', path: 'members', value: [{ $ref: null, value: 'alice' }] });
    expect((await scim.send('GET', path)).body.members).toMatchObject([{ value: 'bob' }]);
    const member = `members[value eq "bob"]`;
    expect((await patch(scim, path, { op: 'Remove', path: member })).status).toBe(200);
    expect((await scim.send('DELETE', path)).status).toBe(204);
  });
});

/** The requests that Okta documents for its provisioning, in the order of its page. */
describe('what Okta sends', () => {
  test('joins, replaces, deactivates a user and gives a password', async () => {
    const scim = await startScim();
    const page = { startIndex: '1', count: '100' };
    const probed = await found(scim, '/Users', { filter: 'userName eq "test.user@okta.local"', ...page });
    expect(probed).toMatchObject({ totalResults: 0, startIndex: 1, itemsPerPage: 0 });
    const profile = {
      schemas: [USER],
      userName: 'test.user@okta.local',
      name: { givenName: 'Test', familyName: 'User' },
      emails: [{ primary: true, value: 'test.user@okta.local', type: 'work' }],
      displayName: 'Test User',
      locale: 'en-US',
      externalId: '00ujl29u0le5T6Aj10h7',
      groups: [],
      password: '1mz050nq-a-long-one',
      active: true,
    };
    const created = await scim.send('POST', '/Users', profile);
    expect(created.status).toBe(201);
    expect(created.body.password).toBeUndefined();
    const id = idOf(created.body);
    expect((await scim.send('POST', '/Users', profile)).status).toBe(409);
    const { password: _, ...rest } = profile;
    const replaced = await scim.send('PUT', `/Users/${id}`, {
      ...rest,
      id,
      name: { givenName: 'Another', middleName: 'Excited', familyName: 'User' },
      meta: { resourceType: 'User' },
    });
    expect(replaced.body).toMatchObject({ id, name: { givenName: 'Another', middleName: 'Excited' } });
    const off = await patch(scim, `/Users/${id}`, { op: 'replace', value: { active: false } });
    expect([off.status, off.body.active]).toEqual([200, false]);
    await patch(scim, `/Users/${id}`, { op: 'replace', value: { active: true } });
    const secret = await patch(scim, `/Users/${id}`, {
      op: 'replace',
      value: { password: 'another long one' },
    });
    expect(secret.status).toBe(200);
    expect(secret.body.password).toBeUndefined();
  });

  test('pushes groups', async () => {
    const scim = await startScim();
    expect((await found(scim, '/Groups', { startIndex: '1', count: '100' })).totalResults).toBe(3);
    const created = await scim.send('POST', '/Groups', {
      schemas: [GROUP],
      displayName: 'Test SCIMv2',
      members: [],
    });
    const id = idOf(created.body);
    const path = `/Groups/${id}`;
    const renamed = await patch(scim, path, { op: 'replace', value: { id, displayName: 'Test SCIMv2.0' } });
    expect([renamed.status, renamed.body.displayName]).toEqual([200, 'Test SCIMv2.0']);
    const moved = await patch(
      scim,
      path,
      { op: 'add', path: 'members', value: [{ value: 'alice', display: 'alice' }] },
      { op: 'remove', path: 'members[value eq "alice"]' },
      { op: 'add', path: 'members', value: [{ value: 'bob', display: 'bob' }] },
    );
    expect(moved.body.members).toMatchObject([{ value: 'bob' }]);
    const replaced = await scim.send('PUT', path, {
      schemas: [GROUP],
      id,
      displayName: 'Test SCIMv2.0',
      members: [{ value: 'carol', display: 'carol' }],
    });
    expect(replaced.body.members).toMatchObject([{ value: 'carol' }]);
    const members = await patch(scim, path, { op: 'replace', path: 'members', value: [{ value: 'dave' }] });
    expect(members.body.members).toMatchObject([{ value: 'dave' }]);
  });
});

describe('the descriptions of the service', () => {
  test('agree with one another and with what it does', async () => {
    const scim = await startScim();
    // They are there for whoever does not have a token yet.
    const open = async (path: string) => {
      const response = await fetch(`${scim.url}${path}`);
      expect([path, response.status]).toEqual([path, 200]);
      return (await response.json()) as JsonObject & { Resources: JsonObject[] };
    };
    const config = await open('/ServiceProviderConfig');
    for (const feature of ['patch', 'bulk', 'filter', 'changePassword', 'sort', 'etag'])
      expect([feature, (config[feature] as JsonObject).supported]).toEqual([feature, true]);
    const { Resources: schemas } = await open('/Schemas');
    const { Resources: types } = await open('/ResourceTypes');
    for (const type of types) {
      const extensions = (type.schemaExtensions as { schema: string }[]).map(({ schema }) => schema);
      for (const urn of [String(type.schema), ...extensions]) {
        expect(schemas.map(({ id }) => id)).toContain(urn);
        expect((await open(`/Schemas/${encodeURIComponent(urn)}`)).id).toBe(urn);
      }
      // The endpoint is there, and what it answers has no attribute that its schemas do not have.
      const { body } = await scim.send('GET', `${type.endpoint}?count=5`);
      expect(body.Resources?.length).toBeGreaterThan(0);
      const names = schemas
        .filter(({ id }) => id === type.schema)
        .flatMap(({ attributes }) => (attributes as { name: string }[]).map(({ name }) => name));
      const known = new Set(['schemas', 'id', 'externalId', 'meta', ...names, ...extensions]);
      for (const resource of body.Resources ?? [])
        for (const name of Object.keys(resource)) expect(known).toContain(name);
      expect((await open(`/ResourceTypes/${type.id}`)).endpoint).toBe(type.endpoint);
    }
    expect((await fetch(`${scim.url}/Schemas/urn:none`)).status).toBe(404);
  });
});
