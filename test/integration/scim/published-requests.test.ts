import { beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src-main/contract/json.ts';
import { ENTERPRISE, ERROR, GROUP, PATCH, type ScimService, startScim, USER } from './support.ts';

/*
 * What published testers ask and what clients in the field send, as their sources say. Each block names its source.
 */

const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
let scim: ScimService;
beforeEach(async () => {
  scim = await startScim();
  scim.identity.provider.governance.set({ verificationOnUpdate: { email: false, phone: false } });
});
const find = (path: string, query: Record<string, string>) =>
  scim.send('GET', `${path}?${new URLSearchParams(query)}`);
const userWith = (id: unknown) => scim.send('GET', `/Users/${String(id)}`);

// https://developer.okta.com/standards/SCIM/SCIMFiles/Okta-SCIM-20-SPEC-Test.json
test("the required steps of Okta's test suite", async () => {
  const first = await find('/Users', { count: '1', startIndex: '1' });
  expect(first.body).toMatchObject({ schemas: [LIST], itemsPerPage: 1, startIndex: 1 });
  const [user] = first.body.Resources ?? [];
  for (const shown of [user, (await userWith(user?.id)).body])
    expect(shown).toMatchObject({
      id: user?.id,
      userName: expect.any(String),
      active: true,
      name: { familyName: expect.any(String), givenName: expect.any(String) },
      emails: [{ value: expect.any(String) }],
    });
  const nobody = await find('/Users', { filter: 'userName eq "nobody@example.com"' });
  expect([nobody.status, nobody.body.schemas, nobody.body.totalResults]).toEqual([200, [LIST], 0]);
  const unknown = await userWith('010101010101010101010101');
  expect(unknown).toMatchObject({ status: 404, body: { schemas: [ERROR], detail: expect.any(String) } });
  const body = {
    schemas: [USER],
    userName: 'runscope300@atko.com',
    name: { givenName: 'Run', familyName: 'Scope' },
    emails: [{ primary: true, value: 'runscope301@atko.com', type: 'work' }],
    displayName: 'Run Scope',
    active: true,
  };
  const made = await scim.send('POST', '/Users', body);
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ active: true, userName: body.userName, name: body.name });
  expect((await userWith(made.body.id)).body).toMatchObject({ userName: body.userName, name: body.name });
  expect((await scim.send('POST', '/Users', body)).status).toBe(409);
  const upper = await find('/Users', { filter: 'userName eq "RUNSCOPE300@ATKO.COM"' });
  expect([upper.status, upper.body.totalResults]).toEqual([200, 1]);
  expect((await find('/Groups', {})).status).toBe(200);
});

// AzureAD/SCIMReferenceCode, Microsoft.SCIM.LogicAppValidationTemplate/StandardLogicApp/SCIM-Validation-Test-Overview.md
describe("what Microsoft's validator asks of an endpoint directly", () => {
  test('empty text and null take a value away, and a manager is set, changed and removed', async () => {
    const { id } = await scim.user('validated', {
      title: 'T',
      nickName: 'N',
      [ENTERPRISE]: { department: 'D' },
    });
    const replace = (path: string, value: JsonObject[string]) => ({ op: 'Replace', path, value });
    const optional = ['title', 'nickName', `${ENTERPRISE}:department`];
    for (const value of ['', null]) {
      const reply = await scim.patch(`/Users/${String(id)}`, ...optional.map((path) => replace(path, value)));
      expect(reply.status).toBe(200);
      const { body } = await userWith(id);
      for (const gone of ['title', 'nickName', ENTERPRISE]) expect(body).not.toHaveProperty([gone]);
    }
    const manager = async (operation: JsonObject) => {
      expect((await scim.patch(`/Users/${String(id)}`, operation)).status).toBe(200);
      const unit = (await userWith(id)).body[ENTERPRISE] as JsonObject | undefined;
      return (unit?.manager as JsonObject | undefined)?.value;
    };
    const path = `${ENTERPRISE}:manager`;
    expect(await manager({ op: 'Add', path, value: 'carol' })).toBe('carol');
    expect(await manager(replace(path, 'dave'))).toBe('dave');
    expect(await manager(replace(path, ''))).toBeUndefined();
  });

  test('pages of five begin where they say', async () => {
    for (let count = 0; count < 11; count += 1) await scim.user(`page-${count}`);
    const seen = new Set<unknown>();
    for (let page = 0; page < 3; page += 1) {
      const { status, body } = await find('/Users', { startIndex: String(page * 5 + 1), count: '5' });
      expect([status, body.startIndex, body.Resources?.length]).toEqual([200, page * 5 + 1, 5]);
      for (const { id } of body.Resources ?? []) seen.add(id);
    }
    expect(seen.size).toBe(15);
  });
});

