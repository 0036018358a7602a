import { afterEach, describe, expect, it } from 'vitest';
import { SCIM_SCOPE_NAMES } from '../../../src-main/contract/scim-scopes.ts';
import { Accounts } from '../../../src-main/store/accounts.ts';
import { Apis } from '../../../src-main/store/apis.ts';
import { Applications } from '../../../src-main/store/applications.ts';
import { BackendRecords } from '../../../src-main/world/backends/records.ts';
import { APIS } from '../../../src-main/world/seed/apis.ts';
import { seedWorld } from '../../../src-main/world/seed/seed-world.ts';
import { APP_URLS, dataFolder, seededCore } from './support.ts';

const folders: { remove: () => void }[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

function folder(): string {
  const made = dataFolder();
  folders.push(made);
  return made.dir;
}

describe('the start world', () => {
  it('holds people, applications and APIs that fit one another', async () => {
    const core = await seededCore(folder());
    const accounts = new Accounts(core.store).all();
    expect(accounts.map((account) => account.id).sort()).toEqual([
      'alice',
      'bob',
      'carol',
      'dave',
      'mallory',
    ]);
    expect(accounts.every((account) => account.passwordHash.startsWith('hash-of:'))).toBe(true);
    const scopes = new Apis(core.store)
      .all()
      .flatMap((api) => api.definition.scopes.map((scope) => scope.name));
    for (const { settings } of new Applications(core.store).all()) {
      const identity = ['openid', 'profile', 'email', 'offline_access'];
      for (const scope of settings.allowedScopes)
        expect([...identity, ...scopes, 'internal_login', ...SCIM_SCOPE_NAMES]).toContain(scope);
      for (const scope of settings.requestedScopes) expect(settings.allowedScopes).toContain(scope);
    }
    for (const { definition } of APIS) {
      const names = definition.scopes.map((scope) => scope.name);
      for (const operation of definition.operations) expect(names).toContain(operation.scope);
    }
    core.close();
  });

  it('gives every record of the bank an owner who exists', async () => {
    const core = await seededCore(folder());
    const people = new Accounts(core.store).all().map((account) => account.id);
    for (const [api, collection] of [
      ['accounts', 'account'],
      ['accounts', 'booking'],
      ['payments', 'payment'],
      ['cards', 'card'],
    ] as const) {
      const records = new BackendRecords(core.store, api).list(collection);
      expect(records.length).toBeGreaterThan(0);
      for (const record of records) expect(people).toContain(record.owner);
    }
    core.close();
  });

  it('leaves a world that people have changed as it is', async () => {
    const core = await seededCore(folder());
    const applications = new Applications(core.store);
    const banking = applications.get('online-banking')!;
    applications.save({ ...banking, settings: { ...banking.settings, requestedScopes: ['openid'] } });
    const again = await seedWorld(core.store, {
      clock: core.clock,
      hashPassword: async () => 'another',
      appUrls: APP_URLS,
    });
    expect(again).toBe(false);
    expect(applications.get('online-banking')?.settings.requestedScopes).toEqual(['openid']);
    core.close();
  });
});
