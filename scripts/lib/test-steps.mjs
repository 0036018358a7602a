import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { COUNTS_FILE, noCounts, readCounts } from './counts.mjs';
import { npm } from './npm.mjs';
import { inProject, ROOT } from './places.mjs';
import { run } from './run.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */

const MINUTE = 60_000;

/** Prints to stdout, where the results of `npm test` belong. @param {string} text */
export const print = (text) => process.stdout.write(`${text}\n`);

/** @param {number} began */
const seconds = (began) => `${((Date.now() - began) / 1000).toFixed(1)} s`;

/**
 * Runs one of package.json's checks; it counts as one test. Its output shows only when it fails.
 * @param {string} script name of the npm script
 * @param {string} title
 * @returns {Promise<Counts>}
 */
export async function check(script, title) {
  const began = Date.now();
  const result = await npm(['run', '--silent', script], { timeoutMs: 5 * MINUTE });
  if (result.code === 0) {
    print(`✓ ${title} (${seconds(began)})`);
    return { ...noCounts(), passed: 1 };
  }
  const why = result.timedOut ? '\nended after 5 minutes' : '';
  print(`✗ ${title} (${seconds(began)})\n${result.stdout}${result.stderr}${why}`);
  return { ...noCounts(), failed: 1 };
}

/**
 * Runs a test runner whose reporter writes the counts; its output shows as it comes.
 * @param {string} toolNode
 * @param {string[]} args the runner's script and arguments
 * @param {{ title: string, limitMinutes: number, env?: Record<string, string> }} options
 * @returns {Promise<Counts>}
 */
async function runner(toolNode, args, { title, limitMinutes, env }) {
  print(`\n— ${title}`);
  const began = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-counts-'));
  const file = join(folder, 'counts.json');
  try {
    const result = await run(toolNode, args, {
      cwd: ROOT,
      timeoutMs: limitMinutes * MINUTE,
      env: {
        ...process.env,
        ...env,
        [COUNTS_FILE]: file,
        // Programs that tests start find the same Node that runs the tests.
        PATH: inProject('node_modules', '.bin') + delimiter + (process.env.PATH ?? ''),
      },
      onOutput: (chunk) => process.stdout.write(chunk),
    });
    if (result.timedOut) print(`✗ ${title} was ended after ${limitMinutes} minutes`);
    const counts = readCounts(file, result.code);
    print(`${counts.failed === 0 ? '✓' : '✗'} ${title} (${seconds(began)})`);
    return counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Unit and integration tests.
 * @param {string} toolNode
 */
export function vitest(toolNode) {
  const reporter = inProject('scripts', 'lib', 'vitest-reporter.mjs');
  const config = inProject('test', 'vitest.config.ts');
  const script = inProject('node_modules', 'vitest', 'vitest.mjs');
  const args = [script, 'run', '--config', config, '--reporter=default', `--reporter=${reporter}`];
  return runner(toolNode, args, { title: 'unit and integration tests', limitMinutes: 8 });
}

/**
 * The end-to-end tests of one project.
 * @param {string} toolNode
 * @param {'electron' | 'chromium'} project
 * @param {{ env?: Record<string, string>, listOnly?: boolean }} [options] `listOnly` counts them as skipped
 */
export function playwright(toolNode, project, { env, listOnly = false } = {}) {
  const reporter = inProject('scripts', 'lib', 'playwright-reporter.mjs');
  const config = inProject('test', 'playwright.config.ts');
  const script = inProject('node_modules', '@playwright', 'test', 'cli.js');
  const args = [script, 'test', '--config', config, '--project', project, '--pass-with-no-tests'];
  const more = listOnly ? ['--list', `--reporter=${reporter}`] : [`--reporter=list,${reporter}`];
  const title = listOnly ? `end-to-end tests that cannot run (${project})` : `end-to-end tests (${project})`;
  return runner(toolNode, [...args, ...more], { title, limitMinutes: 10, env });
}
