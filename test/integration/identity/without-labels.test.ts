import { expect, test } from 'vitest';
import { isUsable } from '../../../src-main/contract/account-state.ts';
import type { Trigger } from '../../../src-main/identity/lifecycle/trigger.ts';
import { openDirectory, register } from './directory.ts';

/** Ways to begin, and at which place the code of each is shown. */
const BEGINNINGS: readonly [Trigger, 'confirm' | 'set-password'][] = [
  [register, 'confirm'],
  [{ kind: 'lite-register' }, 'confirm'],
  [{ kind: 'create-to-verify', addressGiven: true }, 'confirm'],
  [{ kind: 'invite' }, 'set-password'],
];

test('in a directory that keeps no labels, whoever waits is let in by her code, and can ask for it again', async () => {
  const directory = await openDirectory();
  directory.lifecycle.governance.set({ notifications: { labelDefined: false } });
  for (const [trigger, place] of BEGINNINGS) {
    const id = `new-${trigger.kind}`;
    directory.create(trigger, { id, username: id });
    expect(directory.state(id), id).toMatchObject({ label: null, locked: true });
    const again = directory.lifecycle.apply(id, { kind: 'resend', scenario: 'SELF_SIGN_UP' });
    expect(directory.present(again, place, id), id).toMatchObject({ ok: true });
    expect(directory.state(id), id).toMatchObject({ label: null, locked: false, lockReason: null });
  }
  const reset = directory.lifecycle.apply('alice', { kind: 'force-reset', mode: 'link' });
  directory.present(reset, 'set-password', 'alice');
  expect(directory.state('alice')).toMatchObject({ locked: false, resetMode: null });
});

test('an invitation that does not lock is taken up without a label too', async () => {
  const directory = await openDirectory();
  directory.lifecycle.governance.set({
    notifications: { labelDefined: false },
    emailVerification: { lockOnCreation: false },
  });
  const invited = directory.create({ kind: 'invite' });
  expect(directory.present(invited, 'set-password')).toMatchObject({ ok: true, row: 11 });
});

test('where the caller delivers the messages, an address that an administrator typed is confirmed, and the account opens', async () => {
  const directory = await openDirectory();
  directory.lifecycle.governance.set({ notifications: { internal: false } });
  const made = directory.create({ kind: 'create-to-verify', addressGiven: true });
  expect(directory.state('erin')).toMatchObject({ label: null, locked: true });
  expect(directory.present(made, 'confirm')).toMatchObject({ ok: true, row: 15 });
  expect(directory.state('erin')).toMatchObject({ label: 'UNLOCKED', locked: false });
});

test.each([
  ['locked', 'admin-lock'],
  ['disabled', 'disable'],
] as const)('a link that was handed over does not open an account that was %s since', async (_, kind) => {
  const directory = await openDirectory();
  const link = directory.lifecycle.apply('alice', { kind: 'offline-invite' });
  directory.lifecycle.apply('alice', { kind });
  const before = directory.state('alice');
  expect(directory.present(link, 'set-password', 'alice')).toMatchObject({
    ok: false,
    deniedBy: 'idp.lifecycle.state-fits',
  });
  expect(directory.state('alice')).toEqual(before);
  expect(before && isUsable(before)).toBe(false);
});
