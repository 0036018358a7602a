import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lockInstance } from '../../../src-main/host/instance-lock.ts';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'gatehouse-lock-'));
const lockModule = fileURLToPath(new URL('../../../src-main/host/instance-lock.ts', import.meta.url));

/** Another process that holds the folder. */
async function holder(folder: string, platform: NodeJS.Platform) {
  const script = `
    const { lockInstance } = await import(${JSON.stringify(lockModule)});
    await lockInstance(${JSON.stringify(folder)}, ${JSON.stringify(platform)});
    console.log('held');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

// macOS has no abstract sockets: its way, a socket in the file system, works here too.
describe.skipIf(process.platform === 'win32').each(['linux', 'darwin'] as const)(
  'the claim on a data folder, the way of %s',
  (platform) => {
    it('refuses a second process and names the first', async () => {
      const folder = newFolder();
      const child = await holder(folder, platform);
      const second = lockInstance(folder, platform);
      await expect(second).rejects.toMatchObject({
        code: 'data.in-use',
        why: expect.stringContaining(`process ${child.pid}`),
      });
      child.kill('SIGKILL');
      await once(child, 'exit');
    });

    it('is free again after kill -9', async () => {
      const folder = newFolder();
      const child = await holder(folder, platform);
      child.kill('SIGKILL');
      await once(child, 'exit');
      await (await lockInstance(folder, platform)).release();
    });

    it('is free again after release, and does not hold other folders', async () => {
      const folder = newFolder();
      const first = await lockInstance(folder, platform);
      await (await lockInstance(newFolder(), platform)).release();
      await first.release();
      await (await lockInstance(folder, platform)).release();
    });

    it('refuses even while the note about the owner is spoilt', async () => {
      const folder = newFolder();
      const lock = await lockInstance(folder, platform);
      writeFileSync(join(folder, 'instance.json'), '{');
      await expect(lockInstance(folder, platform)).rejects.toMatchObject({ code: 'data.in-use' });
      await lock.release();
    });
  },
);
