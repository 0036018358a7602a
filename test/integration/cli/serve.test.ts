import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../../../scripts/lib/build-output.mjs';
import { readPorts } from '../../../src-main/store/port-book.ts';
import type { ReadyLine } from '../../../src-main/web/serve.ts';

const COMMAND = fileURLToPath(new URL('../../../scripts/gatehouse.mjs', import.meta.url));

const running = new Set<Command>();
const folders: string[] = [];

/** One run of the `gatehouse` command. */
class Command {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<number | null>;
  stdout = '';
  stderr = '';

  constructor(env: Record<string, string>, ...args: string[]) {
    this.child = spawn(process.execPath, [COMMAND, ...args], { env: { ...process.env, ...env } });
    this.child.stdout.on('data', (chunk) => {
      this.stdout += String(chunk);
    });
    this.child.stderr.on('data', (chunk) => {
      this.stderr += String(chunk);
    });
    this.ended = once(this.child, 'close').then(([code]) => code);
    running.add(this);
    void this.ended.then(() => running.delete(this));
  }

  /** The line that `serve --json` prints when it is ready. */
  async ready(): Promise<ReadyLine> {
    const ended = this.ended.then((code) => {
      throw new Error(`ended with ${code}: ${this.stderr}`);
    });
    while (!this.stdout.includes('\n')) await Promise.race([once(this.child.stdout, 'data'), ended]);
    ended.catch(() => undefined);
    return JSON.parse(this.stdout) as ReadyLine;
  }

  end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-cli-'));
  folders.push(folder);
  return folder;
}

const serve = (dataDir: string, ...more: string[]) =>
  new Command({}, 'serve', '--json', '--data', dataDir, ...more);

async function call(line: ReadyLine, method: string, params: object = {}) {
  const response = await fetch(line.control.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-gatehouse-secret': line.control.secret },
    body: JSON.stringify({ method, params }),
  });
  return (await response.json()).result;
}

beforeAll(() => ensureBuilt(process.execPath), 120_000);
afterEach(async () => {
  await Promise.all([...running].map((command) => command.end('SIGKILL')));
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('gatehouse serve --json', () => {
  it('prints one line with all that a program needs, and nothing else on standard output', async () => {
    const command = serve(newFolder(), '--port', '0');
    const line = await command.ready();
    expect(line.ready).toBe(true);
    expect(line.ui).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#secret=[\w-]{43}$/);
    expect((await fetch(`${line.issuer}/.well-known/openid-configuration`)).status).toBe(200);
    expect((await fetch(line.apis[0]?.url ?? '')).status).toBe(401);
    expect(await call(line, 'clock.get')).toMatchObject({ offset: 0 });
    expect((await fetch(line.ui)).headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await command.end()).toBe(0);
    expect(command.stdout.trim().split('\n')).toHaveLength(1);
  });

  it('keeps its log over a stop and a kill in the middle of work', async () => {
    const dataDir = newFolder();
    const first = serve(dataDir, '--port', '0');
    await call(await first.ready(), 'clock.advance', { ms: 1000 });
    expect(await first.end('SIGINT')).toBe(0);

    const second = serve(dataDir, '--port', '0');
    const line = await second.ready();
    expect((await call(line, 'events.list', { types: ['clock.advanced'] })).events).toHaveLength(1);
    const writes = Array.from({ length: 50 }, () =>
      call(line, 'clock.advance', { ms: 1 }).then(
        () => 1,
        () => 0,
      ),
    );
    await Promise.any(writes);
    await second.end('SIGKILL');
    const answered = (await Promise.all(writes)).reduce((sum: number, one) => sum + one, 0);

    const third = serve(dataDir, '--port', '0');
    const { events } = await call(await third.ready(), 'events.list', { limit: 5000 });
    const seqs = (events as { seq: number }[]).map(({ seq }) => seq);
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    const kept = events.filter(({ type }: { type: string }) => type === 'clock.advanced').length;
    // One from the first run, and every one that was answered before the end.
    expect(kept).toBeGreaterThanOrEqual(1 + answered);
    expect(answered).toBeGreaterThan(0);
  });

  it('refuses a second instance on the same data and names the first', async () => {
    const dataDir = newFolder();
    const first = serve(dataDir, '--port', '0');
    await first.ready();
    const second = serve(dataDir, '--port', '0');
    expect(await second.ended).toBe(3);
    expect(JSON.parse(second.stdout)).toMatchObject({ ready: false, error: { code: 'data.in-use' } });
    expect(second.stderr).toContain(`process ${first.child.pid}`);
  });

  it('refuses data of a newer version with its version and what to do', async () => {
    const dataDir = newFolder();
    const first = serve(dataDir, '--port', '0');
    await first.ready();
    await first.end();
    // The version stands in the file's header: `user_version`, 4 bytes at offset 60.
    const file = join(dataDir, 'state.db');
    const bytes = readFileSync(file);
    bytes.writeUInt32BE(99, 60);
    writeFileSync(file, bytes);

    const command = serve(dataDir, '--port', '0');
    expect(await command.ended).toBe(1);
    const { error } = JSON.parse(command.stdout);
    expect(error).toMatchObject({ code: 'data.newer', why: expect.stringContaining('version 99') });
    expect(command.stderr).toContain(error.what);
    expect(command.stderr).toContain(error.next);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });
});

describe('the ports', () => {
  it('are remembered, given way to when taken, and taken back when free', async () => {
    const dataDir = newFolder();
    const first = serve(dataDir);
    const before = (await first.ready()).ui.split('#')[0] ?? '';
    await first.end();
    const again = serve(dataDir);
    expect((await again.ready()).ui.split('#')[0]).toBe(before);
    await again.end();

    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(Number(new URL(before).port), '127.0.0.1', resolve));
    const moved = serve(dataDir);
    const line = await moved.ready();
    expect(line.ui.split('#')[0]).not.toBe(before);
    expect(line.notices.join(' ')).toContain(`Port ${new URL(before).port} of the user interface is taken`);
    await moved.end();
    await new Promise((resolve) => blocker.close(resolve));

    const back = serve(dataDir);
    expect((await back.ready()).ui.split('#')[0]).toBe(before);
  });

  it('of the user interface is chosen anew each time with --port 0', async () => {
    const dataDir = newFolder();
    const command = serve(dataDir, '--port', '0');
    await command.ready();
    await command.end();
    expect(readPorts(dataDir)).not.toHaveProperty('ui');
  });

  it('that a person asks for and cannot have fail the start', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const { port } = blocker.address() as AddressInfo;
    const command = serve(newFolder(), '--port', String(port));
    expect(await command.ended).toBe(1);
    expect(JSON.parse(command.stdout)).toMatchObject({ error: { code: 'port.taken' } });
    blocker.close();
  });
});

