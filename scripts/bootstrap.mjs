import './lib/require-node.mjs';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { ensureDependencies } from './lib/dependencies.mjs';
import { inProject, STAMPS } from './lib/places.mjs';
import { SetupError } from './lib/report.mjs';
import { run } from './lib/run.mjs';
import { ensureToolNode, link } from './lib/tool-node.mjs';

/**
 * Makes a fresh clone ready for everything but Electron: packages, a Node for the tools, SQLite's driver, and
 * the `gatehouse` command for npx. Does nothing, quickly and without network, when nothing has changed.
 * @returns {Promise<{ toolNode: string }>}
 * @throws {SetupError}
 */
export async function bootstrap() {
  await ensureDependencies();
  const toolNode = await ensureToolNode();
  await checkDriver(toolNode);
  link('gatehouse', inProject('scripts', 'gatehouse.mjs'));
  return { toolNode };
}

/**
 * Opens a database in memory once after each installation, in a process of its own: a driver that does not fit
 * ends its process without a word.
 * @param {string} toolNode
 */
async function checkDriver(toolNode) {
  const stamp = join(STAMPS, 'driver-works');
  if (existsSync(stamp)) return;
  const probe = "new (require('better-sqlite3'))(':memory:').prepare('select 1').get()";
  const result = await run(toolNode, ['-e', probe], { cwd: inProject() });
  if (result.code !== 0) {
    throw new SetupError(
      "SQLite's driver does not run on this machine.",
      result.stderr
        .trim()
        .split('\n')
        .find((line) => /Error/.test(line)) ??
        `no better-sqlite3 binary fits ${process.platform}-${process.arch}`,
      'delete node_modules and run the command again; Gatehouse runs on Linux, macOS and Windows, x64 and arm64.',
    );
  }
  writeFileSync(stamp, '');
}
