/** What the set-up says goes to stderr: stdout belongs to the program that is started in the end. */

/**
 * Prints one line of progress.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`gatehouse: ${line}\n`);
}

/** A failure of the set-up, told so that a person can act: what failed, why, and what to do next. */
export class SetupError extends Error {
  /**
   * @param {string} what
   * @param {string} why
   * @param {string} next
   */
  constructor(what, why, next) {
    super(`${what} (${why})`);
    this.name = 'SetupError';
    this.what = what;
    this.why = why;
    this.next = next;
  }
}

/**
 * Prints a failure and returns the exit code for it.
 * @param {unknown} error
 * @returns {number}
 */
export function reportFailure(error) {
  if (error instanceof SetupError) {
    process.stderr.write(`✖ ${error.what}\n  Why:  ${error.why}\n  Next: ${error.next}\n`);
  } else {
    process.stderr.write(
      `✖ ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n` +
        '  Next: run the command again; if it fails the same way, please report it with the text above.\n',
    );
  }
  return 1;
}
