import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { _electron as electron } from '@playwright/test';
import { resolveElectron } from '../../scripts/electron-runtime.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ROUNDS = 20;

/**
 * How long it takes from an event to its hop on the wire, in the real window: from the wall time at which a request
 * was recorded to the frame in which its card stands in the page. Both clocks are this machine's.
 *
 * Each round sends one request through the gateway and waits for its hop.
 *
 * @returns {Promise<Array<{ name: string, value: number, unit: string }>>}
 */
export async function run() {
  const runtime = resolveElectron();
  if ('reason' in runtime) throw new Error(runtime.reason);
  const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-wire-'));
  const env = { ...process.env, ...runtime.env, GATEHOUSE_DATA: dataDir };
  const app = await electron.launch({
    executablePath: runtime.executablePath,
    args: [...runtime.args, ROOT],
    env: /** @type {Record<string, string>} */ (env),
  });
  try {
    const window = await app.firstWindow();
    await window.locator('[data-app-state="ready"]').waitFor({ state: 'attached' });
    await window.evaluate(() => {
      const { gatehouse } = /** @type {any} */ (window);
      return gatehouse.call('settings.set', { welcomed: true });
    });
    await window.getByRole('link', { name: 'Explore', exact: true }).click();
    await window.getByRole('region', { name: 'The wire' }).waitFor();
    const latencies = await window.evaluate(measure, ROUNDS);
    latencies.sort((a, b) => a - b);
    const at = (/** @type {number} */ share) =>
      latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN;
    return [
      { name: 'hops read', value: latencies.length, unit: '' },
      { name: 'event to hop on the wire, p50', value: at(0.5), unit: 'ms' },
      { name: 'event to hop on the wire, p95', value: at(0.95), unit: 'ms' },
      { name: 'event to hop on the wire, max', value: at(1), unit: 'ms' },
    ];
  } finally {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/**
 * Runs in the window's page.
 * @param {number} rounds
 * @returns {Promise<number[]>} ms, one for each hop seen
 */
async function measure(rounds) {
  const { gatehouse } = /** @type {any} */ (window);
  /** @type {Map<string, number>} */
  const recorded = new Map();
  /** @type {Map<string, number>} */
  const seen = new Map();
  gatehouse.subscribe((/** @type {string} */ text) => {
    const message = JSON.parse(text);
    if (message.kind !== 'events') return;
    for (const event of message.events) {
      if (event.type === 'http.request' && event.span) recorded.set(event.span, event.wtime);
    }
  });
  const look = () => {
    for (const card of document.querySelectorAll('[data-span]')) {
      const span = card.getAttribute('data-span') ?? '';
      if (!seen.has(span)) seen.set(span, Date.now());
    }
  };
  let watching = true;
  const frame = () => {
    look();
    if (watching) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(() => resolve(undefined)));
  const unseen = () => [...recorded.keys()].some((span) => !seen.has(span));
  for (let round = 0; round < rounds; round += 1) {
    await gatehouse.call('requests.send', {
      persona: 'alice',
      method: 'GET',
      api: 'accounts',
      path: '/accounts',
      token: { kind: 'none' },
    });
    const until = performance.now() + 2000;
    while (unseen() && performance.now() < until) await nextFrame();
  }
  watching = false;
  return [...recorded].flatMap(([span, wtime]) => {
    const at = seen.get(span);
    return at === undefined ? [] : [at - wtime];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, value, unit } of await run()) process.stdout.write(`${name}: ${value} ${unit}\n`);
}
