import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { describeMachine } from './lib/machine.mjs';
import { openRealWindow } from './lib/real-window.mjs';
import { seedLog } from './lib/seed-log.mjs';
import { walkTraces } from './lib/walk-traces.mjs';
import { watchFrames } from './lib/watch-frames.mjs';

/** What a person would feel: a frame that took longer, ms. */
const BUDGET_MS = 50;
const LAB = { pack: 'io.gatehouse.first-steps', lab: 'denied-for-scope' };

/**
 * How smooth the real window is over a log of `events` events: real stories, recorded once and multiplied. Each row is
 * one thing that a person does; frames are those of requestAnimationFrame while it goes on.
 *
 * @param {number} events
 * @param {number} slower how many times slower than this machine the page's thread is made
 */
async function benchFrames(events, slower) {
  const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-frames-'));
  try {
    await recordStories(dataDir);
    const log = seedLog(dataDir, events);
    return { log, rows: await measureWindow(dataDir, slower) };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** A sign-in, a denied call and an expired token, through the real window. */
async function recordStories(/** @type {string} */ dataDir) {
  const { call, close } = await openRealWindow({ dataDir });
  try {
    await call('settings.set', { welcomed: true });
    await call('labs.open', LAB);
    const { steps } = await call('labs.done', { ...LAB, step: 'ask-for-less' });
    await call('labs.answer', { ...LAB, step: 'watch-it-fail', options: ['gateway'] });
    const step = steps.find((/** @type {any} */ each) => each.id === 'watch-it-fail');
    for (const { kind, id } of step.content) {
      if (kind === 'action') await call('labs.act', { ...LAB, step: step.id, action: id });
    }
    await call('labs.close');
  } finally {
    await close();
  }
}

/**
 * @param {string} dataDir
 * @param {number} slower the page's thread gets this part of its time
 */
async function measureWindow(dataDir, slower) {
  const { window: page, close } = await openRealWindow({ dataDir });
  try {
    const { rows, measure } = await watchFrames(page, BUDGET_MS);
    if (slower > 1) {
      const session = await page.context().newCDPSession(page);
      await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
    }
    await walkTraces(page, measure);
    return rows;
  } finally {
    await close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { log, rows } = await benchFrames(Number(process.argv[2] ?? 200_000), Number(process.argv[3] ?? 1));
  process.stdout.write(`${describeMachine()}\n`);
  process.stdout.write(`${log.events} events, ${log.flows} flows, ${Math.round(log.bytes / 1e6)} MB\n`);
  process.stdout.write(`${'frames, ms'.padEnd(36)}  number     p95  longest  over ${BUDGET_MS}   took\n`);
  for (const { what, frames, p95, longest, over, tookMs } of rows) {
    const figures = [frames, p95.toFixed(1), longest.toFixed(1), over, `${Math.round(tookMs)} ms`];
    const widths = [8, 8, 9, 9, 9];
    process.stdout.write(
      `${what.padEnd(36)}${figures.map((figure, at) => String(figure).padStart(widths[at] ?? 8)).join('')}\n`,
    );
  }
}
