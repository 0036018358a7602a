import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import { isRoot } from '../../../scripts/lib/places.mjs';
import type { MethodOutput } from '../../../src-main/contract/methods.ts';
import { connectToFirstPage, debuggerOf } from '../../bench/lib/page-debugger.mjs';
import { signInWithCode } from '../../durability/code-flow.ts';

/** What `npm run dist` has made on Linux: from the real Electron, or from the stand-in (a trial). */
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const FOLDER = ['dist/linux-unpacked', 'dist/trial/linux-unpacked']
  .map((folder) => join(ROOT, folder))
  .find((folder) => existsSync(folder));
const PROGRAM = join(FOLDER ?? '', 'gatehouse');
const SWITCHES = isRoot() ? ['--no-sandbox'] : [];

let dataDir: string;
let child: ChildProcess | undefined;
test.beforeEach(() => {
  expect(FOLDER, 'run `npm run dist` first').toBeDefined();
  dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-package-'));
});
test.afterEach(async () => {
  if (child && child.exitCode === null) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  child = undefined;
  rmSync(dataDir, { recursive: true, force: true });
});

const env = (): NodeJS.ProcessEnv => ({ ...process.env, GATEHOUSE_DATA: dataDir });

test('the window of the package lists the labs, and a persona can sign in', async () => {
  child = spawn(PROGRAM, [...SWITCHES, '--remote-debugging-port=0'], { env: env() });
  const page = await connectToFirstPage(await debuggerOf(child));
  const ask = async <T>(expression: string): Promise<T | undefined> =>
    page.evaluate(expression).catch(() => undefined);
  await expect.poll(() => ask(`performance.getEntriesByName('gatehouse:labs-interactive').length`)).toBe(1);
  expect(await ask(`document.body.innerText`)).toContain('Sign in, and call an API');

  const world = await ask<MethodOutput<'world.get'>>(`gatehouse.call('world.get', {})`);
  const info = await ask<MethodOutput<'sandbox.info'>>(`gatehouse.call('sandbox.info', {})`);
  if (!world || !info) throw new Error('the sandbox does not answer');
  const apis = world.apis.map(({ id, url, resource }) => ({ name: id, url, resource, scopes: [] }));
  const tokens = await signInWithCode({ issuer: info.issuer, apis, personas: world.personas }, 'alice');
  const answer = await fetch(`${apis[0]?.url}/accounts`, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  });
  expect(answer.status).toBe(200);
  page.close();
});

test('the program takes the commands of gatehouse, without a display', async () => {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...headless } = env();
  const lint = spawnSync(PROGRAM, [...SWITCHES, 'lab', 'lint', join(ROOT, 'labs', 'first-steps')], {
    env: headless,
    encoding: 'utf8',
  });
  expect([lint.status, lint.stdout]).toEqual([0, expect.stringContaining(' 0 failed')]);
  const wrong = spawnSync(PROGRAM, [...SWITCHES, 'serve', '--port', '70000'], { env: headless });
  expect([wrong.status, String(wrong.stderr)]).toEqual([1, expect.stringContaining('from 0 to 65535')]);

  child = spawn(PROGRAM, [...SWITCHES, 'serve', '--json', '--port', '0'], { env: headless });
  if (!child.stdout) throw new Error('the program has no output');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  expect((await fetch(`${JSON.parse(line).issuer}/.well-known/openid-configuration`)).status).toBe(200);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

test('the executable is no Node, runs its own archive alone, and takes no debugger', async () => {
  const executable = join(FOLDER ?? '', 'gatehouse-electron');
  const wire = await getCurrentFuseWire(executable);
  for (const fuse of [
    FuseV1Options.RunAsNode,
    FuseV1Options.EnableNodeOptionsEnvironmentVariable,
    FuseV1Options.EnableNodeCliInspectArguments,
  ])
    expect(wire[fuse]).toBe(FuseState.DISABLE);
  expect(wire[FuseV1Options.OnlyLoadAppFromAsar]).toBe(FuseState.ENABLE);
  expect(wire[FuseV1Options.EnableCookieEncryption]).toBe(FuseState.ENABLE);

  const asNode = spawnSync(PROGRAM, [...SWITCHES, '--version'], {
    env: { ...env(), ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--require /nowhere.cjs' },
    encoding: 'utf8',
  });
  expect([asNode.status, asNode.stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
});
