import { describe, expect, test } from 'vitest';
import { Accounts } from '../../../../src-main/store/accounts.ts';
import { startIdentity } from '../../../support/identity.ts';
import { handler, ranScripts } from '../../../support/scripts.ts';
import { init, registerErin } from '../../../support/workflow-api.ts';

const OWN_PEOPLE = `
export default function ({ payload }) {
  if (!payload.email.endsWith('@harbour.example')) veto('Only people of the bank may register.');
}`;

describe('a handler before an event', () => {
  test('refuses in its own words, and nothing is written', async () => {
    const identity = await startIdentity();
    await handler(identity, 'PRE_SELF_SIGNUP_REGISTER', OWN_PEOPLE);
    const before = [...identity.core.store.contents()].filter(([table]) => table !== 'outbox');
    const answer = await registerErin(identity);
    expect(answer).toMatchObject({
      status: 403,
      body: { description: 'Only people of the bank may register.' },
    });
    await ranScripts(identity);
    expect([...identity.core.store.contents()].filter(([table]) => table !== 'outbox')).toEqual(before);
    const [refused] = identity.events('account.change-refused');
    expect(refused?.reasons.at(-1)).toMatchObject({
      rule: 'idp.extension.veto',
      outcome: 'fail',
      path: 'extensions.mine',
      seen: 'Only people of the bank may register.',
    });
    expect(refused?.reasons.filter(({ outcome }) => outcome === 'fail')).toHaveLength(1);
    expect(identity.events('account.created', 'message.sent')).toEqual([]);
    const [run] = identity.events('extension.vetoed');
    expect(run).toMatchObject({
      flow: refused?.flow,
      data: { event: 'PRE_SELF_SIGNUP_REGISTER', extension: 'mine' },
    });

    expect(await registerErin(identity, { email: 'erin@harbour.example' })).toMatchObject({ status: 201 });
  });

  test('rewrites what a person is, the lower priority first', async () => {
    const identity = await startIdentity();
    await handler(
      identity,
      'PRE_ADD_USER',
      `export default ({ payload }) => ({ name: payload.name + ' B' })`,
      { id: 'b', priority: 20 },
    );
    await handler(
      identity,
      'PRE_ADD_USER',
      `export default ({ payload }) => ({ name: payload.name.toUpperCase(), email: 'new@mail.example', claims: { department: 'Mail' } })`,
      { id: 'a', priority: 10 },
    );
    await registerErin(identity);
    const erin = new Accounts(identity.core.store).byUsername('erin');
    expect(erin).toMatchObject({
      name: 'ERIN B',
      email: 'new@mail.example',
      claims: { department: 'Mail', given_name: 'Erin' },
    });
    const [created] = identity.events('account.created');
    expect(created?.reasons.at(-1)).toMatchObject({
      rule: 'idp.extension.veto',
      outcome: 'pass',
      inputs: { asked: ['a', 'b'] },
    });
    // The message went to the address that was written.
    expect(identity.events('message.sent').map(({ data }) => data.to)).toEqual(['new@mail.example']);
  });

  test.each([
    ['a state', `({ state: { locked: true } })`],
    ['a claim that only the account says', `({ claims: { email_verified: true } })`],
    ['an address that is none', `({ email: 'nowhere' })`],
    ['a prototype', `JSON.parse('{"__proto__": {"name": "x"}}')`],
  ])('may not give back %s', async (_, value) => {
    const identity = await startIdentity();
    await handler(identity, 'PRE_ADD_USER', `export default () => (${value})`);
    expect((await registerErin(identity)).status).toBe(500);
    expect(new Accounts(identity.core.store).byUsername('erin')).toBeUndefined();
    expect(identity.events('account.change-refused')[0]?.reasons.at(-1)?.rule).toBe('idp.extension.answer');
  });

  test('that throws, or cannot call, refuses as well: what was not decided is not written', async () => {
    const identity = await startIdentity();
    await handler(
      identity,
      'PRE_ADD_USER',
      `export default async () => {\n  await call('GET', '/scim2/Users');\n}`,
    );
    expect((await registerErin(identity)).status).toBe(500);
    const [run] = await ranScripts(identity);
    expect(run).toMatchObject({ type: 'extension.failed', data: { line: 2, rule: 'idp.extension.sound' } });
    expect(run?.data.words).toContain('Call from a handler after it');
    expect(new Accounts(identity.core.store).byUsername('erin')).toBeUndefined();
  });

  test('stands before locks, sign-ins, recoveries and changes over SCIM', async () => {
    const identity = await startIdentity();
    const { administration } = identity.provider;
    const no = (id: string) => `export default () => veto('no, says ${id}')`;
    await handler(identity, 'PRE_LOCK_ACCOUNT', no('lock'), { id: 'lock' });
    await expect(administration.act('alice', { kind: 'lock' })).rejects.toMatchObject({
      code: 'idp.extension.veto',
      why: 'A handler refuses: no, says lock',
    });
    expect(new Accounts(identity.core.store).get('alice')?.state.locked).toBe(false);
    await handler(identity, 'PRE_SEND_RECOVERY_NOTIFICATION', no('recovery'), { id: 'recovery' });
    // A stranger is not told: it would tell that there is such an account.
    expect((await init(identity, 'alice')).status).toBe(200);
    expect(identity.events('account.change-refused').at(-1)?.data.rule).toBe('idp.extension.veto');
    expect(identity.events('message.sent')).toEqual([]);
    identity.provider.governance.set({ enumeration: { notifyUserExistence: true } });
    expect(await init(identity, 'alice')).toMatchObject({
      status: 403,
      body: { description: 'no, says recovery' },
    });
    await handler(identity, 'PRE_SET_USER_CLAIMS', no('claims'), { id: 'claims' });
    const { url, token } = identity.provider.scim();
    const patched = await fetch(`${url}/Users/alice`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/scim+json', authorization: `Bearer ${token}` },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'replace', path: 'displayName', value: 'Somebody else' }],
      }),
    });
    expect(patched.status).toBe(400);
    expect(await patched.json()).toMatchObject({ detail: expect.stringContaining('idp.extension.veto') });
    expect(new Accounts(identity.core.store).get('alice')?.name).not.toBe('Somebody else');
  });
});

