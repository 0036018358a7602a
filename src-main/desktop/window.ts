import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { pagePreferences } from './page-preferences.ts';
import { guardAppContents } from './window-guards.ts';
import { readWindowState, visibleBounds, type WindowState, writeWindowState } from './window-state.ts';

/** The ground colour of the user interface (src-renderer/ui/theme/tokens.css), shown until its first paint. */
const GROUND = { light: '#f6f7f9', dark: '#14171c' } as const;

export interface AppWindowOptions {
  dataDir: string;
  preload: string;
  resources: string;
}

/** The one place that makes the app's window. It stays hidden until it has something to show. */
export function createAppWindow(options: AppWindowOptions): BrowserWindow {
  const state = readWindowState(options.dataDir);
  const bounds =
    state.bounds &&
    visibleBounds(
      state.bounds,
      screen.getAllDisplays().map((display) => display.workArea),
    );
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    ...bounds,
    minWidth: 720,
    minHeight: 480,
    show: false,
    title: 'Gatehouse',
    icon: join(options.resources, 'icon-256.png'),
    backgroundColor: groundColour(state.dark ?? nativeTheme.shouldUseDarkColors),
    autoHideMenuBar: true,
    webPreferences: { ...pagePreferences(), preload: options.preload },
  });
  guardAppContents(window.webContents);
  window.once('ready-to-show', () => {
    if (state.maximized) window.maximize();
    window.show();
  });
  window.on('close', () => rememberWindow(options.dataDir, window));
  return window;
}

/** Follows the theme that the page shows, so that frame, dialogs and the next start agree with it. */
export function setWindowTheme(dataDir: string, window: BrowserWindow, dark: boolean): void {
  window.setBackgroundColor(groundColour(dark));
  writeWindowState(dataDir, { ...readWindowState(dataDir), dark });
}

const groundColour = (dark: boolean): string => (dark ? GROUND.dark : GROUND.light);

function rememberWindow(dataDir: string, window: BrowserWindow): void {
  const state: WindowState = {
    ...readWindowState(dataDir),
    bounds: window.getNormalBounds(),
    maximized: window.isMaximized(),
  };
  writeWindowState(dataDir, state);
}
