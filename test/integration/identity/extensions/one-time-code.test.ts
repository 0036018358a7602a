import { describe, expect, test } from 'vitest';
import { startIdentity, type TestIdentity } from '../../../support/identity.ts';
import { testClock } from '../../../support/virtual-clock.ts';
import { RECOVERY, REGISTRATION } from '../../../support/workflow-api.ts';
import { begin, call, codesOf, send } from '../../../support/workflow-chain.ts';

const NEW_PASSWORD = 'stolen by four words';

async function directory(mode: 'sound' | 'result-ignored' | 'never-consumed'): Promise<TestIdentity> {
  const identity = await startIdentity({ clock: testClock() });
  // The bank delivers the codes itself: whoever may call gets them in the answer.
  identity.provider.governance.set({ oneTimeCode: { mode }, notifications: { internal: false } });
  return identity;
}

/** Goes through the recovery of Alice's password with one and the same header. Answers the status of each call. */
async function takeOver(identity: TestIdentity, otac: string | null): Promise<number[]> {
  const begun = await begin(identity, 'alice', { otac });
  if (begun.status !== 200) return [begun.status];
  const sent = await send(identity, begun, { otac });
  const { flowConfirmationCode } = codesOf(begun);
  const confirmed = await call(
    identity,
    `${RECOVERY}/confirm`,
    { confirmationCode: sent.body.confirmationCode, flowConfirmationCode },
    { otac },
  );
  const reset = await call(
    identity,
    `${RECOVERY}/reset`,
    { resetCode: confirmed.body.resetCode, flowConfirmationCode, password: NEW_PASSWORD },
    { otac },
  );
  return [begun.status, sent.status, confirmed.status, reset.status];
}

const changes = (identity: TestIdentity) =>
  identity.events('account.password-changed').filter(({ subject }) => subject === 'alice');

describe('the one-time authorization code, sound', () => {
  test('each answer hands out the code of the next call, to the end of the chain, and the story is one', async () => {
    const identity = await directory('sound');
    const begun = await begin(identity, 'alice', { trusted: true });
    const sent = await send(identity, begun, begun);
    const { flowConfirmationCode } = codesOf(begun);
    const confirmed = await call(
      identity,
      `${RECOVERY}/confirm`,
      { confirmationCode: sent.body.confirmationCode, flowConfirmationCode },
      sent,
    );
    const reset = await call(
      identity,
      `${RECOVERY}/reset`,
      { resetCode: confirmed.body.resetCode, flowConfirmationCode, password: NEW_PASSWORD },
      confirmed,
    );
    expect([begun, sent, confirmed, reset].map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(reset.otac).toBeNull();
    expect(new Set([begun.otac, sent.otac, confirmed.otac]).size).toBe(3);
    expect(changes(identity)).toHaveLength(1);
    const checked = identity.events('idp.otac.checked');
    expect(checked.map(({ outcome, data }) => [outcome, data.overlooked])).toEqual(
      Array(3).fill(['allowed', 'nothing']),
    );
    const { correlator } = identity.core;
    expect(new Set(checked.map(({ flow }) => correlator.root(flow ?? ''))).size).toBe(1);
    // The log holds handles in the place of the codes.
    const log = JSON.stringify(identity.events());
    for (const { otac } of [begun, sent, confirmed]) expect(log).not.toContain(otac);
  });

  test('nobody comes in without a code, and a refusal gives none', async () => {
    const identity = await directory('sound');
    const refused = await begin(identity, 'alice');
    expect(refused).toMatchObject({ status: 401, otac: null });
    expect(await takeOver(identity, 'anything')).toEqual([401]);
    expect(changes(identity)).toHaveLength(0);
  });

  test('of many calls at once with one code, one gets through', async () => {
    const identity = await directory('sound');
    const begun = await begin(identity, 'alice', { trusted: true });
    const all = await Promise.all(Array.from({ length: 8 }, () => send(identity, begun, begun)));
    expect(all.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(401)]);
  });

  test('a call that was refused for a reason of its own may be made again', async () => {
    const identity = await directory('sound');
    const begun = await begin(identity, 'alice', { trusted: true });
    const wrong = await call(
      identity,
      `${RECOVERY}/recover`,
      { recoveryCode: 'wrong', channelId: '1' },
      begun,
    );
    expect(wrong.status).toBe(404);
    expect((await send(identity, begun, { otac: wrong.otac })).status).toBe(200);
  });

  test('where it is hidden who has an account, an answer about nobody has a code too', async () => {
    const identity = await directory('sound');
    identity.provider.governance.set({ notifications: { internal: true } });
    const [known, unknown] = [await begin(identity, 'alice'), await begin(identity, 'nobody')];
    expect(known.otac).toMatch(/^[\w-]{32}$/);
    expect(unknown).toMatchObject({ status: 200, otac: expect.stringMatching(/^[\w-]{32}$/) });
  });

  test('whoever registered may have the message sent again, for herself alone', async () => {
    const identity = await directory('sound');
    identity.provider.governance.set({ notifications: { internal: true } });
    const register = (username: string) =>
      call(identity, `${REGISTRATION}/me`, {
        user: {
          username,
          password: 'a long enough one',
          claims: [{ uri: 'http://wso2.org/claims/emailaddress', value: `${username}@mail.example` }],
        },
      });
    const [erin, mallory] = [await register('erin'), await register('mallet')];
    const again = (username: string, otac: string | null) =>
      call(identity, `${REGISTRATION}/resend-code`, { user: { username } }, { otac });
    expect(await again('erin', mallory.otac)).toMatchObject({ status: 401, code: 'OTAC-10015' });
    expect((await again('erin', erin.otac)).status).toBe(201);
  });
});

describe('the flawed versions', () => {
  test('result ignored: any header takes an account over, and the log tells what the check had said', async () => {
    const identity = await directory('result-ignored');
    expect(await takeOver(identity, 'anything')).toEqual([200, 200, 200, 200]);
    expect(changes(identity)).toHaveLength(1);
    const [first] = identity.events('idp.otac.checked');
    expect(first).toMatchObject({ outcome: 'allowed', data: { overlooked: 'idp.otac.known' } });
    expect(first?.reasons.at(-1)).toMatchObject({ rule: 'idp.otac.known', outcome: 'fail' });
    // No header at all is the one thing that it refuses.
    expect(await takeOver(identity, null)).toEqual([401]);
  });

  test('never consumed: one code that a refusal gave serves every call, for anybody', async () => {
    const identity = await directory('never-consumed');
    expect(await takeOver(identity, 'anything')).toEqual([401]);
    const { status, otac } = await begin(identity, 'mallory');
    expect(status).toBe(401);
    expect(await takeOver(identity, otac)).toEqual([200, 200, 200, 200]);
    const overlooked = identity
      .events('idp.otac.checked')
      .filter(({ outcome }) => outcome === 'allowed')
      .map(({ data }) => data.overlooked);
    expect(overlooked).toEqual(['idp.otac.operation', ...Array(3).fill('idp.otac.unused')]);
    // It does expire.
    await identity.core.scheduler.advance(5 * 60_000);
    expect(await takeOver(identity, otac)).toEqual([401]);
  });
});

test('off: no code is asked for and none is handed out', async () => {
  const identity = await startIdentity({ clock: testClock() });
  const begun = await begin(identity, 'alice');
  const sent = await send(identity, begun);
  expect([begun, sent].map(({ status, otac }) => [status, otac])).toEqual([
    [200, null],
    [202, null],
  ]);
});
