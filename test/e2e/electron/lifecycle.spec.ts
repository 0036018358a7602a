import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { spoilEvents } from '../../support/spoil-events.ts';
import { GatehouseApp } from '../pages/gatehouse-app.ts';
import { ServedSandbox } from '../pages/served-sandbox.ts';

/** The app's own life: starts, deaths of the worker, two at once, and how the window is found again. */
test('a worker that dies is started again; the window says so and the log is kept', async () => {
  const app = await GatehouseApp.open();
  await app.call('clock.advance', { ms: 60_000 });
  const before = await app.call('events.list', { limit: 5000 });
  const news = app.window.evaluate(
    () =>
      new Promise((resolve) => {
        const statuses: unknown[] = [];
        const { gatehouse } = window as unknown as {
          gatehouse: { subscribe(listener: (message: string) => void): void };
        };
        gatehouse.subscribe((text) => {
          const message = JSON.parse(text) as { kind: string; status: unknown };
          if (message.kind !== 'status') return;
          statuses.push(message.status);
          if (statuses.length === 3) resolve(statuses);
        });
      }),
  );
  await app.killWorker();
  expect(await news).toEqual([
    { status: 'ready' },
    { status: 'restarting', reason: 'its thread ended with code 1' },
    { status: 'ready' },
  ]);
  const after = await app.call('events.list', { limit: 5000 });
  expect(after.events.slice(0, before.events.length)).toEqual(before.events);
  expect(after.events.slice(before.events.length).map(({ type }) => type)).toContain('sandbox.recovered');
  expect((await app.call('clock.get', {})).offset).toBe(60_000);
  await app.close();
});

test('each phase of a start is measured, in order', async () => {
  const app = await GatehouseApp.open();
  const phases = () =>
    JSON.parse(readFileSync(join(app.dataDir, 'startup.json'), 'utf8')) as Record<string, number>;
  await expect
    .poll(() => Object.keys(phases()).sort())
    .toEqual([
      'app/interactive',
      'app/ready',
      'main/loaded',
      'sandbox/ready',
      'window/created',
      'window/shown',
    ]);
  const ms = phases();
  expect(ms['main/loaded']).toBeGreaterThan(0);
  expect(ms['app/ready']).toBeLessThanOrEqual(ms['window/created'] ?? 0);
  expect(ms['window/created']).toBeLessThanOrEqual(ms['window/shown'] ?? 0);
  await app.close();
});

test('a later start shows the labs before the sandbox is there, and a lab that is opened meanwhile opens', async () => {
  const app = await GatehouseApp.open();
  await app.call('settings.set', { welcomed: true });
  await app.window.reload();
  const kept = () => app.window.evaluate(() => localStorage.getItem('gatehouse.kept-view') ?? '');
  await expect.poll(async () => (await kept()).includes('"welcomed":true')).toBe(true);
  expect(await kept()).not.toContain((await app.call('world.get', {})).personas[0]?.password);
  await app.quit();

  const again = await GatehouseApp.launch({ dataDir: app.dataDir });
  const start = again.window.getByRole('button', { name: /^Start: / }).first();
  await start.click();
  const lesson = again.window.getByRole('region', { name: 'Lesson', exact: true });
  await expect(lesson.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await again.call('labs.current', {})).not.toBeNull();

  const listedAt = await again.window.evaluate(() => {
    const [mark] = performance.getEntriesByName('gatehouse:labs-interactive');
    return mark ? performance.timeOrigin + mark.startTime : Number.NaN;
  });
  const began = await again.electron.evaluate(() => process.getCreationTime() ?? Number.NaN);
  const phases = JSON.parse(readFileSync(join(app.dataDir, 'startup.json'), 'utf8')) as Record<
    string,
    number
  >;
  expect(listedAt).toBeLessThan(began + (phases['sandbox/ready'] ?? 0));
  await again.close();
  await app.close();
});

test('what another build has kept is not shown', async () => {
  const app = await GatehouseApp.open();
  await expect
    .poll(() => app.window.evaluate(() => localStorage.getItem('gatehouse.kept-view') !== null))
    .toBe(true);
  await app.window.evaluate(() => {
    const kept = localStorage.getItem('gatehouse.kept-view') ?? '';
    localStorage.setItem(
      'gatehouse.kept-view',
      JSON.stringify({ ...JSON.parse(kept), build: 'older', view: {} }),
    );
  });
  await app.restart();
  await expect(app.window.getByRole('heading', { name: 'Labs', exact: true })).toBeVisible();
  await app.close();
});

