import { spawn } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { openRealWindow } from './lib/real-window.mjs';

const SECONDS = 10;
const CLIENTS = 16;
/** A frame that takes longer is felt, ms. */
const FELT_MS = 50;

/**
 * How the window keeps its frames while the gateway is under full load from another process: the time between one frame
 * and the next in the page, on the stage with the wire, at rest and under load.
 *
 * @returns {Promise<Array<{ name: string, value: number, unit: string }>>}
 */
export async function run({ seconds = SECONDS } = {}) {
  const real = await openRealWindow();
  try {
    await real.call('settings.set', { welcomed: true });
    await real.window.reload();
    await real.window.getByRole('link', { name: 'Explore', exact: true }).click();
    await real.window.getByRole('region', { name: 'The wire' }).waitFor();
    const rest = await real.window.evaluate(frames, seconds * 1000);
    const load = spawn(process.execPath, [fileURLToPath(new URL('./lib/flood.mjs', import.meta.url))], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [world, info] = [await real.call('world.get'), await real.call('sandbox.info')];
    load.stdin.end(
      JSON.stringify({ issuer: info.issuer, api: world.apis[0], clients: CLIENTS, seconds: seconds + 3 }),
    );
    // The flood says when it runs, and at its end how many answers it had.
    let told = '';
    await new Promise((resolve) => {
      load.stdout.on('data', (chunk) => {
        told += String(chunk);
        if (told.includes('running')) resolve(undefined);
      });
    });
    const under = await real.window.evaluate(frames, seconds * 1000);
    await new Promise((resolve) => load.once('exit', resolve));
    return [
      ...rows('at rest', rest),
      ...rows('under load', under),
      { name: 'gateway requests meanwhile', value: Number(/rps (\S+)/.exec(told)?.[1]), unit: '1/s' },
    ];
  } finally {
    await real.close();
  }
}

/**
 * @param {string} when
 * @param {number[]} gaps
 */
function rows(when, gaps) {
  const sorted = [...gaps].sort((a, b) => a - b);
  const at = (/** @type {number} */ share) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return [
    { name: `frames, ${when}: p50`, value: at(0.5), unit: 'ms' },
    { name: `frames, ${when}: p99`, value: at(0.99), unit: 'ms' },
    { name: `frames, ${when}: longest`, value: at(1), unit: 'ms' },
    {
      name: `frames over ${FELT_MS} ms, ${when}`,
      value: gaps.filter((gap) => gap > FELT_MS).length,
      unit: '',
    },
  ];
}

/**
 * Runs in the page.
 * @param {number} ms
 * @returns {Promise<number[]>}
 */
function frames(ms) {
  return new Promise((resolve) => {
    /** @type {number[]} */
    const gaps = [];
    const end = performance.now() + ms;
    let last = performance.now();
    const frame = (/** @type {number} */ now) => {
      gaps.push(now - last);
      last = now;
      if (now < end) requestAnimationFrame(frame);
      else resolve(gaps.slice(1));
    };
    requestAnimationFrame(frame);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { printRows } = await import('./lib/print-rows.mjs');
  printRows(await run());
}
