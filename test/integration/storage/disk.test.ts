import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { DidNotStart, SandboxProcess } from '../../durability/sandbox-process.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { askToken, callApi, token } from './clients.ts';

/** Only the superuser of a Linux machine can make a disk that is small or cannot be written. */
const CAN_MOUNT = process.platform === 'linux' && process.getuid?.() === 0;

/** A disk of its own, in memory. */
function smallDisk(megabytes: number): string {
  const folder = join(tempDir(), 'disk');
  mkdirSync(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'gatehouse-test', folder]);
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  return folder;
}

function fill(disk: string): void {
  const chunk = Buffer.alloc(64 * 1024);
  const file = join(disk, 'filler');
  writeFileSync(file, '');
  for (let size = chunk.length; size >= 512; size /= 2) {
    try {
      for (;;) writeFileSync(file, chunk.subarray(0, size), { flag: 'a' });
    } catch {
      // Full for this size: what is left takes smaller ones.
    }
  }
}

describe.runIf(CAN_MOUNT)('a disk that is full', () => {
  it('is named in the standard’s own form; reading goes on, memory is bounded, and nothing told is lost', async () => {
    const disk = smallDisk(12);
    const dataDir = join(disk, 'data');
    const sandbox = new SandboxProcess(dataDir);
    const line = await sandbox.ready();
    const given = [await token(line)];

    fill(disk);
    // What SQLite had room for already may still be taken; each of these answers is kept.
    let refused = await askToken(line);
    while (refused.status === 200) {
      given.push(((await refused.json()) as { access_token: string }).access_token);
      refused = await askToken(line);
    }
    expect(refused.status).toBe(507);
    expect(await refused.json()).toEqual({
      error: 'server_error',
      error_description: expect.stringMatching(/The disk is full\. Free some disk space/),
    });
    const denied = await callApi(line, given[0] ?? '');
    expect([denied.status, denied.headers.get('content-type')]).toEqual([507, 'application/problem+json']);
    expect(await denied.json()).toMatchObject({ status: 507, detail: expect.stringMatching(/disk is full/) });

    const info = await sandbox.call('sandbox.info', {});
    expect(info.trouble?.code).toBe('storage.full');
    expect((await sandbox.call('world.get', {})).personas.length).toBeGreaterThan(3);
    expect((await sandbox.call('labs.list', {})).labs.length).toBeGreaterThan(0);
    expect((await sandbox.call('events.list', { types: ['idp.token.issued'] })).events).not.toEqual([]);
    await expect(sandbox.call('clock.advance', { ms: 1000 })).rejects.toThrow(/507.*storage\.full/);
    await expect(sandbox.call('settings.set', { textSize: 120 })).rejects.toThrow(/507.*storage\.full/);
    expect((await sandbox.call('settings.get', {})).textSize).toBe(100);

    // More than may wait: what nobody was told of is let go, and the log says so later.
    for (let burst = 0; burst < 60; burst += 1) {
      await Promise.all(Array.from({ length: 50 }, () => askToken(line).then((answer) => answer.text())));
    }
    const { heapUsed } = await sandbox.call('sandbox.memory', {});
    expect(heapUsed).toBeLessThan(150 * 1024 * 1024);

    rmSync(join(disk, 'filler'));
    await vi.waitUntil(async () => (await askToken(line)).status === 200, { timeout: 20_000 });
    for (const value of given) expect((await callApi(line, value)).status).toBe(200);
    expect((await sandbox.call('sandbox.info', {})).trouble).toBeUndefined();
    const gap = await sandbox.call('events.list', { types: ['sandbox.log-gap'], after: 0 });
    expect(gap.events[0]?.data.lost).toBeGreaterThan(0);
    expect(await sandbox.stop()).toBe(0);

    const again = new SandboxProcess(dataDir);
    for (const value of given) expect((await callApi(await again.ready(), value)).status).toBe(200);
    expect(await again.stop()).toBe(0);
  });
});

describe.runIf(CAN_MOUNT)('a disk that cannot be written', () => {
  it('is named before anything starts', async () => {
    const disk = smallDisk(12);
    const dataDir = join(disk, 'data');
    const first = new SandboxProcess(dataDir);
    await first.ready();
    await first.stop();
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    const second = new SandboxProcess(dataDir);
    const failure = await second.ready().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DidNotStart);
    expect((failure as DidNotStart).error).toMatchObject({
      code: 'data.not-writable',
      next: expect.stringContaining('Choose another folder with --data DIR'),
    });
  });
});
