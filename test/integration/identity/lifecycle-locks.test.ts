import { describe, expect, test } from 'vitest';
import type { ResetMode } from '../../../src-main/contract/account-state.ts';
import { Accounts } from '../../../src-main/store/accounts.ts';
import { signIn } from '../../support/identity.ts';
import { openDirectory, register, rowOf, secretOf } from './directory.ts';

const MINUTE = 60_000;
const DAY = 24 * 3600 * 1000;
const IN = { label: 'UNLOCKED', locked: false, lockReason: null, unlockAt: null, disabled: false };

describe('the transition table of accounts', () => {
  test.each<[ResetMode, string | undefined]>([
    ['link', 'adminforcedpasswordreset'],
    ['email-otp', 'adminforcedpasswordresetwithotp'],
    ['offline-otp', undefined],
  ])('row 16: a reset that an administrator wants locks and cuts (by %s)', async (mode, template) => {
    const directory = await openDirectory();
    await directory.kit.tokens();
    const applied = directory.lifecycle.apply('alice', { kind: 'force-reset', mode });
    expect(rowOf(applied)).toBe(16);
    expect(directory.state('alice')).toMatchObject({
      label: 'PENDING_FUPR',
      locked: true,
      lockReason: 'PENDING_ADMIN_FORCED_USER_PASSWORD_RESET',
      resetMode: mode,
    });
    expect(directory.mail('alice')).toEqual(template === undefined ? [] : [template]);
    expect(applied.ok && applied.cut.accessTokens).toBe(1);
  });

  test('row 17: a sign-in is refused while a reset waits, in the words of its way', async () => {
    const directory = await openDirectory();
    directory.lifecycle.apply('alice', { kind: 'force-reset', mode: 'link' });
    expect(await directory.types('alice', 'alice-sandbox-1')).toContain('Open the link');
    directory.lifecycle.apply('bob', { kind: 'force-reset', mode: 'email-otp' });
    expect(await directory.types('bob', 'bob-sandbox-1')).toContain('one-time password');
    expect(directory.state('alice')?.label).toBe('PENDING_FUPR');
  });

  test('row 18: the reset is over when she has done it, or an administrator has', async () => {
    const directory = await openDirectory();
    const forced = directory.lifecycle.apply('alice', { kind: 'force-reset', mode: 'link' });
    expect(rowOf(directory.present(forced, 'set-password', 'alice'))).toBe(18);
    expect(directory.state('alice')).toMatchObject({ ...IN, resetMode: null });
    directory.lifecycle.apply('bob', { kind: 'force-reset', mode: 'link' });
    expect(rowOf(directory.lifecycle.apply('bob', { kind: 'admin-set-password' }))).toBe(18);
    expect(await directory.types('bob', 'bob-sandbox-1')).toBe('in');
  });

  test('row 19: the fifth wrong password locks for five minutes; the next lock is twice as long', async () => {
    const directory = await openDirectory();
    await directory.kit.tokens();
    await directory.fails(4);
    expect(directory.state('alice')).toMatchObject({ locked: false, failedAttempts: 4 });
    await directory.fails(1);
    const { now } = directory.identity.core.clock;
    const first = directory.state('alice');
    expect(first).toMatchObject({
      label: 'LOCKED',
      lockReason: 'MAX_ATTEMPTS_EXCEEDED',
      failedAttempts: 0,
      lockoutCount: 1,
    });
    expect(Math.round(((first?.unlockAt ?? 0) - now.call(directory.identity.core.clock)) / MINUTE)).toBe(5);
    expect(directory.lastChange('alice')?.data.cut).toMatchObject({ accessTokens: 1 });
    expect(directory.mail('alice')).toEqual(['accountlockfailedattempt']);
    await directory.later(6 * MINUTE);
    await directory.fails(5);
    const second = directory.state('alice');
    expect(second).toMatchObject({ locked: true, lockoutCount: 2 });
    expect(Math.round(((second?.unlockAt ?? 0) - now.call(directory.identity.core.clock)) / MINUTE)).toBe(10);
  });

  test('row 19: a label that waits outlives the lock', async () => {
    const directory = await openDirectory();
    directory.identity.change('alice', { label: 'PENDING_SR' });
    await directory.fails(5);
    expect(directory.state('alice')).toMatchObject({
      label: 'PENDING_SR',
      locked: true,
      lockReason: 'MAX_ATTEMPTS_EXCEEDED',
    });
  });

  test('row 20: when the time of the lock is over, nothing happens', async () => {
    const directory = await openDirectory();
    await directory.fails(5);
    const locked = directory.state('alice');
    await directory.later(6 * MINUTE);
    expect(directory.state('alice')).toEqual(locked);
  });

  test('row 21: a good sign-in after it takes the lock away', async () => {
    const directory = await openDirectory();
    await directory.fails(5);
    await directory.later(6 * MINUTE);
    expect(await directory.types('alice', 'alice-sandbox-1')).toBe('in');
    expect(directory.state('alice')).toMatchObject({ ...IN, failedAttempts: 0, lockoutCount: 0 });
    expect(directory.mail('alice')).toEqual(['accountlockfailedattempt', 'accountunlocktimebased']);
  });

  test('row 22: before it, the right password does not help either', async () => {
    const directory = await openDirectory();
    await directory.fails(5);
    expect(await directory.types('alice', 'alice-sandbox-1')).toContain('too many sign-ins failed');
    directory.lifecycle.apply('bob', { kind: 'admin-lock' });
    await directory.later(365 * DAY);
    expect(await directory.types('bob', 'bob-sandbox-1')).toContain('locked by an administrator');
  });

  test('row 23: an administrator’s lock has no end and cuts what is under way', async () => {
    const directory = await openDirectory();
    await directory.kit.tokens();
    const applied = directory.lifecycle.apply('alice', { kind: 'admin-lock' });
    expect(rowOf(applied)).toBe(23);
    expect(directory.state('alice')).toMatchObject({
      label: 'LOCKED',
      lockReason: 'ADMIN_INITIATED',
      unlockAt: null,
    });
    expect(applied.ok && applied.cut.accessTokens).toBe(1);
    expect(directory.mail('alice')).toEqual(['accountlockadmin']);
  });

  test('row 24: an unlock opens what was never confirmed, and leaves a disabled account disabled', async () => {
    const directory = await openDirectory();
    directory.create(register);
    expect(rowOf(directory.lifecycle.apply('erin', { kind: 'admin-unlock' }))).toBe(24);
    expect(directory.state('erin')).toMatchObject(IN);
    expect(new Accounts(directory.identity.core.store).get('erin')?.claims.email_verified).toBeUndefined();
    expect(directory.mail('erin')).toEqual(['accountconfirmation']);
    directory.lifecycle.apply('bob', { kind: 'admin-lock' });
    directory.lifecycle.apply('bob', { kind: 'disable' });
    directory.lifecycle.apply('bob', { kind: 'admin-unlock' });
    expect(directory.state('bob')).toMatchObject({ label: 'DISABLED', locked: false, disabled: true });
  });

  test('row 25: an account that is idle too long is locked', async () => {
    const directory = await openDirectory();
    directory.lifecycle.governance.set({ suspension: { enabled: true } });
    expect(rowOf(directory.lifecycle.apply('alice', { kind: 'idle', idleDays: 90 }))).toBe(25);
    expect(directory.state('alice')).toMatchObject({ label: 'LOCKED', lockReason: 'IDLE_ACCOUNT' });
  });

  test('row 26: disabling cuts tokens; the label is written only while the sandbox sends the messages', async () => {
    const directory = await openDirectory();
    await directory.kit.tokens();
    const applied = directory.lifecycle.apply('alice', { kind: 'disable' });
    expect(rowOf(applied)).toBe(26);
    expect(directory.state('alice')).toMatchObject({ label: 'DISABLED', disabled: true });
    expect(applied.ok && applied.cut.accessTokens).toBe(1);
    expect(await directory.types('alice', 'alice-sandbox-1')).toContain('disabled');
    directory.lifecycle.governance.set({ notifications: { internal: false } });
    directory.lifecycle.apply('bob', { kind: 'disable' });
    expect(directory.state('bob')).toMatchObject({ label: 'UNLOCKED', disabled: true });
  });

  test('row 27: enabling forgets what the account waited for', async () => {
    const directory = await openDirectory();
    directory.create(register);
    directory.lifecycle.apply('erin', { kind: 'disable' });
    expect(rowOf(directory.lifecycle.apply('erin', { kind: 'enable' }))).toBe(27);
    expect(directory.state('erin')).toMatchObject({ label: 'LOCKED', locked: true });
    directory.lifecycle.apply('bob', { kind: 'disable' });
    directory.lifecycle.apply('bob', { kind: 'enable' });
    expect(directory.state('bob')).toMatchObject(IN);
  });

  test('rows 28 and 29: a new address waits; confirming it puts it in force, and clears a lock if set so', async () => {
    for (const clearsLock of [true, false]) {
      const directory = await openDirectory();
      directory.lifecycle.governance.set({ verificationOnUpdate: { clearsLock } });
      const change = { attributes: { pendingEmail: 'new@mail.example' }, address: 'new@mail.example' };
      const applied = directory.lifecycle.apply(
        'alice',
        { kind: 'change-address', channel: 'email' },
        change,
      );
      expect(rowOf(applied)).toBe(28);
      const accounts = new Accounts(directory.identity.core.store);
      expect(accounts.get('alice')).toMatchObject({
        email: 'alice.moreau@mail.example',
        pendingEmail: 'new@mail.example',
      });
      expect(directory.mail('alice').sort()).toEqual(['notifyVerifyEmailOnUpdate', 'verifyEmailOnUpdate']);
      directory.lifecycle.apply('alice', { kind: 'admin-lock' });
      expect(rowOf(directory.present(applied, 'confirm', 'alice'))).toBe(29);
      expect(accounts.get('alice')).toMatchObject({ email: 'new@mail.example', pendingEmail: null });
      expect(directory.state('alice')?.locked).toBe(!clearsLock);
    }
  });

  test('row 29: a code that went to an address which waits no more confirms none', async () => {
    const directory = await openDirectory();
    directory.create(register);
    const change = { attributes: { pendingEmail: 'new@mail.example' }, address: 'new@mail.example' };
    const applied = directory.lifecycle.apply('erin', { kind: 'change-address', channel: 'email' }, change);
    const accounts = new Accounts(directory.identity.core.store);
    const erin = accounts.get('erin');
    if (erin) accounts.save({ ...erin, pendingEmail: null });
    expect(rowOf(directory.present(applied, 'confirm'))).toBe('idp.confirmation.address-waits');
    expect(accounts.get('erin')?.email).toBe('erin@mail.example');
    // Refused, it was not used up.
    expect(directory.lifecycle.codes.find(secretOf(applied), 'erin')?.status).toBe('open');
    expect(accounts.get('erin')?.claims.email_verified).toBeUndefined();
  });

  test('row 30: what is deleted takes its codes, tokens and sessions with it', async () => {
    const directory = await openDirectory();
    const { refresh_token } = await directory.kit.tokens({
      scope: 'openid offline_access',
      prompt: 'consent',
    });
    directory.lifecycle.apply(
      'alice',
      { kind: 'change-address', channel: 'email' },
      { address: 'x@mail.example' },
    );
    const applied = directory.lifecycle.apply('alice', { kind: 'delete' });
    expect(rowOf(applied)).toBe(30);
    expect(directory.state('alice')).toBeUndefined();
    expect(applied.ok && applied.cut.sessions).toBe(1);
    expect(directory.lifecycle.codes.open('alice')).toEqual([]);
    expect((await directory.kit.send('/token', directory.kit.refresh(refresh_token))).error).toBe(
      'invalid_grant',
    );
    expect(await directory.kit.silently()).toMatchObject({ error: 'login_required' });
  });
});

