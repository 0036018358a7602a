import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src-main/contract/json.ts';
import { signIn } from '../../support/identity.ts';
import { Kit } from '../rules/identity/kit.ts';
import { ENTERPRISE, ERROR, PATCH, startScim, USER, WSO2 } from './support.ts';

const JENSEN: JsonObject = {
  schemas: [USER, ENTERPRISE],
  userName: 'bjensen',
  externalId: '701984',
  name: {
    formatted: 'Ms. Barbara J Jensen III',
    familyName: 'Jensen',
    givenName: 'Barbara',
    middleName: 'Jane',
  },
  nickName: 'Babs',
  title: 'Vice President',
  userType: 'Employee',
  locale: 'en-US',
  timezone: 'America/Los_Angeles',
  emails: [
    { value: 'babs@jensen.example', type: 'home' },
    { value: 'bjensen@example.com', type: 'work', primary: true },
  ],
  phoneNumbers: [{ value: '+1-555-555-5555', type: 'work' }],
  addresses: [{ type: 'work', locality: 'Hollywood', country: 'US', primary: true }],
  [ENTERPRISE]: { employeeNumber: '701984', department: 'Tour Operations', manager: { value: 'carol' } },
};

describe('users over SCIM', () => {
  test('what was created comes back, and is an account of the directory', async () => {
    const scim = await startScim();
    const created = await scim.send('POST', '/Users', JENSEN);
    expect(created.status).toBe(201);
    const { id } = created.body;
    expect(created.headers.get('location')).toBe(`${scim.url}/Users/${id}`);
    expect(created.headers.get('content-type')).toMatch(/^application\/scim\+json/);
    const read = await scim.send('GET', `/Users/${id}`);
    expect(read.body).toEqual(created.body);
    expect(read.headers.get('etag')).toBe((read.body.meta as JsonObject).version);
    expect(read.body).toMatchObject({
      userName: 'bjensen',
      externalId: '701984',
      name: JENSEN.name,
      title: 'Vice President',
      active: true,
      phoneNumbers: [{ value: '+1-555-555-5555', type: 'work', primary: true }],
      addresses: JENSEN.addresses,
      [ENTERPRISE]: {
        department: 'Tour Operations',
        manager: { value: 'carol', $ref: `${scim.url}/Users/carol` },
      },
      [WSO2]: { accountLocked: false, accountDisabled: false, emailVerified: false },
    });
    expect(read.body.emails).toEqual([
      { value: 'bjensen@example.com', type: 'work', primary: true },
      { value: 'babs@jensen.example', type: 'home' },
    ]);
    const [event] = scim.identity.events('account.created').slice(-1);
    expect(event).toMatchObject({ subject: id, outcome: 'ok' });
    expect(event?.reasons.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['scim.token.valid', 'scim.resource.unique']),
    );
  });

  test('a password that SCIM set signs its user in, and is neither told nor logged', async () => {
    const scim = await startScim();
    const passwords = [
      'first “horse” {battery}',
      'second horse }battery',
      'third\\horse "battery',
      'fourth horse battery',
    ];
    const [first, second, third, fourth] = passwords;
    const user = await scim.user('pw', { password: first as string, emails: [{ value: 'pw@example.com' }] });
    expect(JSON.stringify(user)).not.toContain('battery');
    const ways: JsonObject[] = [
      { op: 'replace', path: 'password', value: second as string },
      { value: third as string, path: `${USER}:PassWord`, op: 'Replace' },
      { op: 'replace', value: { Password: fourth as string } },
    ];
    for (const way of ways) {
      const reply = await scim.patch(`/Users/${user.id}`, way);
      expect([reply.status, reply.body.password]).toEqual([200, undefined]);
    }
    const signInUrl = new Kit(scim.identity).url();
    const end = await signIn(scim.identity.browser(), signInUrl, 'pw', fourth);
    expect(new URL(end.url).searchParams.get('code')).toBeTruthy();
    const refused = await signIn(scim.identity.browser(), signInUrl, 'pw', third);
    expect(refused.url).not.toContain('code=');
    await scim.identity.core.recorder.committed();
    expect(JSON.stringify(scim.identity.events())).not.toContain('battery');
  });

  test('PUT replaces, and leaves out what is left out; the state of the account stays', async () => {
    const scim = await startScim();
    const { body } = await scim.send('POST', '/Users', JENSEN);
    const reply = await scim.send('PUT', `/Users/${body.id}`, {
      schemas: [USER],
      userName: 'bjensen',
      displayName: 'Babs',
      emails: [{ value: 'new@example.com' }],
      id: 'ignored',
      meta: { version: 'ignored' },
    });
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ id: body.id, displayName: 'Babs', active: true });
    for (const gone of ['title', 'externalId', 'nickName', ENTERPRISE])
      expect(reply.body).not.toHaveProperty([gone]);
  });

  test('a new e-mail address waits to be confirmed, and the old one holds until then', async () => {
    const scim = await startScim();
    const user = await scim.user('waits', { emails: [{ value: 'old@example.com' }] });
    const reply = await scim.patch(`/Users/${user.id}`, {
      op: 'replace',
      path: 'emails[primary eq true].value',
      value: 'new@example.com',
    });
    expect(reply.body.emails).toMatchObject([{ value: 'old@example.com' }]);
    expect((reply.body[WSO2] as JsonObject).pendingEmails).toEqual([{ value: 'new@example.com' }]);
    expect(scim.identity.events('message.sent').length).toBeGreaterThan(0);
  });

  test('lock, disable and a forced reset go through the life of the account', async () => {
    const scim = await startScim();
    const { id } = await scim.user('states', { emails: [{ value: 'states@example.com' }] });
    const state = async (path: string, value: boolean) =>
      (await scim.patch(`/Users/${id}`, { op: 'replace', path, value })).body;
    expect((await state(`${WSO2}:accountLocked`, true))[WSO2]).toMatchObject({
      accountState: 'LOCKED',
      accountLocked: true,
      lockedReason: 'ADMIN_INITIATED',
    });
    expect((await state(`${WSO2}:accountLocked`, false))[WSO2]).toMatchObject({ accountState: 'UNLOCKED' });
    const disabled = await state('active', false);
    expect(disabled.active).toBe(false);
    expect(disabled[WSO2]).toMatchObject({ accountState: 'DISABLED', accountDisabled: true });
    expect(await state(`${WSO2}:accountDisabled`, false)).toMatchObject({ active: true });
    expect((await state(`${WSO2}:adminForcedPasswordReset`, true))[WSO2]).toMatchObject({
      accountState: 'PENDING_FUPR',
      accountLocked: true,
    });
    const rows = scim.identity.events('account.changed').map(({ data }) => data.trigger);
    expect(rows).toEqual(['admin-lock', 'admin-unlock', 'disable', 'enable', 'force-reset']);
  });

  test('askPassword invites, verifyEmail wants the address confirmed: both send a message', async () => {
    const scim = await startScim();
    const invited = await scim.user('invited', {
      emails: [{ value: 'invited@example.com' }],
      [WSO2]: { askPassword: true },
    });
    expect(invited[WSO2]).toMatchObject({ accountState: 'PENDING_AP' });
    const verified = await scim.user('toverify', {
      emails: [{ value: 'v@example.com' }],
      [WSO2]: { verifyEmail: true },
    });
    expect(verified[WSO2]).toMatchObject({ accountState: 'PENDING_EV' });
    expect(scim.identity.events('message.sent')).toHaveLength(2);
  });

  test('what the life of the account refuses comes as an error of SCIM, and nothing is left behind', async () => {
    const scim = await startScim();
    const reply = await scim.send('POST', '/Users', {
      schemas: [USER],
      userName: 'noaddress',
      [WSO2]: { verifyEmail: true },
    });
    expect(reply).toMatchObject({ status: 400, body: { schemas: [ERROR], scimType: 'invalidValue' } });
    expect(await scim.names('userName eq "noaddress"')).toEqual([]);
  });

  test('a change of an older version is refused, one of this version is not; nothing new is not sent', async () => {
    const scim = await startScim();
    const { id } = await scim.user('etag');
    const first = (await scim.send('GET', `/Users/${id}`)).headers.get('etag') ?? '';
    expect((await scim.send('GET', `/Users/${id}`, undefined, { 'if-none-match': first })).status).toBe(304);
    const patch = (title: string, version: string) =>
      scim.send(
        'PATCH',
        `/Users/${id}`,
        { schemas: [PATCH], Operations: [{ op: 'add', path: 'title', value: title }] },
        { 'if-match': version },
      );
    expect((await patch('first', first)).status).toBe(200);
    expect(await patch('second', first)).toMatchObject({
      status: 412,
      body: { schemas: [ERROR], status: '412' },
    });
    expect((await scim.send('DELETE', `/Users/${id}`, undefined, { 'if-match': first })).status).toBe(412);
    expect((await scim.send('GET', `/Users/${id}`)).body.title).toBe('first');
  });

  test('of two who create the same name at once, one gets it', async () => {
    const scim = await startScim();
    const create = (userName: string) =>
      scim.send('POST', '/Users', { schemas: [USER], userName, password: 'x'.repeat(14) });
    const replies = await Promise.all(['twin', 'TWIN', 'Twin'].map(create));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(replies.find(({ status }) => status === 409)?.body).toMatchObject({ scimType: 'uniqueness' });
    expect(await scim.names('userName eq "twin"')).toHaveLength(1);
  });

  test('whoever is deleted is gone, from her groups too', async () => {
    const scim = await startScim();
    const { id } = await scim.user('leaver');
    const group = await scim.group('leavers', [String(id), 'alice']);
    expect((await scim.send('DELETE', `/Users/${id}`)).status).toBe(204);
    expect((await scim.send('GET', `/Users/${id}`)).status).toBe(404);
    expect((await scim.send('GET', `/Groups/${group.id}`)).body.members).toMatchObject([{ value: 'alice' }]);
    expect(scim.identity.events('account.deleted')).toMatchObject([{ subject: id }]);
  });

  test('personas keep their ids, and attributes can be chosen', async () => {
    const scim = await startScim();
    const { body } = await scim.send('GET', '/Users/alice?attributes=userName,name.familyName,emails.value');
    expect(body).toEqual({
      schemas: expect.any(Array),
      id: 'alice',
      userName: 'alice',
      name: { familyName: 'Moreau' },
      emails: [{ value: 'alice.moreau@mail.example' }],
    });
    const without = await scim.send('GET', `/Users/alice?excludedAttributes=groups,${WSO2}`);
    expect(without.body).not.toHaveProperty('groups');
    expect(without.body).not.toHaveProperty([WSO2]);
    expect(without.body.displayName).toBe('Alice Moreau');
  });
});