test('the window opens where and as it was left', async () => {
  const app = await GatehouseApp.open();
  const bounds = { x: 40, y: 60, width: 1100, height: 700 };
  await app.electron.evaluate(
    ({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds),
    bounds,
  );
  await app.call('settings.set', { theme: 'dark' });
  await app.restart();
  const found = () =>
    app.electron.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0];
      return { bounds: window?.getBounds(), background: window?.getBackgroundColor() };
    });
  await expect.poll(found).toEqual({ bounds, background: '#14171C' });
  // The next time it is dark before the page says so.
  await app.quit();
  expect(JSON.parse(readFileSync(join(app.dataDir, 'window.json'), 'utf8'))).toEqual({
    bounds,
    maximized: false,
    dark: true,
  });
  await app.close();
});

test('a second start with the same data brings the first window to the front and ends', async () => {
  const app = await GatehouseApp.open();
  const { executable, args } = await app.electron.evaluate(({ app }) => ({
    executable: process.execPath,
    args: [...process.argv.filter((arg) => arg === '--no-sandbox'), app.getAppPath()],
  }));
  const second = spawn(executable, args, {
    env: { ...process.env, GATEHOUSE_DATA: app.dataDir },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  second.stderr.on('data', (chunk) => {
    told += String(chunk);
  });
  const [code] = await once(second, 'exit');
  expect(code).toBe(0);
  expect(told).toContain('is already open');
  await app.call('clock.get', {});
  await app.close();
});

test('data that another program has open is refused in the window, with its process', async () => {
  const served = await ServedSandbox.start();
  const app = await GatehouseApp.launch({ dataDir: served.dataDir });
  await expect(app.window.locator('[data-problem="data.in-use"]')).toBeVisible();
  await expect(app.window.getByText('--data DIR')).toBeVisible();
  await app.close();
  await served.remove();
});

test('data of a newer version is refused in the window, with its version', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-newer-'));
  const app = await GatehouseApp.open({ dataDir });
  await expect.poll(() => app.call('clock.get', {})).toBeDefined();
  await app.close();
  const file = join(dataDir, 'state.db');
  const bytes = readFileSync(file);
  // `user_version`: 4 bytes at offset 60 of the file's header.
  bytes.writeUInt32BE(99, 60);
  writeFileSync(file, bytes);
  const again = await GatehouseApp.launch({ dataDir });
  await expect(again.window.locator('[data-problem="data.newer"]')).toBeVisible();
  await expect(again.window.getByText('version 99')).toBeVisible();
  await again.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test('data that is damaged is named in the window, which begins a new world and keeps the old file', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-damaged-'));
  const app = await GatehouseApp.open({ dataDir });
  await app.call('settings.set', { welcomed: true, textSize: 110 });
  await app.close();
  const file = join(dataDir, 'state.db');
  const bytes = readFileSync(file).fill('spoilt ', 0, 2000);
  writeFileSync(file, bytes);

  const again = await GatehouseApp.launch({ dataDir });
  await expect(again.window.getByText('The data could not be opened.')).toBeVisible();
  await again.window.getByRole('button', { name: 'Start afresh…' }).click();
  await again.window.getByRole('button', { name: 'Start afresh', exact: true }).click();
  await again.window.locator('[data-app-state="ready"]').waitFor({ state: 'attached' });
  await expect(again.window.getByRole('heading', { name: 'Labs', exact: true })).toBeVisible();
  expect((await again.call('settings.get', {})).textSize).toBe(110);
  const [kept] = readdirSync(dataDir).filter((name) => name.startsWith('state.db.damaged-'));
  expect(readFileSync(join(dataDir, kept ?? ''))).toEqual(bytes);
  await again.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test('a log that is damaged while the window is open is named, and a button there begins a new one', async () => {
  const app = await GatehouseApp.open();
  await app.call('settings.set', { welcomed: true });
  await app.call('persona.switch', { persona: 'bob' });
  await app.restart();
  spoilEvents(join(app.dataDir, 'events.db'));
  await expect(app.call('events.list', { after: 0 })).rejects.toThrow();
  await expect(app.window.getByText('The file of the event log is damaged.')).toBeVisible();
  await app.window.getByRole('button', { name: 'Begin a new log…' }).click();
  await app.window.getByRole('button', { name: 'Begin a new log', exact: true }).click();
  await expect(app.window.getByText('a new one was begun')).toBeVisible();
  await expect(app.window.getByText('The file of the event log is damaged.')).toBeHidden();
  expect((await app.call('world.get', {})).persona).toBe('bob');
  expect(
    readdirSync(app.dataDir).filter((name) => /^events\.db\.damaged-[^-]+-[^-]+-[^-]+-\d\d-\d\d$/.test(name)),
  ).toHaveLength(1);
  await app.close();
});
