import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { isRoot } from './places.mjs';
import { say } from './report.mjs';
import { run } from './run.mjs';

/**
 * Debian's package for each library that Electron links. Where a release renamed it (…t64), the new name is
 * tried first.
 */
const LIBRARY_PACKAGES = [
  {
    library:
      /^libgtk-3|^libgdk-3|^libatk|^libcairo|^libpango|^libX|^libxcb|^libxkb|^libcups|^libdbus|^libglib|^libgio|^libgobject/,
    package: 'libgtk-3-0',
  },
  { library: /^libnss3|^libnssutil3|^libsmime3|^libnspr4/, package: 'libnss3' },
  { library: /^libasound/, package: 'libasound2' },
  { library: /^libgbm|^libdrm|^libEGL|^libGL/, package: 'libgbm1' },
];

/**
 * The Debian packages that hold these libraries.
 * @param {string[]} libraries such as `libnss3.so`
 * @returns {string[]} without repeats; a library that is not in the table brings all of them
 */
export function packagesFor(libraries) {
  const names = libraries.flatMap((library) => {
    const known = LIBRARY_PACKAGES.filter((entry) => entry.library.test(library));
    return (known.length > 0 ? known : LIBRARY_PACKAGES).map((entry) => entry.package);
  });
  return [...new Set(names)];
}

/**
 * The libraries that `ldd` could not find.
 * @param {string} lddOutput
 */
export const missingIn = (lddOutput) =>
  lddOutput
    .split('\n')
    .filter((line) => line.includes('=> not found'))
    .map((line) => line.trim().split(' ')[0] ?? '');

/**
 * The libraries that a program needs and this system lacks. Linux only; elsewhere programs bring their own.
 * @param {string} executable
 * @returns {Promise<string[]>}
 */
export async function missingLibraries(executable) {
  if (process.platform !== 'linux' || findProgram('ldd') === undefined) return [];
  // Libraries that lie beside the executable count as found.
  const env = { ...process.env, LD_LIBRARY_PATH: dirname(executable) };
  return missingIn((await run('ldd', [executable], { env })).stdout);
}

/**
 * Looks a program up on the PATH.
 * @param {...string} names the first that is found wins
 * @returns {string | undefined} its path
 */
export function findProgram(...names) {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      try {
        const path = join(folder, name);
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not in this folder.
      }
    }
  }
  return undefined;
}

/** The command that a person types to install packages. @param {string[]} packages */
const commandFor = (packages) => `sudo apt-get update && sudo apt-get install -y ${packages.join(' ')}`;

/**
 * Installs Debian packages: as the superuser at once, with a line that says so; for others it prints the command.
 * @param {string[]} packages
 * @param {string} purpose what they are for, to end a sentence: "for the app's window"
 * @returns {Promise<string | undefined>} why they are not there, with what to do; undefined when they are
 */
export async function installPackages(packages, purpose) {
  if (packages.length === 0) return undefined;
  if (findProgram('apt-get') === undefined) {
    return `${purpose} this system lacks what Debian calls ${packages.join(', ')}; install the like with your package manager`;
  }
  if (!isRoot()) return `${purpose} packages are missing; type: ${commandFor(packages)}`;
  say(`installing system packages ${purpose}, as you are root: ${packages.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const updated = await run('apt-get', ['update', '-qq'], { env });
  if (updated.code !== 0)
    say(`apt-get update failed (${lastLine(updated.stderr)}); trying with the lists that are there`);
  const names = await Promise.all(packages.map(currentName));
  const installed = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], {
    env,
  });
  if (installed.code === 0) return undefined;
  return `${purpose} packages could not be installed (${lastLine(installed.stderr)}); type: ${commandFor(names)}`;
}

/**
 * The name under which this release has a package: newer ones renamed some with the suffix t64.
 * @param {string} name
 */
async function currentName(name) {
  const renamed = `${name}t64`;
  const policy = await run('apt-cache', ['policy', renamed]);
  return /Candidate: (?!\(none\))\S/.test(policy.stdout) ? renamed : name;
}

/** @param {string} text */
const lastLine = (text) => text.trim().split('\n').at(-1) ?? '';

/** True where a window can be shown: always on macOS and Windows, on Linux with an X11 or Wayland display. */
export const hasDisplay = (env = process.env, platform = process.platform) =>
  platform !== 'linux' || Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY);

/**
 * A Chromium for the tests: GATEHOUSE_CHROMIUM, Playwright's own, or one of this system.
 * @param {string} [playwrights] where Playwright would have its own
 * @returns {string | undefined} path of the executable
 */
export function findChromium(playwrights) {
  const named = process.env.GATEHOUSE_CHROMIUM;
  if (named) return named;
  if (playwrights !== undefined && existsSync(playwrights)) return playwrights;
  const onPath = findProgram('chromium', 'google-chrome-stable', 'google-chrome', 'microsoft-edge');
  if (onPath !== undefined) return onPath;
  const elsewhere = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    join(process.env.PROGRAMFILES ?? 'C:\\Program Files', 'Google', 'Chrome', 'Application', 'chrome.exe'),
    join(
      process.env['PROGRAMFILES(X86)'] ?? 'C:\\Program Files (x86)',
      'Microsoft',
      'Edge',
      'Application',
      'msedge.exe',
    ),
  ];
  return elsewhere.find((path) => existsSync(path));
}
