import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startLabSandbox } from '../../../src-main/lab-sandbox.ts';
import { OWN_PACK, type OwnPack } from '../../support/own-pack.ts';
import { packsWith, runningSandbox } from './running-lab.ts';

/** `startTime` and `seed` of a pack: when a lab begins, and where the ids of a proof come from. */
const START = '2027-03-01T09:00:00Z';
const REST = { id: 'rest', title: 'Rest', type: 'read' };
const LAB: OwnPack = [{ steps: [REST] }, { steps: {} }, {}, { seed: 'one', startTime: START }];
const MINUTE = 60_000;
const ref = { pack: OWN_PACK, lab: 'one' };

test('a lab begins at the start time of its pack, and again when it is reset, wherever the clock has been', async () => {
  const sandbox = await runningSandbox({ packs: packsWith(...LAB) });
  const minutesSinceStart = async () => (await sandbox.call('clock.get', {})).now - Date.parse(START);
  await sandbox.call('labs.open', ref);
  expect(await minutesSinceStart()).toBeLessThan(MINUTE);
  const { events } = await sandbox.call('events.list', { types: ['clock.advanced'], limit: 1 });
  expect(events[0]?.vtime).toBeGreaterThanOrEqual(Date.parse(START));
  await sandbox.call('clock.advance', { ms: 90 * 24 * 60 * MINUTE });
  await sandbox.call('labs.reset', { scope: 'lab', ...ref });
  expect(await minutesSinceStart()).toBeLessThan(MINUTE);
  expect(await minutesSinceStart()).toBeGreaterThanOrEqual(0);
});

/** What a sandbox of the prover has recorded of one sign-in: ids, and the times as the log has them. */
async function signInOnce(seed: string) {
  const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-seed-'));
  const { ports, close } = await startLabSandbox({
    dataDir,
    version: '0.1.0',
    seed,
    startTime: Date.parse(START),
  });
  try {
    await ports.verbs.signIn({ persona: 'alice', app: 'online-banking', consent: 'allow' });
    await ports.recorder.committed();
    return ports.feed.query({ after: 0, limit: 1000 });
  } finally {
    await close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

test('two sandboxes of one seed record the same ids, and a third another; all at the start time', async () => {
  const one = await signInOnce('a seed');
  const same = await signInOnce('a seed');
  const other = await signInOnce('another seed');
  const idsOf = (events: typeof one) => events.map(({ id, flow, span }) => [id, flow, span]);
  expect(one.length).toBeGreaterThan(20);
  expect(idsOf(same)).toEqual(idsOf(one));
  expect(idsOf(other)).not.toEqual(idsOf(one));
  for (const { vtime } of [...one, ...same]) {
    expect(vtime).toBeGreaterThanOrEqual(Date.parse(START));
    expect(vtime).toBeLessThan(Date.parse(START) + MINUTE);
  }
});