// Elsewhere the system's own opener is called, which a test cannot stand in for.
describe.runIf(process.platform === 'linux')('gatehouse serve --ui', () => {
  it('opens the interface without showing its secret to other users of the machine', async () => {
    const tools = newFolder();
    const opened = join(tools, 'opened');
    writeFileSync(
      join(tools, 'xdg-open'),
      `#!/bin/sh\necho "$1" > ${opened}.tmp && mv ${opened}.tmp ${opened}\n`,
      { mode: 0o755 },
    );
    const dataDir = newFolder();
    const command = new Command(
      { PATH: `${tools}:${process.env.PATH}` },
      'serve',
      '--json',
      '--ui',
      '--port',
      '0',
      '--data',
      dataDir,
    );
    const line = await command.ready();
    await expect.poll(() => existsSync(opened), { timeout: 20_000 }).toBe(true);
    const page = new URL(readFileSync(opened, 'utf8').trim());
    expect(page.href).not.toContain(line.control.secret);
    expect(statSync(page).mode & 0o777).toBe(0o600);
    expect(readFileSync(page, 'utf8')).toContain(`url=${line.ui}"`);
  });
});

describe('wrong use', () => {
  it('of an option is explained', async () => {
    const command = new Command({}, 'serve', '--port', '70000');
    expect(await command.ended).toBe(1);
    expect(command.stderr).toContain('A port is a number from 0 to 65535.');
    expect(command.stdout).toBe('');
  });

  it('of a command is explained', async () => {
    const command = new Command({}, 'nothing');
    expect(await command.ended).toBe(1);
    expect(command.stderr).toContain("unknown command 'nothing'");
  });

  it('of a data folder is explained', async () => {
    const file = join(newFolder(), 'file');
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, '');
    const command = serve(join(file, 'data'), '--port', '0');
    expect(await command.ended).toBe(1);
    expect(JSON.parse(command.stdout)).toMatchObject({ error: { code: 'data.not-writable' } });
  });
});

it('gatehouse --help and --version answer', async () => {
  const help = new Command({}, '--help');
  expect(await help.ended).toBe(0);
  expect(help.stdout).toMatch(/serve[\s\S]*lab/);
  const version = new Command({}, '--version');
  expect(await version.ended).toBe(0);
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
