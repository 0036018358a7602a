#!/usr/bin/env node
import './lib/require-node.mjs';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bootstrap } from './bootstrap.mjs';
import { ensureBuilt, hasSources, isBuilt } from './lib/build-output.mjs';
import { endWithParent } from './lib/end-with-parent.mjs';
import { inProject } from './lib/places.mjs';
import { reportFailure, SetupError } from './lib/report.mjs';
import { runInForeground } from './lib/run.mjs';
import { findToolNode, runsTheTools } from './lib/tool-node.mjs';

/**
 * The `gatehouse` command: makes sure that the app is built and that this Node can run it, then becomes the
 * command line in out/main/cli.js. Says nothing on stdout itself.
 */
async function main() {
  const cli = inProject('out', 'main', 'cli.js');
  if (hasSources() && (!existsSync(inProject('node_modules')) || !isBuilt())) {
    const { toolNode } = await bootstrap();
    await ensureBuilt(toolNode);
  }
  if (!existsSync(cli)) {
    throw new SetupError('This Gatehouse is not complete.', `${cli} is missing`, 'install it again.');
  }
  if (runsTheTools(process.versions)) {
    process.argv[1] = cli;
    await import(pathToFileURL(cli).href);
    return;
  }
  const toolNode = findToolNode();
  if (toolNode === undefined) {
    throw new SetupError(
      `Node.js ${process.versions.node} cannot run Gatehouse.`,
      'its SQLite driver needs Node-API 10, and no newer Node.js came with the packages',
      'install Node.js 24 (https://nodejs.org), then run the command again.',
    );
  }
  process.exitCode = await runInForeground(toolNode, [
    fileURLToPath(import.meta.url),
    ...process.argv.slice(2),
  ]);
}

endWithParent();
try {
  await main();
} catch (error) {
  process.exitCode = reportFailure(error);
}