describe('what a transition cuts', () => {
  test('a code that is redeemed while the account is locked gives nothing', async () => {
    const directory = await openDirectory();
    const code = await directory.kit.code();
    directory.lifecycle.apply('alice', { kind: 'admin-lock' });
    const answer = await directory.kit.send('/token', directory.kit.exchange(code));
    expect(answer).toMatchObject({ status: 400, error: 'invalid_grant' });
  });

  test('disabling leaves the codes on their way, which then give nothing all the same', async () => {
    const directory = await openDirectory();
    const code = await directory.kit.code();
    const applied = directory.lifecycle.apply('alice', { kind: 'disable' });
    expect(applied.ok && applied.cut.codes).toBe(0);
    const answer = await directory.kit.send('/token', directory.kit.exchange(code));
    expect(answer).toMatchObject({ status: 400, error: 'invalid_grant' });
  });

  test('a password that changes revokes every token; whether sessions end is a setting', async () => {
    for (const endOnPasswordChange of [false, true]) {
      const directory = await openDirectory();
      directory.lifecycle.governance.set({ sessions: { endOnPasswordChange } });
      await signIn(directory.kit.browser, directory.kit.url());
      await directory.kit.tokens();
      const applied = directory.lifecycle.apply('alice', { kind: 'admin-set-password' });
      expect(applied.ok && applied.cut).toMatchObject({
        accessTokens: 1,
        sessions: endOnPasswordChange ? 1 : 0,
      });
    }
  });
});