// goauthentik/authentik, authentik/providers/scim/clients/users.py and groups.py
test('what authentik sends', async () => {
  const user = await scim.user('ak-user', { externalId: 'uid-1', active: true, displayName: 'Ak User' });
  const replaced = await scim.send('PUT', `/Users/${String(user.id)}`, {
    schemas: [USER],
    id: user.id ?? null,
    userName: 'ak-user',
    externalId: 'uid-1',
    displayName: 'Ak User 2',
    active: true,
  });
  expect(replaced.body).toMatchObject({ id: user.id, displayName: 'Ak User 2' });
  const made = await scim.send('POST', '/Groups', {
    schemas: [GROUP],
    externalId: 'pk-1',
    displayName: 'ak-group',
  });
  expect(made.status).toBe(201);
  expect((await scim.send('POST', '/Groups', { schemas: [GROUP], displayName: 'ak-group' })).status).toBe(
    409,
  );
  const known = await find('/Groups', { filter: 'displayName eq "ak-group"' });
  expect(known.body.Resources?.map(({ id }) => id)).toEqual([made.body.id]);
  const path = `/Groups/${String(made.body.id)}`;
  const whole = {
    schemas: [GROUP],
    id: made.body.id ?? null,
    externalId: 'pk-2',
    displayName: 'ak-group-2',
  };
  const patched = await scim.patch(path, { op: 'replace', value: whole });
  expect(patched.body).toMatchObject({ externalId: 'pk-2', displayName: 'ak-group-2' });
  const one = (op: string, value: unknown) => ({ op, path: 'members', value: [{ value: String(value) }] });
  await scim.patch(path, one('add', user.id), one('add', 'alice'));
  const after = await scim.patch(path, one('remove', 'alice'));
  expect(after.body.members).toMatchObject([{ value: user.id }]);
  // It reads on from where it has come, without a count, until it has seen as many as there are.
  let seen = (await find('/Groups', {})).body.Resources?.length ?? 0;
  const { totalResults } = (await find('/Groups', { startIndex: String(seen + 1) })).body;
  while (seen < Number(totalResults))
    seen += (await find('/Groups', { startIndex: String(seen + 1) })).body.Resources?.length ?? 0;
  expect(seen).toBe(totalResults);
});

// mitodl/keycloak-scim, src/main/java/sh/libre/scim/core/UserAdapter.java and ScimClient.java
test("what Keycloak's SCIM plug-in sends", async () => {
  const resource = {
    schemas: [USER],
    externalId: '0d5b1f4e-keycloak',
    userName: 'kc-user',
    displayName: 'Kc User',
    emails: [{ primary: true, value: 'kc@example.com' }],
    active: true,
    roles: [{ value: 'auditor' }, { value: 'clerk' }],
  };
  const made = await scim.send('POST', '/Users', resource, { 'content-type': 'application/json' });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ externalId: resource.externalId, roles: resource.roles });
  const { id } = made.body;
  const replaced = await scim.send('PUT', `/Users/${String(id)}`, {
    ...resource,
    id: id ?? null,
    meta: { location: `Users/${String(id)}` },
    active: false,
    roles: [],
  });
  expect(replaced.status).toBe(200);
  expect(replaced.body).toMatchObject({ id, active: false });
  expect(replaced.body).not.toHaveProperty('roles');
  expect((await scim.send('DELETE', `/Users/${String(id)}`)).status).toBe(204);
});

