import process from 'node:process';
import { bootstrap } from './bootstrap.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { ensureBuilt } from './lib/build-output.mjs';
import { endWithParent } from './lib/end-with-parent.mjs';
import { inProject, isRoot, ROOT } from './lib/places.mjs';
import { reportFailure, SetupError, say } from './lib/report.mjs';
import { runInForeground } from './lib/run.mjs';
import { explainElectronFailure, parseStartArguments } from './lib/start-options.mjs';
import { hasDisplay, installPackages, missingLibraries, packagesFor } from './lib/system-packages.mjs';

/** @typedef {import('./electron-runtime.mjs').ElectronRuntime} ElectronRuntime */

/**
 * `npm start`: sets up what is missing, builds what has changed, opens the app's window. Where there can be no
 * window, it says why and serves the same interface for a browser.
 * @returns {Promise<number>} the exit code
 */
async function start() {
  const options = parseStartArguments(process.argv.slice(2), process.env);
  const { toolNode } = await bootstrap();
  const electron = await electronOrReason(toolNode, options);
  await ensureBuilt(toolNode);
  if ('executablePath' in electron) return openWindow(electron, options.rest);
  say(`${electron.reason}: serving the interface for a browser instead`);
  return runInForeground(toolNode, [inProject('out', 'main', 'cli.js'), 'serve', '--ui', ...options.rest], {
    cwd: ROOT,
  });
}

/**
 * The Electron to open the window with, or why there will be no window.
 * @param {string} toolNode
 * @param {import('./lib/start-options.mjs').StartOptions} options
 * @returns {Promise<ElectronRuntime | { reason: string }>}
 */
async function electronOrReason(toolNode, options) {
  if (options.headless) return { reason: 'no window was asked for (--headless)' };
  if (!hasDisplay()) return { reason: 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)' };
  const electron = await ensureElectron({ toolNode, retry: options.retryElectron });
  if (!('executablePath' in electron)) return electron;
  const missing = packagesFor(await missingLibraries(electron.executablePath));
  const problem = await installPackages(missing, "for the app's window");
  return problem === undefined ? electron : { reason: problem };
}

/**
 * @param {ElectronRuntime} electron
 * @param {string[]} args
 */
async function openWindow(electron, args) {
  if (isRoot()) say("starting Electron without Chromium's sandbox, because you are root");
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, ...electron.env };
  delete env.ELECTRON_RUN_AS_NODE;
  let told = '';
  const code = await runInForeground(electron.executablePath, [...electron.args, ROOT, ...args], {
    cwd: ROOT,
    env,
    onStderr: (chunk) => {
      told = (told + chunk).slice(-20_000);
    },
  });
  const explained = code === 0 ? undefined : explainElectronFailure(told);
  if (explained !== undefined)
    throw new SetupError('Electron could not open its window.', explained.why, explained.next);
  return code;
}

endWithParent();
try {
  process.exitCode = await start();
} catch (error) {
  process.exitCode = reportFailure(error);
}
