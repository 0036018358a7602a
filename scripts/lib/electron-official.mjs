import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { cacheRoot, inProject } from './places.mjs';
import { say } from './report.mjs';
import { run } from './run.mjs';

const DOWNLOAD_LIMIT_MS = 20 * 60 * 1000;
/** Where there is no stand-in, a failed download is tried again after this time without being asked. */
const FORGET_AFTER_MS = 60 * 60 * 1000;

/** The executable's path inside Electron's folder. @type {Partial<Record<NodeJS.Platform, string>>} */
const EXECUTABLE = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  linux: 'electron',
  win32: 'electron.exe',
};

/**
 * @typedef {object} FailedDownload what is remembered of it, so that not every start tries in vain
 * @property {string} version of Electron
 * @property {string} source the settings that say where to fetch from
 * @property {string} reason
 * @property {number} at milliseconds since 1970
 */

/** The version of Electron that the project is pinned to. */
export const pinnedVersion = () => {
  const manifest = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
  return /** @type {string} */ (manifest.devDependencies.electron);
};

/**
 * The official Electron, if it lies in node_modules or where ELECTRON_OVERRIDE_DIST_PATH points.
 * @returns {{ executable: string, version: string } | undefined}
 */
export function findOfficial() {
  const name = EXECUTABLE[process.platform];
  if (name === undefined) return undefined;
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? inProject('node_modules', 'electron', 'dist');
  const executable = join(folder, name);
  if (!existsSync(executable)) return undefined;
  let version = pinnedVersion();
  try {
    version = readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '');
  } catch {
    // A build of one's own may have no such file.
  }
  const own = process.env.ELECTRON_OVERRIDE_DIST_PATH !== undefined;
  return own || version === pinnedVersion() ? { executable, version } : undefined;
}

/** The settings that decide where Electron is fetched from. */
export function downloadSource(env = process.env) {
  const names = [
    'ELECTRON_MIRROR',
    'npm_config_electron_mirror',
    'ELECTRON_CUSTOM_DIR',
    'ELECTRON_CUSTOM_FILENAME',
  ];
  const set = names.filter((name) => env[name]).map((name) => `${name}=${env[name]}`);
  return set.join(' ') || 'default';
}

/**
 * Whether a download that failed before is worth another try.
 * @param {FailedDownload | undefined} failed
 * @param {{ version: string, source: string, now: number, asked: boolean, standIn: boolean }} now
 */
export function worthATry(failed, now) {
  if (failed === undefined || now.asked) return true;
  if (failed.version !== now.version || failed.source !== now.source) return true;
  return !now.standIn && now.now - failed.at > FORGET_AFTER_MS;
}

const memory = () => join(cacheRoot(), 'electron-download-failed.json');

/** @returns {FailedDownload | undefined} */
export function lastFailure() {
  try {
    return JSON.parse(readFileSync(memory(), 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Fetches the official Electron by its own installer, unless that failed before and nothing has changed since.
 * @param {{ toolNode: string, asked: boolean, standIn: boolean }} options `asked`: a person wants another try
 * @returns {Promise<FailedDownload | undefined>} why it is not there, or undefined
 */
export async function fetchOfficial({ toolNode, asked, standIn }) {
  const version = pinnedVersion();
  const source = downloadSource();
  const failed = lastFailure();
  if (!worthATry(failed, { version, source, now: Date.now(), asked, standIn })) return failed;
  say(`fetching Electron ${version} (about 110 MB, unless it is cached)…`);
  const began = Date.now();
  const progress = setInterval(
    () => say(`  still fetching, ${Math.round((Date.now() - began) / 1000)} s`),
    10_000,
  );
  const result = await run(toolNode, [inProject('node_modules', 'electron', 'install.js')], {
    timeoutMs: DOWNLOAD_LIMIT_MS,
  });
  clearInterval(progress);
  if (result.code === 0 && findOfficial() !== undefined) {
    rmSync(memory(), { force: true });
    return undefined;
  }
  const reason = result.timedOut ? 'it took longer than 20 minutes' : reasonOf(result.stderr);
  const failure = { version, source, reason, at: Date.now() };
  mkdirSync(cacheRoot(), { recursive: true });
  writeFileSync(memory(), JSON.stringify(failure));
  return failure;
}

/**
 * The telling part of the installer's stack trace.
 * @param {string} stderr
 */
export function reasonOf(stderr) {
  const lines = stderr.split('\n').map((line) => line.trim());
  const error =
    lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.find((line) => line !== '') ?? 'no reason given';
  const cause = lines.find((line) =>
    /\b(ENOTFOUND|ECONN\w+|ETIMEDOUT|EAI_AGAIN|CERT_\w+|SELF_SIGNED\w*|UND_ERR_\w+)\b/.test(line),
  );
  return cause === undefined || cause === error ? error : `${error}; ${cause.replace(/^\[cause\]:\s*/, '')}`;
}
