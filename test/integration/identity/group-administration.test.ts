import { expect, test } from 'vitest';
import { runningSandbox } from '../labs/running-lab.ts';

const BOB = { persona: 'bob', app: 'online-banking' } as const;

test('whoever loses a group loses every token, and the answer says how many; joining revokes none', async () => {
  const sandbox = await runningSandbox();
  await sandbox.call('personas.sign-in', BOB);
  const held = (await sandbox.call('accounts.get', { id: 'bob' })).tokens.length;
  expect(held).toBeGreaterThan(0);
  const { id } = await sandbox.call('groups.create', { name: 'savers' });
  expect(await sandbox.call('groups.change', { id, add: ['bob', 'alice'] })).toEqual({ tokens: 0 });
  expect(await sandbox.call('groups.get', { id })).toMatchObject({
    name: 'savers',
    members: 2,
    tokens: held,
  });
  expect((await sandbox.call('accounts.get', { id: 'bob' })).groups).toContain('savers');

  expect(await sandbox.call('groups.change', { id, remove: ['bob'] })).toEqual({ tokens: held });
  expect((await sandbox.call('accounts.get', { id: 'bob' })).tokens).toEqual([]);

  await sandbox.call('groups.rename', { id, name: 'investors' });
  expect((await sandbox.call('accounts.list', { group: 'investors' })).accounts.map((one) => one.id)).toEqual(
    ['alice'],
  );
  expect(await sandbox.call('groups.delete', { id })).toEqual({ tokens: 0 });
  expect((await sandbox.call('accounts.get', { id: 'alice' })).groups).not.toContain('investors');
});

test('a name that is taken, a group that is gone and a member who is nobody are refused by their rules', async () => {
  const sandbox = await runningSandbox();
  await expect(sandbox.call('groups.create', { name: 'Customers' })).rejects.toMatchObject({
    code: 'scim.resource.unique',
  });
  await expect(sandbox.call('groups.rename', { id: 'gone', name: 'x' })).rejects.toMatchObject({
    code: 'scim.resource.known',
  });
  await expect(sandbox.call('groups.change', { id: 'customers', add: ['nobody'] })).rejects.toMatchObject({
    code: 'scim.value.reference',
  });
  const { events } = await sandbox.call('events.list', { types: ['idp.request.refused'] });
  expect(events.map(({ reasons }) => reasons.at(-1)?.rule)).toEqual([
    'scim.resource.unique',
    'scim.resource.known',
    'scim.value.reference',
  ]);
});

test('one session ends and the others stay', async () => {
  const sandbox = await runningSandbox();
  await sandbox.call('personas.sign-in', BOB);
  await sandbox.call('personas.sign-in', {
    persona: 'mallory',
    app: 'online-banking',
    username: 'bob',
    password: 'bob-sandbox-1',
  });
  const sessions = async () =>
    (await sandbox.call('accounts.get', { id: 'bob' })).sessions.map(({ uid }) => uid);
  const [first = '', second] = await sessions();
  const end = { id: 'bob', action: { kind: 'end-session', uid: first } } as const;
  expect((await sandbox.call('accounts.act', end)).cut.sessions).toBe(1);
  expect(await sessions()).toEqual([second]);
  await expect(sandbox.call('accounts.act', end)).rejects.toMatchObject({ code: 'account.session-over' });
  // It is the session of that account alone.
  const other = { id: 'alice', action: { kind: 'end-session', uid: second ?? '' } } as const;
  await expect(sandbox.call('accounts.act', other)).rejects.toMatchObject({ code: 'account.session-over' });
});
