import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow, ipcMain, session } from 'electron';
import { GatehouseError, toPublicError } from '../contract/errors.ts';
import type { MethodOutput } from '../contract/methods.ts';
import { ensureDataDir } from '../host/data-dir.ts';
import type { AppPaths } from '../host/paths.ts';
import type { StartupMarks } from '../host/startup-marks.ts';
import { APP_PAGE } from './addresses.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { desktopHandlers } from './desktop-methods.ts';
import { type EarlySandbox, startSandboxEarly } from './early-sandbox.ts';
import { setMenu } from './menu.ts';
import { guardPermissions } from './permissions.ts';
import { PersonaBrowsers } from './personas/persona-browsers.ts';
import { problemPageAddress } from './problem-page.ts';
import { createAppWindow } from './window.ts';
import { guardAppSession } from './window-guards.ts';
import type { WindowStream } from './window-stream.ts';
import { connectWindow } from './window-transport.ts';

export interface DesktopOptions {
  paths: AppPaths;
  dataDir: string;
  marks: StartupMarks;
}

/**
 * Runs the app: claims the data folder, opens the window, and starts the sandbox beside it.
 *
 * Must be called before Electron is ready.
 */
export async function startDesktop(options: DesktopOptions): Promise<void> {
  const { dataDir, marks, paths } = options;
  ensureDataDir(dataDir);
  // Chromium's own files, and so the persona partitions and the single-instance lock, belong to the data folder.
  const profile = join(dataDir, 'chromium');
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  app.setPath('userData', profile);
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write(`Gatehouse is already open with ${dataDir}; its window is in front now.\n`);
    app.exit(0);
    return;
  }
  registerAppScheme();
  const sandbox = early(options);
  await app.whenReady();
  marks.mark('app/ready');
  setMenu();
  guardPermissions(session.defaultSession);
  guardAppSession(session.defaultSession);
  serveApp(session.defaultSession, paths.renderer);
  const window = createAppWindow({ dataDir, preload: paths.preload, resources: paths.resources });
  marks.mark('window/created');
  window.once('show', () => marks.mark('window/shown'));
  app.on('second-instance', () => bringToFront(window));
  app.on('window-all-closed', () => app.quit());
  if ('failure' in sandbox) showFailure(window, sandbox.failure);
  else await runInWindow(window, sandbox, options);
}

/** The sandbox on its way; or why it cannot be, for the window to show. */
function early(options: DesktopOptions): EarlySandbox | { failure: unknown } {
  try {
    const sandbox = startSandboxEarly(options);
    sandbox.started.then(
      () => options.marks.mark('sandbox/ready'),
      () => undefined,
    );
    return sandbox;
  } catch (failure) {
    return { failure };
  }
}

async function runInWindow(
  window: BrowserWindow,
  { secret, supervisor, lock, started, serve }: EarlySandbox,
  { dataDir, marks }: DesktopOptions,
): Promise<void> {
  let stream: WindowStream | undefined;
  const browsers = new PersonaBrowsers({
    window,
    partitions: join(app.getPath('userData'), 'Partitions'),
    secret,
    isPersona: async (id) => {
      const world = (await supervisor.call('world.get', {})) as unknown as MethodOutput<'world.get'>;
      return world.personas.some((persona) => persona.id === id);
    },
    changed: (browser) => stream?.push({ kind: 'browser', browser }),
    refused: (persona, url, reason) =>
      supervisor.report({ kind: 'navigation-refused', persona, url, reason }),
  });
  serve(browsers);
  stream = connectWindow({
    ipc: ipcMain,
    window,
    source: supervisor,
    handlers: desktopHandlers({ browsers, window, dataDir }),
    interactive: () => marks.mark('app/interactive'),
  });
  focusByKey(window, browsers);
  endPolitely(async () => {
    await supervisor.stop();
    lock.release();
  });
  void window.loadURL(APP_PAGE);
  try {
    await started;
  } catch (error) {
    // The page that is there already offers to start afresh.
    if (!(error instanceof GatehouseError && error.code === 'data.corrupt')) showFailure(window, error);
    else process.stderr.write(`${error.what}\n  Why:  ${error.why}\n  Next: ${error.next}\n`);
  }
}

/** The window is open already, so it is the place to say why there is nothing to see. */
function showFailure(window: BrowserWindow, error: unknown): void {
  const shown = toPublicError(error);
  process.stderr.write(`${shown.what}\n  Why:  ${shown.why}\n  Next: ${shown.next}\n`);
  if (!window.isDestroyed()) void window.loadURL(problemPageAddress(shown));
}

function bringToFront(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** F6 goes to the persona's page on show, as between the panes of any window; F6 there comes back. */
function focusByKey(window: BrowserWindow, browsers: PersonaBrowsers): void {
  window.webContents.on('before-input-event', (event, input) => {
    if (input.type !== 'keyDown' || input.key !== 'F6') return;
    event.preventDefault();
    browsers.focusVisible();
  });
}

/** Lets the sandbox drain and close its databases before the process ends. */
function endPolitely(stop: () => Promise<void>): void {
  let stopped = false;
  app.on('before-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    stopped = true;
    void stop().finally(() => app.quit());
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => app.quit());
}
