import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { start, startLoad } from './lib/processes.mjs';
import { openRealWindow } from './lib/real-window.mjs';
import { spawnWindow } from './lib/spawned-window.mjs';

const SECONDS = 10;
const CLIENTS = 16;
/** A frame that takes longer is felt, ms. */
const FELT_MS = 50;

/**
 * How the window keeps its frames while the gateway is under full load from another process: the time between one frame
 * and the next in the page, on the stage with the wire, at rest and under load. Beside it the floor: a bare Electron
 * window with an empty page, while the same load goes through http-proxy in a process of its own.
 *
 * @returns {Promise<Array<{ name: string, value: number, unit: string }>>}
 */
export async function run({ seconds = SECONDS } = {}) {
  return [...(await ofGatehouse(seconds)), ...(await ofBareWindow(seconds))];
}

/** @param {number} seconds */
async function ofGatehouse(seconds) {
  const real = await openRealWindow();
  try {
    await real.call('settings.set', { welcomed: true });
    await real.window.reload();
    await real.window.getByRole('link', { name: 'Explore', exact: true }).click();
    await real.window.getByRole('region', { name: 'The wire' }).waitFor();
    const rest = await real.window.evaluate(frames, seconds * 1000);
    const [world, info] = [await real.call('world.get'), await real.call('sandbox.info')];
    const [api] = world.apis;
    const token = await tokenFor(info.issuer, api.resource);
    const operation = api.operations.find(
      (/** @type {any} */ { method, path }) => method === 'GET' && !path.includes('{'),
    );
    const { under, rps } = await underLoad({ url: `${api.url}${operation.path}`, token, seconds }, () =>
      real.window.evaluate(frames, seconds * 1000),
    );
    return [
      ...rows('at rest', rest),
      ...rows('under load', under),
      { name: 'gateway requests meanwhile', value: rps, unit: '1/s' },
    ];
  } finally {
    await real.close();
  }
}

/** @param {number} seconds */
async function ofBareWindow(seconds) {
  const backend = await start('subjects/backend.mjs');
  const proxy = await start('subjects/http-proxy.mjs', {
    BENCH_BACKEND: `http://127.0.0.1:${backend.facts.port}`,
  });
  const bare = await spawnWindow('bare');
  const inPage = `(${frames.toString()})(${seconds * 1000})`;
  try {
    const rest = await bare.evaluate(inPage);
    const { under, rps } = await underLoad(
      { url: `http://127.0.0.1:${proxy.facts.port}/accounts`, token: 'x'.repeat(700), seconds },
      () => bare.evaluate(inPage),
    );
    return [
      ...rows('bare window, at rest', rest),
      ...rows('bare window, http-proxy under load', under),
      { name: 'http-proxy requests meanwhile', value: rps, unit: '1/s' },
    ];
  } finally {
    await bare.end();
    proxy.stop();
    backend.stop();
  }
}

/**
 * Watches frames while another process asks as fast as it is answered.
 *
 * @param {{ url: string, token: string, seconds: number }} load
 * @param {() => Promise<number[]>} watch
 */
async function underLoad({ url, token, seconds }, watch) {
  const { port, pathname } = new URL(url);
  const load = startLoad();
  try {
    const headers = [`Authorization: Bearer ${token}\r\nAccept: application/json\r\nUser-Agent: bench\r\n`];
    const asked = load.run({
      port: Number(port),
      path: pathname,
      headers,
      connections: CLIENTS,
      seconds: seconds + 1,
    });
    const [under, { rps }] = await Promise.all([watch(), asked]);
    return { under, rps };
  } finally {
    load.stop();
  }
}

/**
 * @param {string} issuer
 * @param {string} resource
 * @returns {Promise<string>}
 */
async function tokenFor(issuer, resource) {
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'statement-job',
      client_secret: 'statement-job-sandbox-secret',
      scope: 'accounts:list',
      resource,
    }),
  });
  const { access_token: token } = /** @type {any} */ (await answer.json());
  return token;
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
