import { describe, expect, test } from 'vitest';
import type { Applied } from '../../../src-main/identity/lifecycle/applied.ts';
import { STANDSTILLS, TRANSITIONS } from '../../../src-main/identity/lifecycle/definition.ts';
import { Accounts } from '../../../src-main/store/accounts.ts';
import { openDirectory, register, rowOf } from './directory.ts';

const DAY = 24 * 3600 * 1000;
const IN = { label: 'UNLOCKED', locked: false, lockReason: null, unlockAt: null, disabled: false };

describe('the transition table of accounts', () => {
  test('has all thirty rows', () => {
    const rows = new Set([...TRANSITIONS, ...STANDSTILLS].map(({ row }) => row));
    rows.delete(null);
    expect([...rows].sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 30 }, (_, i) => i + 1),
    );
  });

  test('row 1: a registration is locked until it is confirmed', async () => {
    const directory = await openDirectory();
    expect(rowOf(directory.create(register))).toBe(1);
    expect(directory.state('erin')).toMatchObject({
      label: 'PENDING_SR',
      locked: true,
      lockReason: 'PENDING_SELF_REGISTRATION',
    });
    expect(directory.mail('erin')).toEqual(['accountconfirmation']);
  });

  test('row 2: without the lock she can sign in while the confirmation is out', async () => {
    const directory = await openDirectory();
    directory.lifecycle.governance.set({ selfRegistration: { lockOnCreation: false } });
    expect(rowOf(directory.create(register))).toBe(2);
    expect(directory.state('erin')).toMatchObject({ label: 'PENDING_SR', locked: false });
    directory.identity.change('alice', { label: 'PENDING_SR' });
    expect(await directory.types('alice', 'alice-sandbox-1')).toBe('in');
  });

  test('row 3: with neither lock nor confirmation no label is written', async () => {
    const directory = await openDirectory();
    directory.lifecycle.governance.set({
      selfRegistration: { lockOnCreation: false, sendConfirmation: false },
    });
    expect(rowOf(directory.create(register))).toBe(3);
    expect(directory.state('erin')).toMatchObject({ label: null, locked: false });
    expect(directory.lifecycle.codes.open('erin')).toEqual([]);
  });

  test('row 4: an address that is verified already needs nothing', async () => {
    const directory = await openDirectory();
    expect(rowOf(directory.create({ kind: 'self-register', channelVerified: true }))).toBe(4);
    expect(directory.state('erin')).toMatchObject({ label: null, locked: false });
    expect(directory.mail('erin')).toEqual([]);
  });

  test('row 5: the code of the registration opens the account, once', async () => {
    const directory = await openDirectory();
    const created = directory.create(register);
    expect(rowOf(directory.present(created, 'confirm'))).toBe(5);
    expect(directory.state('erin')).toMatchObject(IN);
    const account = new Accounts(directory.identity.core.store).get('erin');
    expect(account?.claims.email_verified).toBe(true);
    expect(account?.confirmedAt).not.toBeNull();
    expect(directory.mail('erin')).toEqual(['accountconfirmation']);
    expect(directory.lastChange('erin')?.data.events).toEqual(['POST_USER_ACCOUNT_CONFIRMATION']);
    expect(rowOf(directory.present(created, 'confirm'))).toBe('idp.confirmation.open');
  });

  test('row 6: a wrong code and one that is too old change nothing', async () => {
    const directory = await openDirectory();
    const created = directory.create(register);
    const wrong = { ok: true, issued: [{ secret: 'not the code' }] } as unknown as Applied;
    expect(rowOf(directory.present(wrong, 'confirm'))).toBe('idp.confirmation.known');
    await directory.later(2 * DAY);
    expect(rowOf(directory.present(created, 'confirm'))).toBe('idp.confirmation.fresh');
    expect(directory.state('erin')).toMatchObject({ label: 'PENDING_SR', locked: true });
  });

  test('row 7: a code that is sent again takes the place of the one before, even of one that was lost', async () => {
    const directory = await openDirectory();
    const created = directory.create(register);
    const again = directory.lifecycle.apply('erin', { kind: 'resend', scenario: 'SELF_SIGN_UP' });
    expect(rowOf(again)).toBe(7);
    expect(directory.mail('erin')).toEqual(['accountconfirmation', 'resendaccountconfirmation']);
    expect(rowOf(directory.present(created, 'confirm'))).toBe('idp.confirmation.open');
    directory.lifecycle.codes.endAll('erin', 'withdrawn');
    const third = directory.lifecycle.apply('erin', { kind: 'resend', scenario: 'SELF_SIGN_UP' });
    expect(rowOf(directory.present(third, 'confirm'))).toBe(5);
  });

  test('row 8: a registration by address alone has no reason for its lock; without the lock nothing is sent', async () => {
    const directory = await openDirectory();
    expect(rowOf(directory.create({ kind: 'lite-register' }))).toBe(8);
    expect(directory.state('erin')).toMatchObject({ label: 'PENDING_LR', locked: true, lockReason: null });
    expect(directory.mail('erin')).toEqual(['liteUserEmailConfirmation']);
    directory.lifecycle.governance.set({ liteRegistration: { lockOnCreation: false } });
    const other = directory.create({ kind: 'lite-register' }, { id: 'finn', username: 'finn' });
    expect(rowOf(other)).toBe(8);
    expect(directory.mail('finn')).toEqual([]);
  });

  test('row 9: its code opens the account', async () => {
    const directory = await openDirectory();
    const created = directory.create({ kind: 'lite-register' });
    expect(rowOf(directory.present(created, 'confirm'))).toBe(9);
    expect(directory.state('erin')).toMatchObject(IN);
  });

  test('row 10: an invitation waits for a password; the lock is a setting', async () => {
    const directory = await openDirectory();
    expect(rowOf(directory.create({ kind: 'invite' }))).toBe(10);
    expect(directory.state('erin')).toMatchObject({
      label: 'PENDING_AP',
      locked: true,
      lockReason: 'PENDING_ASK_PASSWORD',
    });
    directory.lifecycle.governance.set({ emailVerification: { lockOnCreation: false } });
    directory.create({ kind: 'invite' }, { id: 'finn', username: 'finn' });
    expect(directory.state('finn')).toMatchObject({ label: 'PENDING_AP', locked: false });
    expect(directory.mail('finn')).toEqual(['askPassword']);
  });

  test('row 10, external: nothing is sent, and the caller has the code', async () => {
    const directory = await openDirectory();
    directory.lifecycle.governance.set({ notifications: { internal: false } });
    const created = directory.create({ kind: 'invite' });
    expect(directory.mail('erin')).toEqual([]);
    expect(created.ok && created.issued[0]?.channel).toBe('external');
    expect(rowOf(directory.present(created, 'set-password'))).toBe(11);
  });

  test('row 11: the password that she chooses opens the account and ends the code', async () => {
    const directory = await openDirectory();
    const created = directory.create({ kind: 'invite' });
    expect(rowOf(directory.present(created, 'set-password'))).toBe(11);
    expect(directory.state('erin')).toMatchObject(IN);
    expect(new Accounts(directory.identity.core.store).get('erin')?.claims.email_verified).toBe(true);
    expect(directory.mail('erin')).toEqual(['askPassword', 'accountActivationSuccess']);
    expect(directory.lifecycle.codes.open('erin')).toEqual([]);
  });

  test.each([true, false])(
    'row 12: a password of the administrator ends the invitation (locked: %s)',
    async (locked) => {
      const directory = await openDirectory();
      directory.lifecycle.governance.set({ emailVerification: { lockOnCreation: locked } });
      const created = directory.create({ kind: 'invite' });
      expect(rowOf(directory.lifecycle.apply('erin', { kind: 'admin-set-password' }))).toBe(12);
      expect(directory.state('erin')).toMatchObject(IN);
      expect(rowOf(directory.present(created, 'set-password'))).toBe('idp.confirmation.open');
    },
  );

  test('row 13: an invitation is sent again', async () => {
    const directory = await openDirectory();
    const created = directory.create({ kind: 'invite' });
    const again = directory.lifecycle.apply('erin', { kind: 'resend', scenario: 'ASK_PASSWORD' });
    expect(rowOf(again)).toBe(13);
    expect(rowOf(directory.present(created, 'set-password'))).toBe('idp.confirmation.open');
    expect(rowOf(directory.present(again, 'set-password'))).toBe(11);
  });

  test('row 14: an address to confirm locks, and is labelled only while the sandbox sends the messages', async () => {
    const directory = await openDirectory();
    expect(rowOf(directory.create({ kind: 'create-to-verify', addressGiven: true }))).toBe(14);
    expect(directory.state('erin')).toMatchObject({
      label: 'PENDING_EV',
      locked: true,
      lockReason: 'PENDING_EMAIL_VERIFICATION',
    });
    directory.lifecycle.governance.set({ notifications: { internal: false } });
    directory.create({ kind: 'create-to-verify', addressGiven: true }, { id: 'finn', username: 'finn' });
    expect(directory.state('finn')).toMatchObject({ label: null, locked: true });
  });

  test.each(['link', 'email-otp'] as const)(
    'row 15: its code opens the account (by %s)',
    async (verifyBy) => {
      const directory = await openDirectory();
      directory.lifecycle.governance.set({ emailVerification: { verifyBy } });
      const created = directory.create({ kind: 'create-to-verify', addressGiven: true });
      expect(rowOf(directory.present(created, 'confirm'))).toBe(15);
      expect(directory.state('erin')).toMatchObject(IN);
      expect(directory.mail('erin').at(-1)).toBe('accountunlock');
    },
  );
});
