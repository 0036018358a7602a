import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { COUNTS_FILE, NO_REASON } from './counts.mjs';

/** Writes the counts of a vitest run, with the reason of each skip, to the file that GATEHOUSE_TEST_COUNTS names. */
export default class CountsReporter {
  /**
   * @param {ReadonlyArray<import('vitest/node').TestModule>} modules
   * @param {ReadonlyArray<unknown>} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    /** @type {import('./counts.mjs').Counts} */
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: [] };
    for (const module of modules) {
      // A file that could not be loaded, or a hook that failed, has no failed test to show for it.
      const errors =
        module.errors().length + [...module.children.allSuites()].flatMap((suite) => suite.errors()).length;
      counts.failed += errors > 0 ? 1 : 0;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') counts.passed += 1;
        else if (result.state === 'failed') counts.failed += 1;
        else if (result.state === 'skipped') {
          const reason = result.note ?? (errors > 0 ? 'its file or group failed before it' : NO_REASON);
          counts.skipped.push({ name: test.fullName, reason });
        } else counts.failed += 1;
      }
    }
    const file = process.env[COUNTS_FILE];
    if (file) writeFileSync(file, JSON.stringify(counts));
  }
}
