import { join } from 'node:path';
import { app, type BrowserWindow } from 'electron';
import { GatehouseError, toPublicError } from '../contract/errors.ts';
import type { MethodOutput } from '../contract/methods.ts';
import { ensureDataDir } from '../host/ensure-data-dir.ts';
import type { AppPaths } from '../host/paths.ts';
import type { StartupMarks } from '../host/startup-marks.ts';
import { desktopHandlers } from './desktop-methods.ts';
import { type EarlySandbox, startSandboxEarly } from './early-sandbox.ts';
import type { FirstWindow } from './first-window.ts';
import { setMenu } from './menu.ts';
import { PersonaBrowsers } from './personas/persona-browsers.ts';
import { problemPageAddress } from './problem-page.ts';
import type { WindowStream } from './window-stream.ts';
import { connectWindow } from './window-transport.ts';

export interface DesktopOptions {
  paths: AppPaths;
  dataDir: string;
  marks: StartupMarks;
}

/** Runs the app in its window: claims the data folder, starts the sandbox, and answers the page. */
export async function startDesktop(first: FirstWindow, options: DesktopOptions): Promise<void> {
  const { window } = first;
  app.on('window-all-closed', () => app.quit());
  if (window.isDestroyed()) {
    // Closed before there was anything to stop.
    app.quit();
    return;
  }
  const sandbox = early(options);
  setMenu();
  if ('failure' in sandbox) showFailure(window, sandbox.failure);
  else await runInWindow(first, sandbox, options);
}

/** The sandbox on its way; or why it cannot be, for the window to show. */
function early(options: DesktopOptions): EarlySandbox | { failure: unknown } {
  try {
    ensureDataDir(options.dataDir);
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
  { window, ipc }: FirstWindow,
  { secret, supervisor, lock, started, serve }: EarlySandbox,
  { dataDir }: DesktopOptions,
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
    ipc,
    window,
    source: supervisor,
    handlers: desktopHandlers({ browsers, window, dataDir }),
  });
  focusByKey(window, browsers);
  endPolitely(async () => {
    await supervisor.stop();
    lock.release();
  });
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
