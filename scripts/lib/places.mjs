import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * A path inside the project.
 * @param {...string} parts
 */
export const inProject = (...parts) => join(ROOT, ...parts);

/** What the set-up remembers about node_modules; it goes when node_modules goes. */
export const STAMPS = inProject('node_modules', '.cache', 'gatehouse');

/**
 * The folder for what is fetched once for all work trees of this user.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {NodeJS.Platform} [platform]
 * @param {string} [home]
 */
export function cacheRoot(env = process.env, platform = process.platform, home = homedir()) {
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'gatehouse');
  if (platform === 'win32')
    return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'gatehouse', 'Cache');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'gatehouse');
  return join(home, '.cache', 'gatehouse');
}

/** True for the superuser of a Unix system. */
export const isRoot = () => process.getuid?.() === 0;
