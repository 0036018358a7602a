import { expect, test } from 'vitest';
import { extensionSchema } from '../../../../src-main/contract/extensions.ts';
import { startIdentity } from '../../../support/identity.ts';
import { handler, ranScripts } from '../../../support/scripts.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { registerErin } from '../../../support/workflow-api.ts';
import { runningSandbox } from '../../labs/running-lab.ts';

const NOBODY = 'export default () => veto("nobody")';

test('scripts outlive a restart', async () => {
  const dataDir = tempDir();
  const first = await startIdentity({ dataDir });
  await handler(first, 'PRE_ADD_USER', NOBODY);
  await first.stop();
  const second = await startIdentity({ dataDir });
  expect(second.provider.extensions.list()).toMatchObject([{ id: 'mine', enabled: true }]);
  expect((await registerErin(second)).status).toBe(403);
  await ranScripts(second);
});

const OWN = extensionSchema.parse({
  kind: 'endpoint',
  id: 'own',
  title: 'Own',
  method: 'GET',
  path: 'own',
  access: 'anyone',
  source: `export default async () => ({ body: (await call('GET', '/scim2/Users?count=0', { as: 'sandbox' })).body.totalResults })`,
});

test('snapshots and forks carry scripts, and a trial leaves nothing behind', async () => {
  const { call } = await runningSandbox();
  const info = await call('sandbox.info', {});
  const before = await call('snapshots.take', { name: 'before' });
  await call('extensions.save', OWN);
  const events = async () =>
    (await call('events.list', { types: ['extension.ran', 'extension.failed'] })).events.length;

  const tried = await call('extensions.try', { extension: { ...OWN, enabled: false }, input: {} });
  expect(tried).toMatchObject({
    outcome: 'done',
    calls: 1,
    value: { status: 200, body: expect.any(Number) },
  });
  expect(await events()).toBe(0);
  expect((await fetch(`${info.issuer}/ext/own`)).status).toBe(200);
  expect(await events()).toBe(1);

  const fork = await call('forks.open', {});
  const inFork = (method: 'extensions.list' | 'extensions.remove', params: { id?: string }) =>
    call('forks.call', { id: fork.id, method, params });
  expect(await inFork('extensions.list', {})).toMatchObject([{ id: 'own' }]);
  await inFork('extensions.remove', { id: 'own' });
  expect(await inFork('extensions.list', {})).toEqual([]);
  expect(await call('extensions.list', {})).toHaveLength(1);

  await call('snapshots.restore', { id: before.id });
  expect(await call('extensions.list', {})).toEqual([]);
  expect((await fetch(`${info.issuer}/ext/own`)).status).toBe(404);
});
