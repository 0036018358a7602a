import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { median } from './lib/rounds.mjs';
import { spawnWindow } from './lib/spawned-window.mjs';

const ROUNDS = 5;
/** Presses the button of the first lab and waits for its lesson; answers when it was there, ms since the epoch. */
const OPEN_FIRST_LAB = `new Promise((resolve) => {
  document.querySelector('main li button').click();
  const look = () => {
    if (location.hash === '#/lab' && document.querySelector('[aria-label="Lesson"] h1')) {
      resolve(performance.timeOrigin + performance.now());
    } else requestAnimationFrame(look);
  };
  look();
})`;

/**
 * From the spawn of the process to the frame in which the list of labs can be used, beside a bare Electron window that
 * is spawned in the same way. In turns, so that what else the machine does hits both alike.
 *
 * @returns {Promise<Array<{ name: string, value: number, unit: string, ratio?: number }>>}
 */
export async function run({ rounds = ROUNDS } = {}) {
  // The world is made once; what is measured is the start of an ordinary day.
  const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-start-'));
  const first = await spawnWindow('gatehouse', { dataDir });
  await first.evaluate("gatehouse.call('settings.set', { welcomed: true })");
  await first.end();
  // What the window keeps for its next start, and Chromium of our scripts, comes with a second one.
  await (await spawnWindow('gatehouse', { dataDir })).end();
  /** @type {number[]} */
  const ours = [];
  /** @type {number[]} */
  const bare = [];
  /** @type {number[]} */
  const lessons = [];
  /** @type {Record<string, number[]>} */
  const phases = {};
  try {
    for (let round = 0; round < rounds; round += 1) {
      const floor = await spawnWindow('bare');
      bare.push(floor.interactiveMs);
      await floor.end();
      const app = await spawnWindow('gatehouse', { dataDir });
      ours.push(app.interactiveMs);
      lessons.push((await app.evaluate(OPEN_FIRST_LAB)) - app.began);
      for (const [phase, ms] of Object.entries(app.phases())) {
        const known = phases[phase] ?? [];
        known.push(ms);
        phases[phase] = known;
      }
      await app.end();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
  const floor = median(bare);
  const value = median(ours);
  return [
    { name: 'bare Electron window, spawn to usable', value: floor, unit: 'ms', ratio: 1 },
    { name: 'Gatehouse, spawn to a usable list of labs', value, unit: 'ms', ratio: value / floor },
    {
      name: 'Gatehouse, spawn to the first step of a lab opened at once',
      value: median(lessons),
      unit: 'ms',
    },
    { name: 'Gatehouse, first start of all', value: first.interactiveMs, unit: 'ms' },
    ...Object.entries(phases).map(([name, times]) => ({
      name: `  phase ${name}`,
      value: median(times),
      unit: 'ms',
    })),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { printRows } = await import('./lib/print-rows.mjs');
  printRows(await run());
}
