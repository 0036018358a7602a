import { readFileSync } from 'node:fs';

/**
 * @typedef {object} Counts what one run of a test runner came to; each reporter here writes it as JSON
 * @property {number} passed
 * @property {number} failed
 * @property {Array<{ name: string, reason: string }>} skipped
 */

/** The environment variable that tells a reporter where to write. */
export const COUNTS_FILE = 'GATEHOUSE_TEST_COUNTS';

/** What stands for a reason where a test gives none. */
export const NO_REASON = 'the test gives no reason';

/** @returns {Counts} */
export const noCounts = () => ({ passed: 0, failed: 0, skipped: [] });

/**
 * @param {Counts[]} all
 * @returns {Counts}
 */
export function add(...all) {
  return {
    passed: all.reduce((sum, counts) => sum + counts.passed, 0),
    failed: all.reduce((sum, counts) => sum + counts.failed, 0),
    skipped: all.flatMap((counts) => counts.skipped),
  };
}

/**
 * Reads what a reporter wrote and holds it against the runner's exit code: a runner that failed with no failed
 * test, or that wrote nothing, counts as one failure.
 * @param {string} file
 * @param {number} exitCode
 * @returns {Counts}
 */
export function readCounts(file, exitCode) {
  /** @type {Counts} */
  let counts;
  try {
    counts = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: [] };
  }
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/**
 * The last line of `npm test`.
 * @param {Counts} counts
 */
export const closingLine = (counts) =>
  `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped.length} skipped`;
