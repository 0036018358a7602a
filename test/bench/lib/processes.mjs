import { fork } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/**
 * A subject under way; `cpu` asks how much processor time it has used, s.
 *
 * @typedef {{ facts: Record<string, any>, cpu: () => Promise<number>, stop: () => void }} Subject
 */

/**
 * Starts a subject in a process of its own and waits until it answers.
 *
 * @param {string} file inside `test/bench`
 * @param {Record<string, string>} [env]
 * @returns {Promise<Subject>}
 */
export function start(file, env = {}) {
  const { http_proxy: _a, HTTP_PROXY: _b, https_proxy: _c, HTTPS_PROXY: _d, ...clean } = process.env;
  const child = fork(fileURLToPath(new URL(`../${file}`, import.meta.url)), [], {
    env: { ...clean, NODE_ENV: 'production', ...env },
    execArgv: [
      '--no-warnings',
      '--import',
      new URL('./inline-assets.mjs', import.meta.url).href,
      ...(process.env.BENCH_NODE_ARGS?.split(' ') ?? []),
    ],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const cpu = () =>
    new Promise((/** @type {(seconds: number) => void} */ resolve) => {
      child.once('message', (/** @type {{ cpu: number }} */ message) => resolve(message.cpu));
      child.send('cpu');
    });
  return new Promise((resolve, reject) => {
    child.on('message', (/** @type {{ ready?: Record<string, any> }} */ message) => {
      if (message.ready) resolve({ facts: message.ready, cpu, stop: () => child.disconnect() });
    });
    child.on('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
}

/**
 * Starts the process that makes the load.
 *
 * @template [Load=import('./load.mjs').Load]
 * @param {string} file inside `test/bench`
 * @returns {{ run: (load: Load) => Promise<import('./load.mjs').Measured>, stop: () => void }}
 */
export function startLoad(file = 'lib/load.mjs') {
  const child = fork(fileURLToPath(new URL(`../${file}`, import.meta.url)), [], {
    execArgv: ['--no-warnings'],
  });
  return {
    run: (load) =>
      new Promise((resolve, reject) => {
        child.once('message', (/** @type {{ measured?: any, failed?: string }} */ { measured, failed }) =>
          failed === undefined ? resolve(measured) : reject(new Error(failed)),
        );
        child.send(/** @type {any} */ (load));
      }),
    stop: () => child.disconnect(),
  };
}
