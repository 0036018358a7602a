import { z } from 'zod';
import { Applications } from '../../store/applications.ts';
import { StateSettings } from '../../store/settings.ts';
import type { StateStore } from '../../store/state-store.ts';
import { type AppUrls, applications } from './applications.ts';

/** The client ids that this world was given, so that one which a person took away does not come back. */
const OFFERED = 'world.applications';

/**
 * Gives a world that an older version made the applications that it did not have. What people made or changed stays:
 * a client id that is taken is left alone. Answers whether anything was written.
 */
export function addNewApplications(store: StateStore, appUrls: AppUrls): boolean {
  const offered = new Set(new StateSettings(store).get(OFFERED, z.array(z.string())) ?? []);
  const all = applications(appUrls);
  if (all.every(({ clientId }) => offered.has(clientId))) return false;
  store.transaction(() => {
    const known = new Applications(store);
    for (const application of all)
      if (!offered.has(application.clientId) && !known.get(application.clientId)) known.save(application);
    keepOffered(store, appUrls);
  });
  return true;
}

/** Remembers which applications the world was given. */
export function keepOffered(store: StateStore, appUrls: AppUrls): void {
  new StateSettings(store).set(
    OFFERED,
    applications(appUrls).map(({ clientId }) => clientId),
  );
}
