import { expect, test, vi } from 'vitest';
import { Accounts } from '../../../../src-main/store/accounts.ts';
import { startIdentity } from '../../../support/identity.ts';
import { callOwn, endpoint, handler } from '../../../support/scripts.ts';
import { registerErin } from '../../../support/workflow-api.ts';

test('a disk that becomes full amid scripts: each is told so, nothing is half written, and with room again all goes on', {
  timeout: 60_000,
}, async () => {
  const identity = await startIdentity();
  const { core, provider } = identity;
  // Two groups: the script goes on to the second whatever became of the first, and tells both.
  await endpoint(
    identity,
    `export default async ({ body }) => {
      const made = [];
      for (const one of [body.name + '-a', body.name + '-b']) {
        const { status } = await call('POST', '/scim2/Groups', { as: 'sandbox', body: {
          schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: one } });
        made.push(status);
      }
      return { body: made };
    }`,
  );
  await handler(identity, 'PRE_ADD_USER', 'export default () => ({ claims: { note: "x".repeat(50000) } })');
  const most = (pages: number) => core.store.prepare(`PRAGMA max_page_count = ${pages}`).get();
  most(1);
  const expected: string[] = [];
  let full = false;
  for (let n = 0; !full; n += 1) {
    const { status, body } = await callOwn(identity, { body: { name: `${n}`.padStart(180, 'g') } });
    // The script itself has run: what it was told of its calls says what is there.
    expect(status).toBe(200);
    (body as number[]).forEach((answer, at) => {
      expect([201, 507]).toContain(answer);
      if (answer === 201) expected.push(`${`${n}`.padStart(180, 'g')}-${'ab'[at]}`);
      full ||= answer === 507;
    });
  }
  const made = () =>
    provider.administration.groups().flatMap(({ name }) => (name.startsWith('gg') ? [name] : []));
  expect(made().sort()).toEqual(expected.sort());
  const created = identity.events('group.created').map(({ data }) => String(data.name));
  expect(created.filter((name) => name.startsWith('gg')).sort()).toEqual(expected.sort());

  // The handler was asked and said yes; the account is refused all the same, and not there.
  const refused = await registerErin(identity);
  expect(refused.status).toBe(507);
  expect(new Accounts(core.store).byUsername('erin')).toBeUndefined();
  expect(identity.events('account.created')).toEqual([]);

  most(1_000_000);
  await vi.waitFor(async () => expect((await registerErin(identity)).status).toBe(201));
  expect(new Accounts(core.store).byUsername('erin')?.claims.note).toHaveLength(50_000);
  const { body } = await callOwn(identity, { body: { name: 'gg-after' } });
  expect(body).toEqual([201, 201]);
});
