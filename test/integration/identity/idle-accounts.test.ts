import { describe, expect, test } from 'vitest';
import { ConfirmationCodes } from '../../../src-main/store/confirmation-codes.ts';
import { openDirectory, register, secretOf } from './directory.ts';

const DAY = 24 * 3600 * 1000;
const REMINDED = 'idleAccountReminder';

describe('accounts that nobody uses', () => {
  test('are reminded on the days that are set, and locked at last', async () => {
    const directory = await openDirectory();
    directory.lifecycle.governance.set({
      suspension: { enabled: true, idleDays: 30, reminderDays: [10, 20] },
    });
    await directory.later(5 * DAY);
    expect(await directory.types('bob', 'bob-sandbox-1')).toBe('in');
    await directory.later(6 * DAY);
    expect([directory.mail('alice'), directory.mail('bob')]).toEqual([[REMINDED], []]);
    await directory.later(10 * DAY);
    expect(directory.mail('alice')).toEqual([REMINDED, REMINDED]);
    expect(directory.state('alice')?.locked).toBe(false);
    await directory.later(10 * DAY);
    expect(directory.state('alice')).toMatchObject({ label: 'LOCKED', lockReason: 'IDLE_ACCOUNT' });
    expect(directory.mail('alice')).toEqual([REMINDED, REMINDED, 'idleAccountLocked']);
    // Bob signed in meanwhile: his days count from then.
    expect(directory.state('bob')?.locked).toBe(false);
    await directory.later(6 * DAY);
    expect(directory.state('bob')?.lockReason).toBe('IDLE_ACCOUNT');
    expect(await directory.types('bob', 'bob-sandbox-1')).not.toBe('in');
  });

  test('a jump over everything locks in one go; where it is off, nothing happens', async () => {
    const directory = await openDirectory();
    await directory.later(400 * DAY);
    expect(directory.state('alice')?.locked).toBe(false);
    directory.lifecycle.governance.set({ suspension: { enabled: true } });
    await directory.later(400 * DAY);
    expect(directory.state('alice')?.lockReason).toBe('IDLE_ACCOUNT');
    expect(directory.mail('alice')).toEqual(['idleAccountLocked']);
  });

  test('codes that ended long ago are swept away; those that can still be told of stay', async () => {
    const directory = await openDirectory();
    const secret = secretOf(directory.create(register));
    const { lifecycle, identity } = directory;
    await directory.later(20 * DAY);
    expect(lifecycle.codes.find(secret, 'erin')?.status).toBe('open');
    await directory.later(20 * DAY);
    expect(lifecycle.codes.find(secret, 'erin')).toBeUndefined();
    expect(new ConfirmationCodes(identity.core.store).of('erin')).toEqual([]);
  });
});
