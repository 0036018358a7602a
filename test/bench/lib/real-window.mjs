import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { _electron as electron } from '@playwright/test';
import { resolveElectron } from '../../../scripts/electron-runtime.mjs';
import { hasDisplay } from '../../../scripts/lib/system-packages.mjs';
import { startVirtualDisplay } from '../../../scripts/lib/xvfb.mjs';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * @typedef {object} RealWindow
 * @property {import('@playwright/test').ElectronApplication} app
 * @property {import('@playwright/test').Page} window
 * @property {string} dataDir
 * @property {(method: string, params?: object) => Promise<any>} call the contract, as the window's page calls it
 * @property {() => Promise<void>} close
 */

/**
 * The Electron of this machine, and a display for it.
 * @returns {Promise<{ executablePath: string, args: string[], env: Record<string, string>, version: string, release: () => void }>}
 */
export async function electronWithDisplay() {
  const runtime = resolveElectron();
  if ('reason' in runtime) throw new Error(runtime.reason);
  const display = hasDisplay() ? undefined : await startVirtualDisplay();
  const env = /** @type {Record<string, string>} */ ({ ...process.env, ...runtime.env });
  if (display) env.DISPLAY = display.display;
  delete env.ELECTRON_RUN_AS_NODE;
  const { executablePath, args, version } = runtime;
  return { executablePath, args, env, version, release: () => display?.stop() };
}

/**
 * The app in its real window, with a data folder of its own (or the one given), ready to be used.
 * @param {{ args?: string[], dataDir?: string }} [options] switches for Chromium; a data folder that stays
 * @returns {Promise<RealWindow>}
 */
export async function openRealWindow({ args = [], dataDir: given } = {}) {
  const runtime = await electronWithDisplay();
  const dataDir = given ?? mkdtempSync(join(tmpdir(), 'gatehouse-window-'));
  const app = await electron.launch({
    executablePath: runtime.executablePath,
    args: [...runtime.args, ...args, ROOT],
    env: { ...runtime.env, GATEHOUSE_DATA: dataDir },
  });
  const window = await app.firstWindow();
  await window.locator('[data-app-state="ready"]').waitFor({ state: 'attached' });
  /** @param {string} method @param {object} params */
  const call = (method, params = {}) =>
    window.evaluate(
      (message) => {
        const { gatehouse } = /** @type {any} */ (globalThis);
        return gatehouse.call(message.method, message.params);
      },
      { method, params },
    );
  return {
    app,
    window,
    dataDir,
    call,
    close: async () => {
      await app.close();
      runtime.release();
      if (given === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
