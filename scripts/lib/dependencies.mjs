import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { npm, npmReason } from './npm.mjs';
import { inProject, STAMPS } from './places.mjs';
import { SetupError, say } from './report.mjs';

const STAMP = join(STAMPS, 'install.json');

/**
 * @typedef {{ version?: string, optional?: boolean, link?: boolean }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} Lock
 */

/**
 * The packages of a lock file that an installation lacks or has in another version. Optional ones do not
 * count: each platform has its own.
 * @param {Lock} lock package-lock.json
 * @param {Lock | undefined} installed node_modules/.package-lock.json, npm's own record of what it installed
 * @returns {string[]} paths such as `node_modules/zod`
 */
export function missingPackages(lock, installed) {
  const has = installed?.packages ?? {};
  return Object.entries(lock.packages ?? {})
    .filter(([path, wanted]) => path !== '' && !wanted.optional && has[path]?.version !== wanted.version)
    .map(([path]) => path);
}

/**
 * @param {string} path
 * @returns {any} undefined where there is no readable JSON file
 */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Installs the locked packages if they are not there. With nothing changed it reads two small files.
 * Install scripts do not run: nothing this project uses needs one.
 * @throws {SetupError} when npm fails
 */
export async function ensureDependencies() {
  const lockText = readFileSync(inProject('package-lock.json'), 'utf8');
  const stamp = {
    lock: createHash('sha256').update(lockText).digest('hex'),
    platform: `${process.platform}-${process.arch}`,
  };
  const known = readJson(STAMP);
  if (known?.lock === stamp.lock && known?.platform === stamp.platform) return;

  const present = existsSync(inProject('node_modules'));
  const installed = readJson(inProject('node_modules', '.package-lock.json'));
  const missing = missingPackages(JSON.parse(lockText), installed);
  const otherPlatform = known !== undefined && known.platform !== stamp.platform;
  if (!present || otherPlatform || missing.length > 0) {
    const why = !present
      ? 'there is no node_modules yet'
      : otherPlatform
        ? `node_modules was made for ${known.platform}`
        : `${missing.length} packages changed`;
    say(`installing packages with npm, because ${why}…`);
    // Windows cannot delete the node.exe that runs this: there, npm mends the folder instead of making it anew.
    const command = process.platform === 'win32' && present ? 'install' : 'ci';
    const began = Date.now();
    const result = await npm([command, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
    if (result.code !== 0) {
      throw new SetupError(
        'The packages could not be installed.',
        npmReason(result),
        'check the network and the registry (npm config get registry), then run the command again.',
      );
    }
    say(`packages installed in ${Math.round((Date.now() - began) / 1000)} s`);
  }
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(STAMP, JSON.stringify(stamp));
}
