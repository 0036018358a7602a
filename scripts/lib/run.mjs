import { spawn } from 'node:child_process';
import process from 'node:process';

/** Programs in groups of their own: they hear no Ctrl-C, so this process passes it on. @type {Set<ChildProcess>} */
const groups = new Set();

/** @param {NodeJS.Signals} signal */
function endGroups(signal) {
  for (const child of groups) endGroup(child);
  process.exit(signal === 'SIGINT' ? 130 : 143);
}

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [timeoutMs] the process is ended after this time, and `timedOut` is true
 * @property {(chunk: string) => void} [onOutput] hears stdout and stderr as they come
 * @property {boolean} [shell] needed on Windows for `.cmd` files
 */

/**
 * @typedef {object} RunResult
 * @property {number} code 0 is success; a signal counts as 1, a program that could not be started as 127
 * @property {string} stdout
 * @property {string} stderr
 * @property {boolean} timedOut
 */

/**
 * Runs a program to its end and collects what it prints. Never throws: a program that is missing is a result.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    let stdout = '';
    let stderr = '';
    let timedOut = false;
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      shell: options.shell ?? false,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that a time-out ends the program's children too.
      detached: options.timeoutMs !== undefined && process.platform !== 'win32',
    });
    if (options.timeoutMs !== undefined) enterGroup(child);
    const timer =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            endGroup(child);
          }, options.timeoutMs);
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => {
      stdout += chunk;
      options.onOutput?.(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => {
      stderr += chunk;
      options.onOutput?.(chunk);
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      leaveGroup(child);
      resolve({ code: 127, stdout, stderr: stderr + error.message, timedOut });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      leaveGroup(child);
      resolve({ code: code ?? 1, stdout, stderr, timedOut });
    });
  });
}

/** @param {ChildProcess} child */
function enterGroup(child) {
  if (groups.size === 0) process.on('SIGINT', endGroups).on('SIGTERM', endGroups);
  groups.add(child);
}

/** @param {ChildProcess} child */
function leaveGroup(child) {
  groups.delete(child);
  if (groups.size === 0) process.off('SIGINT', endGroups).off('SIGTERM', endGroups);
}

/** @param {ChildProcess} child */
function endGroup(child) {
  try {
    if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It ended by itself in this very moment.
  }
}

/**
 * Runs a program in the foreground with this process's own stdin, stdout and stderr, hands signals on, and
 * resolves with its exit code.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onStderr?: (chunk: string) => void }} [options] with
 *   `onStderr`, stderr is heard as well as passed on
 * @returns {Promise<number>}
 */
export function runInForeground(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['inherit', 'inherit', options.onStderr === undefined ? 'inherit' : 'pipe'],
    });
    child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => {
      process.stderr.write(chunk);
      options.onStderr?.(chunk);
    });
    /** @type {Array<[NodeJS.Signals, () => void]>} */
    const handlers = /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP']).map((signal) => [
      signal,
      () => {
        // A terminal sends Ctrl-C to the whole group: passing it on would make it two.
        if (signal === 'SIGINT' && process.stdin.isTTY) return;
        child.kill(signal);
      },
    ]);
    for (const [signal, handler] of handlers) process.on(signal, handler);
    const finish = () => {
      for (const [signal, handler] of handlers) process.off(signal, handler);
    };
    child.on('error', (error) => {
      finish();
      reject(error);
    });
    child.on('close', (code, signal) => {
      finish();
      resolve(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 1));
    });
  });
}
