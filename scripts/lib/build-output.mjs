import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { inProject, ROOT } from './places.mjs';
import { SetupError, say } from './report.mjs';
import { run } from './run.mjs';

/** What the bundles are made from. */
const SOURCES = [
  'src-main',
  'src-renderer',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];
const STAMP = 'build.json';

/**
 * A digest of files and folders: of each name and content, in the order of their names.
 * @param {string} root
 * @param {string[]} paths
 */
export function digest(root, paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    if (!existsSync(join(root, path))) continue;
    const files = path.includes('.') ? [path] : filesIn(root, path);
    for (const file of files)
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(root, file)))
        .update('\0');
  }
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function filesIn(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesIn(root, path);
      return entry.isFile() ? [path] : [];
    });
}

/** True where the sources are here to build from: a packaged installation has only the result. */
export const hasSources = () =>
  existsSync(inProject('src-main')) && existsSync(inProject('electron.vite.config.ts'));

/** True when out/ was built from the sources as they are now. */
export function isBuilt() {
  try {
    const stamp = JSON.parse(readFileSync(inProject('out', STAMP), 'utf8'));
    return stamp.sources === digest(ROOT, SOURCES) && existsSync(inProject('out', 'main', 'cli.js'));
  } catch {
    return false;
  }
}

/**
 * Builds out/ when the sources have changed. The new build takes the old one's place only when it is complete.
 * @param {string} toolNode
 * @throws {SetupError} with the bundler's words when it fails
 */
export async function ensureBuilt(toolNode) {
  if (isBuilt()) return;
  say('building the app…');
  const began = Date.now();
  const sources = digest(ROOT, SOURCES);
  const folder = `.out-${process.pid}`;
  try {
    const result = await run(
      toolNode,
      [inProject('node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build', '--logLevel', 'warn'],
      { cwd: ROOT, env: { ...process.env, GATEHOUSE_OUT_DIR: folder } },
    );
    if (result.code !== 0) {
      throw new SetupError(
        'The app could not be built.',
        `${result.stdout}\n${result.stderr}`.trim(),
        'mend what the bundler names above, then run the command again.',
      );
    }
    mkdirSync(inProject(folder), { recursive: true });
    writeFileSync(inProject(folder, STAMP), JSON.stringify({ sources }));
    if (existsSync(inProject('out'))) await rename(inProject('out'), inProject(`${folder}-old`));
    await rename(inProject(folder), inProject('out'));
  } finally {
    rmSync(inProject(folder), { recursive: true, force: true });
    rmSync(inProject(`${folder}-old`), { recursive: true, force: true });
  }
  say(`built in ${((Date.now() - began) / 1000).toFixed(1)} s`);
}
