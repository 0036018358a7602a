import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '../../../src-main/events/clock.ts';
import { createCore } from '../../../src-main/events/create-core.ts';
import { createObservedServer } from '../../../src-main/events/observed-server.ts';
import { installVirtualDate } from '../../../src-main/events/virtual-date.ts';
import { hashPassword } from '../../../src-main/identity/directory/password.ts';
import { createIdentityProvider } from '../../../src-main/identity/identity-provider.ts';
import { noUrls } from '../../../src-main/world/seed/applications.ts';
import { seedWorld } from '../../../src-main/world/seed/seed-world.ts';
import { tell } from '../lib/subject.mjs';

/** SCIM as it runs in the sandbox: the life of the account, rules, SQLite and the event log. */
const clock = new VirtualClock();
installVirtualDate(clock);
const core = createCore({ dataDir: mkdtempSync(join(tmpdir(), 'bench-scim-')), clock });
await seedWorld(core.store, { clock, hashPassword, appUrls: noUrls() });
const server = createObservedServer({ core, node: 'idp', hosts: ['localhost'], handler: () => undefined });
const port = await server.listen(0);
const provider = await createIdentityProvider(core, {
  issuer: `http://localhost:${port}`,
  organisation: 'Harbour Bank',
});
server.setHandler(provider.handler);
tell({ port, path: '/scim2', token: provider.scim().token });
