import process from 'node:process';
import { ROOT } from './places.mjs';
import { run } from './run.mjs';

/**
 * Runs npm: the one that runs this script where there is one, else the one on the PATH.
 * @param {string[]} args
 * @param {Omit<import('./run.mjs').RunOptions, 'shell'>} [options]
 */
export function npm(args, options = {}) {
  const script = process.env.npm_execpath;
  const withRoot = { cwd: ROOT, ...options };
  if (script && /npm-cli\.[cm]?js$/.test(script)) {
    return run(process.env.npm_node_execpath ?? process.execPath, [script, ...args], withRoot);
  }
  const windows = process.platform === 'win32';
  return run(windows ? 'npm.cmd' : 'npm', args, { ...withRoot, shell: windows });
}

/**
 * The lines of npm's output that tell what went wrong.
 * @param {import('./run.mjs').RunResult} result
 */
export function npmReason(result) {
  const lines = result.stderr.split('\n').filter((line) => /npm (error|ERR!)/.test(line));
  const told = lines
    .map((line) => line.replace(/^npm (error|ERR!)\s*/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('A complete log'));
  return (
    told.slice(0, 4).join('; ') || result.stderr.trim().split('\n').at(-1) || `npm ended with ${result.code}`
  );
}