describe('a handler after an event', () => {
  test('comes too late: what it throws undoes nothing', async () => {
    const identity = await startIdentity();
    await handler(
      identity,
      'POST_ADD_USER',
      `export default ({ fact, account }) => { throw new Error('no ' + fact.data.trigger + ' of ' + account.email) }`,
    );
    expect((await registerErin(identity)).status).toBe(201);
    const [run] = await ranScripts(identity);
    expect(run).toMatchObject({
      type: 'extension.failed',
      outcome: 'failed',
      data: { event: 'POST_ADD_USER', words: 'Error: no self-register of erin@mail.example' },
    });
    expect(new Accounts(identity.core.store).byUsername('erin')).toBeDefined();
    expect(run?.seq).toBeGreaterThan(identity.events('account.created')[0]?.seq ?? Infinity);
    expect(run?.flow).toBe(identity.events('account.created')[0]?.flow);
  });

  test('calls, in the same story, and has no veto', async () => {
    const identity = await startIdentity();
    await handler(
      identity,
      'POST_LOCK_ACCOUNT',
      `export default async ({ fact }) => {
        const { body } = await call('GET', '/scim2/Users/' + fact.subject, { as: 'sandbox' });
        return { who: body.userName, veto: typeof veto };
      }`,
    );
    const { flow } = await identity.provider.administration.act('alice', { kind: 'lock' });
    const [run] = await ranScripts(identity);
    expect(run).toMatchObject({
      type: 'extension.ran',
      flow,
      data: { value: { who: 'alice', veto: 'undefined' } },
    });
    expect(identity.events('http.request')).toMatchObject([{ flow, data: { target: '/scim2/Users/alice' } }]);
  });

  test('which sets itself off again is stopped', async () => {
    const identity = await startIdentity();
    await handler(
      identity,
      'POST_SET_USER_CLAIMS',
      `export default async ({ fact }) => {
        await call('PATCH', '/scim2/Users/' + fact.subject, { as: 'sandbox', body: {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [{ op: 'replace', path: 'nickName', value: 'n' + Math.random() }],
        } });
      }`,
    );
    const { url, token } = identity.provider.scim();
    await fetch(`${url}/Users/alice`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/scim+json', authorization: `Bearer ${token}` },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'replace', path: 'nickName', value: 'first' }],
      }),
    });
    const runs = await ranScripts(identity, 5);
    expect(runs).toHaveLength(5);
    expect(runs.filter(({ data }) => data.rule === 'idp.extension.depth')).toHaveLength(1);
    expect(identity.events('account.updated')).toHaveLength(5);
  });
});
