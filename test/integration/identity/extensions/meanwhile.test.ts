import { describe, expect, test } from 'vitest';
import { Accounts } from '../../../../src-main/store/accounts.ts';
import { startIdentity, type TestIdentity } from '../../../support/identity.ts';
import { handler, ranScripts, renameAlice } from '../../../support/scripts.ts';
import { registerErin } from '../../../support/workflow-api.ts';

/** Works for a while, well within its time. */
const SPINS = 'export default () => { const until = Date.now() + 60; while (Date.now() < until); }';
/** Looks at no clock, so that its thread has to be ended from outside. */
const HANGS = 'export default () => new Array(4e9).indexOf(1)';

const clientToken = (identity: TestIdentity) =>
  fetch(`${identity.issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('workbench:workbench-sandbox-secret')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });

/** Alice is locked, while others want something. Answers who was done in which order, and how it ended for her. */
async function lockAlice(identity: TestIdentity, others: Record<string, () => Promise<unknown>>) {
  const order: string[] = [];
  const done = async (name: string, work: Promise<unknown>) => {
    const result = await work.catch((error: unknown) => error);
    order.push(name);
    return result;
  };
  const locking = done('lock', identity.provider.administration.act('alice', { kind: 'lock' }));
  const answers = await Promise.all(Object.entries(others).map(([name, work]) => done(name, work())));
  return { order: () => order, answers, locked: await locking };
}

const lockedNow = ({ core }: TestIdentity) => new Accounts(core.store).get('alice')?.state.locked;

describe('while a handler before an event takes its time', () => {
  test.each([
    ['spins', SPINS, { row: expect.anything() }, true],
    ['hangs', HANGS, { code: 'idp.extension.time' }, false],
  ])('and %s, others get their answers before', { timeout: 30_000 }, async (_, source, ended, isLocked) => {
    const identity = await startIdentity();
    // One after the other they take most of a second: a token that was asked for after them is there long before.
    for (const id of 'abcdefghijkl') await handler(identity, 'PRE_LOCK_ACCOUNT', SPINS, { id });
    await handler(identity, 'PRE_LOCK_ACCOUNT', source, { id: 'z' });
    const { order, answers, locked } = await lockAlice(identity, { token: () => clientToken(identity) });
    expect(answers).toMatchObject([{ status: 200 }]);
    expect(order()).toEqual(['token', 'lock']);
    expect(locked).toMatchObject(ended);
    expect(lockedNow(identity)).toBe(isLocked);
    expect((await ranScripts(identity, 13)).map(({ data }) => data.extension)).toEqual([...'abcdefghijklz']);
  });

  test('one that hangs takes nobody with it who waits behind it', { timeout: 30_000 }, async () => {
    const identity = await startIdentity();
    await handler(identity, 'PRE_LOCK_ACCOUNT', HANGS);
    await handler(identity, 'PRE_ADD_USER', 'export default () => ({ name: "Asked" })', { id: 'asked' });
    const { answers, locked } = await lockAlice(identity, { register: () => registerErin(identity) });
    expect(locked).toMatchObject({ code: 'idp.extension.time' });
    expect(answers).toMatchObject([{ status: 201 }]);
    expect(new Accounts(identity.core.store).byUsername('erin')?.name).toBe('Asked');
  });
});

describe('what changes while a handler is asked', () => {
  test('is asked about once more, and what it says of that counts', async () => {
    const identity = await startIdentity();
    await handler(
      identity,
      'PRE_LOCK_ACCOUNT',
      `export default ({ payload }) => {
        const until = Date.now() + 100;
        while (Date.now() < until);
        if (payload.name === 'Not to be locked') veto('She is not to be locked.');
      }`,
    );
    const { locked } = await lockAlice(identity, { rename: () => renameAlice(identity, 'Not to be locked') });
    expect(locked).toMatchObject({ code: 'idp.extension.veto' });
    expect(lockedNow(identity)).toBe(false);
    const runs = await ranScripts(identity, 2);
    expect(runs.map(({ type }) => type)).toEqual(['extension.ran', 'extension.vetoed']);
    // What was taken back told nothing; the refusal is there once.
    expect(identity.events('account.change-refused')).toHaveLength(1);
  });

  test('and changes again each time is refused: the write is a conflict', async () => {
    const identity = await startIdentity();
    await handler(
      identity,
      'PRE_SET_USER_CLAIMS',
      'export default () => { const until = Date.now() + 50; while (Date.now() < until); }',
    );
    const names = ['a', 'b', 'c'];
    const answers = await Promise.all(names.map((name) => renameAlice(identity, name)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.body).toMatchObject({ detail: expect.stringContaining('idp.extension.changed') });
    const updates = identity.events('account.updated');
    expect(updates).toHaveLength(2);
    // The rules of a request are told once each, however often its work was done.
    for (const { reasons } of updates) {
      const rules = reasons.map(({ rule }) => rule);
      expect(rules).toEqual([...new Set(rules)]);
    }
  });

  test('a handler that was switched off meanwhile has no say', async () => {
    const identity = await startIdentity();
    await handler(
      identity,
      'PRE_LOCK_ACCOUNT',
      `export default () => { const until = Date.now() + 100; while (Date.now() < until); veto('no'); }`,
    );
    const { locked } = await lockAlice(identity, {
      off: () => identity.provider.extensions.enable('mine', false),
    });
    expect(locked).toMatchObject({ row: expect.anything() });
    expect(lockedNow(identity)).toBe(true);
  });
});