// python-scim/scim2-tester, scim2_tester/checkers/misc.py, service_provider_config.py and resource_query_attributes.py
test('what scim2-tester asks beside its walk over the attributes', async () => {
  const nowhere = await scim.send('GET', '/1f0e6f0c-1111-4b7b-9d3c-000000000000');
  expect(nowhere).toMatchObject({ status: 404, body: { schemas: [ERROR], status: '404' } });
  for (const path of ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas'])
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const reply = await scim.send(method, path, method === 'DELETE' ? undefined : { schemas: [PATCH] });
      expect([path, method, reply.status, reply.headers.get('allow')]).toEqual([path, method, 405, 'GET']);
    }
  const { id } = await scim.user('tested', { externalId: 'X', nickName: 'N' });
  const only = (await scim.send('GET', `/Users/${String(id)}?attributes=externalId`)).body;
  expect(Object.keys(only).sort()).toEqual(['externalId', 'id', 'schemas']);
  const { body } = await find('/Users', { excludedAttributes: 'nickName', filter: `id eq "${String(id)}"` });
  expect(body.Resources?.[0]).not.toHaveProperty('nickName');
});

// python-scim/scim2-tester, scim2_tester/checkers/patch_add.py, patch_replace.py and patch_remove.py
test('every attribute that the schemas offer is added, replaced and removed as scim2-tester does it', async () => {
  const { body: schemas } = await scim.send('GET', '/Schemas');
  const { id } = await scim.user('walked');
  const tried: string[] = [];
  for (const urn of [USER, ENTERPRISE]) {
    const schema = schemas.Resources?.find((one) => one.id === urn);
    for (const attribute of (schema?.attributes ?? []) as JsonObject[]) {
      const name = String(attribute.name);
      if (attribute.mutability === 'readOnly' || attribute.required === true || KEPT.has(name)) continue;
      const path = `${urn}:${name}`;
      const shown = (resource: JsonObject) =>
        urn === USER ? resource[name] : (resource[urn] as JsonObject | undefined)?.[name];
      for (const op of ['add', 'replace']) {
        const value = made(attribute, op);
        const reply = await scim.patch(`/Users/${String(id)}`, { op, path, value });
        expect([path, op, reply.status], JSON.stringify(reply.body)).toEqual([path, op, 200]);
        if (attribute.mutability !== 'writeOnly')
          expect(shown(reply.body), path).toMatchObject(value as object);
      }
      const reply = await scim.patch(`/Users/${String(id)}`, { op: 'remove', path });
      expect([path, reply.status]).toEqual([path, 200]);
      if (name !== 'name') expect(shown(reply.body), path).toBeUndefined();
      tried.push(path);
    }
  }
  expect(tried.length).toBeGreaterThan(20);
});

/** The account has a name to show and is enabled or not, whatever a client takes away; a password has tests of its own. */
const KEPT: ReadonlySet<string> = new Set(['displayName', 'active', 'password']);

function made(attribute: JsonObject, salt: string): JsonObject[string] {
  const { type, name, multiValued } = attribute;
  const subs = ((attribute.subAttributes ?? []) as JsonObject[]).filter(
    (sub) => sub.mutability !== 'readOnly',
  );
  const one = (): JsonObject[string] => {
    if (type === 'complex')
      return Object.fromEntries(
        subs
          .filter((sub) => !(salt === 'add' && sub.name === 'primary'))
          .map((sub) => [String(sub.name), name === 'manager' ? 'carol' : made(sub, salt)]),
      );
    if (type === 'boolean') return true;
    if (type === 'reference') return `https://example.com/${salt}`;
    return `${salt}-${String(name)}`;
  };
  return multiValued === true ? [one()] : one();
}
