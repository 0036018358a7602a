import { z } from 'zod';
import type { Clock } from '../../events/clock.ts';
import { Accounts } from '../../store/accounts.ts';
import { Apis } from '../../store/apis.ts';
import { Applications } from '../../store/applications.ts';
import { StateSettings } from '../../store/settings.ts';
import type { StateStore } from '../../store/state-store.ts';
import { BackendRecords } from '../backends/records.ts';
import { APIS } from './apis.ts';
import { type AppUrls, applications } from './applications.ts';
import { bankRecords } from './bank.ts';
import { addNewApplications, keepOffered } from './new-applications.ts';
import { PERSONAS } from './personas.ts';

export interface SeedDeps {
  clock: Clock;
  /** A memory-hard hash of a password; the directory owns its form. */
  hashPassword: (password: string) => Promise<string>;
  appUrls: AppUrls;
}

const SEEDED = 'world.seeded';

/**
 * Fills a new database with the world of Harbour Bank. A database that was seeded before is left as people made it, but
 * gains the applications that came to the world since; answers whether anything was written. All ids are fixed, so labs
 * can name account 4711.
 */
export async function seedWorld(store: StateStore, deps: SeedDeps): Promise<boolean> {
  const settings = new StateSettings(store);
  if (settings.get(SEEDED, z.boolean())) return addNewApplications(store, deps.appUrls);
  const customers = PERSONAS.filter(({ newcomer }) => !newcomer);
  const hashes = await Promise.all(customers.map((persona) => deps.hashPassword(persona.password)));
  store.transaction(() => {
    const now = deps.clock.now();
    const accounts = new Accounts(store);
    customers.forEach((persona, index) => {
      accounts.save({
        id: persona.id,
        username: persona.username,
        passwordHash: hashes[index] ?? '',
        name: persona.name,
        email: persona.email,
        claims: persona.claims,
        groups: [...persona.groups],
        createdAt: now,
      });
    });
    for (const api of APIS) new Apis(store).save(api);
    for (const application of applications(deps.appUrls)) new Applications(store).save(application);
    for (const { api, collection, id, owner, payload } of bankRecords(now)) {
      new BackendRecords(store, api).save(collection, { id, owner, payload });
    }
    keepOffered(store, deps.appUrls);
    settings.set(SEEDED, true);
  });
  return true;
}
