import process from 'node:process';
import { bootstrap } from './bootstrap.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { ensureBuilt } from './lib/build-output.mjs';
import { add, closingLine, noCounts } from './lib/counts.mjs';
import { reportFailure, SetupError } from './lib/report.mjs';
import {
  findChromium,
  findProgram,
  hasDisplay,
  installPackages,
  missingLibraries,
  packagesFor,
} from './lib/system-packages.mjs';
import { check, playwright, print, vitest } from './lib/test-steps.mjs';
import { startVirtualDisplay } from './lib/xvfb.mjs';

/** @typedef {import('./lib/counts.mjs').Counts} Counts */

/**
 * `npm test`: sets up what is missing, then runs every check and test there is, and ends with one line of counts.
 * @returns {Promise<Counts>}
 */
async function testEverything() {
  const { toolNode } = await bootstrap();
  const electronProblem = await prepareElectron(toolNode);
  const chromiumProblem = await prepareChromium();
  const built = await build(toolNode);
  const [fast, slow] = await Promise.all([
    inTurn([() => check('typecheck', 'types'), () => check('lint', 'lint, format and length of files')]),
    inTurn([() => check('deps', 'directions of imports'), () => check('knip', 'no dead code')]),
  ]);
  const fastTests = await vitest(toolNode);
  const ends =
    built.failed > 0
      ? []
      : [
          await endToEnd(toolNode, 'electron', electronProblem),
          await endToEnd(toolNode, 'chromium', chromiumProblem),
        ];
  return add(built, fast, slow, fastTests, ...ends);
}

/** @param {Array<() => Promise<Counts>>} steps */
async function inTurn(steps) {
  let counts = noCounts();
  for (const step of steps) counts = add(counts, await step());
  return counts;
}

/**
 * The build counts as one test. Without it there is nothing to test end to end, and its failure says so.
 * @param {string} toolNode
 */
async function build(toolNode) {
  try {
    await ensureBuilt(toolNode);
    print('✓ build');
    return { ...noCounts(), passed: 1 };
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    print(`✗ build: ${error.what}\n${error.why}\nThe end-to-end tests did not run, since they need it.`);
    return { ...noCounts(), failed: 1 };
  }
}

/**
 * Makes ready what the tests in the real window need.
 * @param {string} toolNode
 * @returns {Promise<string | undefined>} why they cannot run
 */
async function prepareElectron(toolNode) {
  const electron = await ensureElectron({ toolNode });
  if (!('executablePath' in electron)) return electron.reason;
  const packages = packagesFor(await missingLibraries(electron.executablePath));
  if (!hasDisplay() && findProgram('Xvfb') === undefined) packages.push('xvfb');
  return installPackages(packages, 'for the tests in the real window');
}

/**
 * Makes ready what the tests in a browser need.
 * @returns {Promise<string | undefined>} why they cannot run
 */
async function prepareChromium() {
  const { chromium } = await import('@playwright/test');
  if (findChromium(chromium.executablePath()) !== undefined) return undefined;
  const problem = await installPackages(['chromium'], 'for the tests in a browser');
  if (findChromium() !== undefined) return undefined;
  return problem ?? 'no Chromium was found: install one, or name one in GATEHOUSE_CHROMIUM';
}

/**
 * @param {string} toolNode
 * @param {'electron' | 'chromium'} project
 * @param {string | undefined} problem why they cannot run
 * @returns {Promise<Counts>}
 */
async function endToEnd(toolNode, project, problem) {
  if (problem !== undefined) {
    const counts = await playwright(toolNode, project, { listOnly: true });
    return { ...counts, skipped: counts.skipped.map(({ name }) => ({ name, reason: problem })) };
  }
  if (project === 'chromium' || hasDisplay()) return playwright(toolNode, project);
  const display = await startVirtualDisplay();
  try {
    return await playwright(toolNode, project, { env: { DISPLAY: display.display } });
  } finally {
    display.stop();
  }
}

/** @type {Counts} */
let counts = { ...noCounts(), failed: 1 };
try {
  counts = await testEverything();
} catch (error) {
  reportFailure(error);
}
print('');
for (const { name, reason } of counts.skipped) print(`skipped: ${name}: ${reason}`);
print(closingLine(counts));
process.exitCode = counts.failed === 0 ? 0 : 1;
