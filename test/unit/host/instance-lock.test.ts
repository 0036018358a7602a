import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { lockInstance } from '../../../src-main/host/instance-lock.ts';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'gatehouse-lock-'));
const lockModule = fileURLToPath(new URL('../../../src-main/host/instance-lock.ts', import.meta.url));

/** Another process that tries to hold the folder, and what it says: `held`, or the code of its error. */
async function other(folder: string) {
  const script = `
    const { lockInstance } = await import(${JSON.stringify(lockModule)});
    try {
      lockInstance(${JSON.stringify(folder)});
      console.log('held');
      setInterval(() => {}, 1000);
    } catch (error) {
      console.log(error.code);
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await once(child.stdout, 'data');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { said: String(said).trim(), pid: child.pid, kill };
}

const claim = (folder: string) => () => lockInstance(folder);

it('refuses a folder that another process has, and names it', async () => {
  const folder = newFolder();
  const holder = await other(folder);
  expect(holder.said).toBe('held');
  expect(claim(folder)).toThrow(
    expect.objectContaining({ code: 'data.in-use', why: expect.stringContaining(`process ${holder.pid},`) }),
  );
  await holder.kill();
});

it('is free again after kill -9', async () => {
  const folder = newFolder();
  await (await other(folder)).kill();
  lockInstance(folder).release();
});

it('goes to one only of several that start at once', async () => {
  const folder = newFolder();
  const all = await Promise.all([other(folder), other(folder), other(folder)]);
  expect(all.map(({ said }) => said).sort()).toEqual(['data.in-use', 'data.in-use', 'held']);
  await Promise.all(all.filter(({ said }) => said === 'held').map(({ kill }) => kill()));
});

it('is free again after release, and does not hold other folders', async () => {
  const folder = newFolder();
  const first = lockInstance(folder);
  lockInstance(newFolder()).release();
  expect(claim(folder)).toThrow(expect.objectContaining({ code: 'data.in-use' }));
  first.release();
  first.release();
  lockInstance(folder).release();
});

it('refuses even while the note about the owner is spoilt', () => {
  const folder = newFolder();
  const lock = lockInstance(folder);
  writeFileSync(join(folder, 'instance.json'), '{');
  expect(claim(folder)).toThrow(expect.objectContaining({ code: 'data.in-use' }));
  lock.release();
});
