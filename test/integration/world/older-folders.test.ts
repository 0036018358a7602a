import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Applications } from '../../../src-main/store/applications.ts';
import { StateSettings } from '../../../src-main/store/settings.ts';
import { seedWorld } from '../../../src-main/world/seed/seed-world.ts';
import { APP_URLS } from '../../support/identity.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { startScim } from '../scim/support.ts';
import { as, machineToken } from '../scim/tokens.ts';

const OLD = new URL('../../support/old-folders/', import.meta.url);

/** A data folder with the state that an older version left. */
function olderFolder(name: string): string {
  const dir = tempDir();
  writeFileSync(join(dir, 'state.db'), gunzipSync(readFileSync(fileURLToPath(new URL(name, OLD)))));
  return dir;
}

describe('a data folder of an older version', () => {
  test('gains the application that keeps the directory in step, and keeps what the learner made', async () => {
    const scim = await startScim({ dataDir: olderFolder('before-directory-sync.state.db.gz') });
    const token = await machineToken(scim, 'internal_user_mgt_list');
    const found = await as(scim, token, 'GET', '/Users?filter=userName%20sw%20%22made-by%22');
    expect(found.body.Resources).toMatchObject([
      { userName: 'made-by-the-learner', emails: [{ value: 'made@example.com' }] },
    ]);
  });

  test('gains it once: what the learner took away stays away, and her own of that name is left alone', async () => {
    const { identity } = await startScim({ dataDir: olderFolder('before-directory-sync.state.db.gz') });
    const applications = new Applications(identity.core.store);
    const opened = () =>
      seedWorld(identity.core.store, {
        clock: identity.core.clock,
        hashPassword: async () => 'unused',
        appUrls: APP_URLS,
      });
    applications.remove('directory-sync');
    expect(await opened()).toBe(false);
    expect(applications.get('directory-sync')).toBeUndefined();

    const own = applications.get('workbench');
    if (!own) throw new Error('the workbench is gone');
    new StateSettings(identity.core.store).remove('world.applications');
    applications.save({ ...own, clientId: 'directory-sync', name: 'Mine', builtIn: false });
    expect(await opened()).toBe(true);
    expect(applications.get('directory-sync')?.name).toBe('Mine');
  });
});
