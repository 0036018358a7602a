import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Core } from '../../../src-main/events/core.ts';
import { createCore } from '../../../src-main/events/create-core.ts';
import type { AppUrls } from '../../../src-main/world/seed/applications.ts';
import { seedWorld } from '../../../src-main/world/seed/seed-world.ts';

export const APP_URLS: AppUrls = {
  'online-banking': 'http://127.0.0.1:9501',
  'care-desk': 'http://127.0.0.1:9502',
  pocket: 'http://127.0.0.1:9503',
  tv: 'http://127.0.0.1:9504',
  notebook: 'http://127.0.0.1:9505',
  mail: 'http://127.0.0.1:9506',
  signet: 'http://127.0.0.1:9507',
};

/** A new data folder and how to remove it. */
export function dataFolder(): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'gatehouse-world-'));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** A core of its own with the world seeded. */
export async function seededCore(dir: string): Promise<Core> {
  const core = createCore({ dataDir: dir });
  await seedWorld(core.store, {
    clock: core.clock,
    hashPassword: async (password) => `hash-of:${password}`,
    appUrls: APP_URLS,
  });
  return core;
}
