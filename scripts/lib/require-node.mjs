// Imported first by every entry script, so that an old Node gets a sentence and not a stack trace.
// This file and what it is imported beside keep to syntax that old Nodes can still parse.

/** The oldest Node that can run the set-up (the tools themselves run on the Node that the set-up brings). */
export const OLDEST_NODE = [20, 19];

/**
 * Says whether a Node of this version can run the set-up.
 * @param {string} version as in `process.versions.node`, "20.19.1"
 * @returns {boolean}
 */
export function isSupportedNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

if (!isSupportedNode(process.versions.node)) {
  process.stderr.write(
    `✖ Node.js ${process.versions.node} is too old for Gatehouse.\n` +
      `  Why:  it needs ${OLDEST_NODE.join('.')} or newer.\n` +
      '  Next: install a current Node.js (https://nodejs.org) and run the command again.\n',
  );
  process.exit(1);
}
