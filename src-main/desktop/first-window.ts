import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow, ipcMain, Menu, session } from 'electron';
import type { AppPaths } from '../host/paths.ts';
import type { StartupMarks } from '../host/startup-marks.ts';
import { APP_PAGE } from './addresses.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { ASKED_CHANNELS } from './channels.ts';
import { guardPermissions } from './permissions.ts';
import { WaitingIpc } from './waiting-ipc.ts';
import { createAppWindow } from './window.ts';
import { guardAppSession } from './window-guards.ts';

export interface FirstWindowOptions {
  paths: AppPaths;
  dataDir: string;
  marks: StartupMarks;
}

/** The window with its page on the way, before the rest of the program has been loaded. */
export interface FirstWindow {
  window: BrowserWindow;
  /** The page's channels: what it asks waits until somebody answers. */
  ipc: WaitingIpc;
  /** Settles when a person sees the page, or when there is none to see. */
  painted: Promise<void>;
}

/**
 * Opens the window, with as little code as that takes: what this module imports is what a person waits for. All else is
 * loaded while the page draws itself.
 *
 * Must be called before Electron is ready. Answers nothing where this data folder has a window already.
 */
export async function openFirstWindow(options: FirstWindowOptions): Promise<FirstWindow | undefined> {
  const { dataDir, marks, paths } = options;
  // Chromium's own files, and so the persona partitions and the single-instance lock, belong to the data folder.
  const profile = join(dataDir, 'chromium');
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  app.setPath('userData', profile);
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write(`Gatehouse is already open with ${dataDir}; its window is in front now.\n`);
    app.exit(0);
    return undefined;
  }
  registerAppScheme();
  // Else Electron makes a menu of its own first; ours comes when the page is there.
  Menu.setApplicationMenu(null);
  await app.whenReady();
  marks.mark('app/ready');
  guardPermissions(session.defaultSession);
  guardAppSession(session.defaultSession);
  serveApp(session.defaultSession, paths.renderer);
  const ipc = new WaitingIpc(ipcMain, ASKED_CHANNELS);
  const window = createAppWindow({ dataDir, preload: paths.preload, resources: paths.resources });
  marks.mark('window/created');
  window.once('show', () => marks.mark('window/shown'));
  void ipc.heard.then(() => marks.mark('app/interactive'));
  app.on('second-instance', () => bringToFront(window));
  const painted = new Promise<void>((resolve) => {
    window.once('ready-to-show', resolve);
    window.once('closed', resolve);
    window.webContents.once('did-fail-load', () => resolve());
  });
  void window.loadURL(APP_PAGE);
  return { window, ipc, painted };
}

function bringToFront(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
