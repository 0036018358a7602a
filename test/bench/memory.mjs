import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { median } from './lib/rounds.mjs';
import { spawnWindow } from './lib/spawned-window.mjs';

const ROUNDS = 3;
/** How long an app is left alone before it is measured, ms. */
const IDLE_MS = 10_000;

/**
 * Memory of the idle app beside a bare Electron window: the proportional set size of all of its processes, in which
 * shared pages count once (Linux, proc(5), smaps_rollup).
 *
 * @returns {Promise<Array<{ name: string, value: number, unit: string, ratio?: number }>>}
 */
export async function run({ rounds = ROUNDS } = {}) {
  if (process.platform !== 'linux') throw new Error('Memory is measured on Linux alone.');
  /** @type {number[]} */
  const ours = [];
  /** @type {number[]} */
  const bare = [];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await idle('bare'));
    ours.push(await idle('gatehouse'));
  }
  const floor = median(bare);
  const value = median(ours);
  return [
    { name: 'bare Electron window, idle', value: floor, unit: 'MB', ratio: 1 },
    { name: 'Gatehouse, idle', value, unit: 'MB', ratio: value / floor },
  ];
}

/** @param {'gatehouse' | 'bare'} what */
async function idle(what) {
  const app = await spawnWindow(what);
  await new Promise((resolve) => {
    setTimeout(resolve, IDLE_MS);
  });
  const megabytes = familyOf(app.pid).reduce((sum, pid) => sum + proportionalSize(pid), 0) / 1024;
  await app.end();
  return megabytes;
}

/**
 * A process and all that came of it.
 * @param {number} root
 */
function familyOf(root) {
  /** @type {Map<number, number>} */
  const parents = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // The name in parentheses may hold anything; the parent is the second field after it.
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended while we looked.
    }
  }
  const family = [root];
  for (const member of family) for (const [pid, parent] of parents) if (parent === member) family.push(pid);
  return family;
}

/**
 * In KiB.
 * @param {number} pid
 */
function proportionalSize(pid) {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { printRows } = await import('./lib/print-rows.mjs');
  printRows(await run());
}
