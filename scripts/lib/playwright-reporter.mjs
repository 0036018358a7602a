import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { COUNTS_FILE, NO_REASON } from './counts.mjs';

/** @typedef {import('@playwright/test/reporter').Reporter} Reporter */

/**
 * Writes the counts of a Playwright run, with the reason of each skip, to the file that GATEHOUSE_TEST_COUNTS names.
 * @implements {Reporter}
 */
export default class CountsReporter {
  /** @type {import('@playwright/test/reporter').Suite | undefined} */
  #suite;
  #errors = 0;

  /**
   * @param {import('@playwright/test/reporter').FullConfig} _config
   * @param {import('@playwright/test/reporter').Suite} suite
   */
  onBegin(_config, suite) {
    this.#suite = suite;
  }

  onError() {
    this.#errors += 1;
  }

  onEnd() {
    /** @type {import('./counts.mjs').Counts} */
    const counts = { passed: 0, failed: this.#errors, skipped: [] };
    for (const test of this.#suite?.allTests() ?? []) {
      const outcome = test.outcome();
      if (outcome === 'expected' || outcome === 'flaky') counts.passed += 1;
      else if (outcome === 'unexpected') counts.failed += 1;
      else {
        const asked = test.annotations.find((note) => note.type === 'skip' || note.type === 'fixme');
        const reason =
          asked === undefined
            ? 'it did not run, because one before it failed'
            : (asked.description ?? NO_REASON);
        counts.skipped.push({ name: test.titlePath().filter(Boolean).join(' › '), reason });
      }
    }
    const file = process.env[COUNTS_FILE];
    if (file) writeFileSync(file, JSON.stringify(counts));
  }

  printsToStdio() {
    return false;
  }
}
