import { type BrowserWindow, nativeTheme } from 'electron';
import type { DesktopMethod, MethodOutput, MethodParams } from '../contract/methods.ts';
import type { PersonaBrowsers } from './personas/persona-browsers.ts';
import { setWindowTheme } from './window.ts';

/** The handlers that the desktop host must provide, one for each method. */
export type DesktopHandlers = {
  [M in DesktopMethod]: (params: MethodParams<M>) => Promise<MethodOutput<M>> | MethodOutput<M>;
};

export interface DesktopMethodsOptions {
  browsers: PersonaBrowsers;
  window: BrowserWindow;
  dataDir: string;
}

/** What the contract promises of a desktop, answered by the window and its persona browsers. */
export function desktopHandlers({ browsers, window, dataDir }: DesktopMethodsOptions): DesktopHandlers {
  return {
    'browser.open': ({ persona, url }) => browsers.open(persona, url),
    'browser.place': ({ persona, bounds }) => {
      browsers.place(persona, bounds);
      return {};
    },
    'browser.freeze': async ({ persona }) => ({ image: await browsers.freeze(persona) }),
    'browser.navigate': ({ persona, action }) => {
      browsers.navigate(persona, action);
      return {};
    },
    'browser.list': () => browsers.list(),
    'window.theme': ({ dark, theme }) => {
      // Pages of personas and native dialogs follow. Told what the setting is, not what it looks like now: a fixed source
      // is all that the window would see of the system from then on.
      nativeTheme.themeSource = theme;
      setWindowTheme(dataDir, window, dark);
      return {};
    },
  };
}
