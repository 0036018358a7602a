import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Accounts, UNTROUBLED } from '../../../src-main/store/accounts.ts';
import { openDatabase } from '../../../src-main/store/database.ts';
import { Groups } from '../../../src-main/store/groups.ts';
import { STATE_MIGRATIONS } from '../../../src-main/store/migrations/state.ts';
import { StateStore } from '../../../src-main/store/state-store.ts';
import { tempDir } from '../../support/temp-dir.ts';

const PERSON = {
  id: 'erin',
  username: 'erin',
  passwordHash: 'hash',
  name: 'Erin',
  email: 'erin@mail.example',
  claims: {},
  groups: ['customers', 'sailors'],
  createdAt: 5,
};

describe('accounts', () => {
  it('of a folder of an older version keep who they are, their groups and whether they may be used', () => {
    const file = join(tempDir(), 'state.db');
    const old = openDatabase(file, STATE_MIGRATIONS.slice(0, 1));
    const insert =
      old.prepare(`INSERT INTO account (id, username, password_hash, name, email, claims, groups, enabled,
      created_at) VALUES (?, ?, 'h', ?, ?, '{}', ?, ?, 7)`);
    insert.run('ann', 'ann', 'Ann', 'ann@mail.example', '["customers","help-desk"]', 1);
    insert.run('ben', 'ben', 'Ben', 'ben@mail.example', '["customers"]', 0);
    old.close();

    const store = new StateStore(file, () => undefined);
    const accounts = new Accounts(store);
    expect(accounts.get('ann')).toMatchObject({ groups: ['customers', 'help-desk'], state: UNTROUBLED });
    expect(accounts.get('ben')).toMatchObject({
      groups: ['customers'],
      state: { label: 'DISABLED', disabled: true },
    });
    expect(new Groups(store).members('customers')).toEqual(['ann', 'ben']);
    store.close();
  });

  it('belong to groups that come and go with their names', () => {
    const store = new StateStore(join(tempDir(), 'state.db'), () => undefined);
    const accounts = new Accounts(store);
    accounts.save(PERSON);
    expect(accounts.get('erin')?.groups).toEqual(['customers', 'sailors']);
    accounts.save({ ...PERSON, groups: ['sailors', 'anglers'] });
    expect(accounts.get('erin')?.groups).toEqual(['anglers', 'sailors']);
    new Groups(store).remove('anglers');
    expect(accounts.get('erin')?.groups).toEqual(['sailors']);
    expect(accounts.remove('erin', 0)).toBe(true);
    expect(new Groups(store).members('sailors')).toEqual([]);
    store.close();
  });
});
