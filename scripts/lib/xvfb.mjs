import { spawn } from 'node:child_process';
import process from 'node:process';

/**
 * @typedef {object} VirtualDisplay
 * @property {string} display for the environment variable DISPLAY
 * @property {() => void} stop
 */

/**
 * Starts an X server that draws into memory, on a display number that it chooses itself.
 * @returns {Promise<VirtualDisplay>}
 * @throws {Error} with Xvfb's words when it does not start
 */
export function startVirtualDisplay() {
  return new Promise((resolve, reject) => {
    const args = ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-noreset'];
    const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
    let told = '';
    server.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => {
      told = (told + chunk).slice(-2000);
    });
    let number = '';
    const channel = /** @type {import('node:stream').Readable} */ (server.stdio[3]);
    channel.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => {
      number += chunk;
      if (!number.endsWith('\n')) return;
      process.once('exit', () => server.kill());
      resolve({ display: `:${number.trim()}`, stop: () => server.kill() });
    });
    server.on('error', (error) => reject(new Error(`Xvfb could not be started: ${error.message}`)));
    server.on('exit', (code) => reject(new Error(`Xvfb ended with ${code}: ${told.trim()}`)));
  });
}
