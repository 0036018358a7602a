import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { describeMachine } from './lib/machine.mjs';
import { openRealWindow } from './lib/real-window.mjs';
import { seedLog } from './lib/seed-log.mjs';

/** What a person would feel: a frame that took longer, ms. */
const BUDGET_MS = 50;
const LAB = { pack: 'io.gatehouse.first-steps', lab: 'denied-for-scope' };

/** @typedef {{ what: string, frames: number, p95: number, longest: number, over: number, tookMs: number }} Measured */

/**
 * How smooth the real window is over a log of `events` events: real stories, recorded once and multiplied. Each row is
 * one thing that a person does; frames are those of requestAnimationFrame while it goes on.
 *
 * @param {number} events
 * @returns {Promise<{ log: { events: number, flows: number, bytes: number }, rows: Measured[] }>}
 */
export async function benchFrames(events) {
  const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-frames-'));
  try {
    await recordStories(dataDir);
    const log = seedLog(dataDir, events);
    return { log, rows: await measureWindow(dataDir) };
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

/** @returns {Promise<Measured[]>} */
async function measureWindow(/** @type {string} */ dataDir) {
  const { window: page, close } = await openRealWindow({ dataDir });
  /** @type {Measured[]} */
  const rows = [];
  await page.evaluate(watchFrames);
  /** @param {string} what @param {() => Promise<unknown>} act */
  const measure = async (what, act) => {
    await page.evaluate(() => /** @type {any} */ (globalThis).frames.start());
    const began = performance.now();
    await act();
    const tookMs = performance.now() - began;
    const spans = /** @type {number[]} */ (
      await page.evaluate(() => /** @type {any} */ (globalThis).frames.stop())
    ).sort((a, b) => a - b);
    rows.push({
      what,
      frames: spans.length,
      p95: spans[Math.floor(spans.length * 0.95)] ?? 0,
      longest: spans.at(-1) ?? 0,
      over: spans.filter((span) => span > BUDGET_MS).length,
      tookMs,
    });
  };
  try {
    const list = page.getByRole('listbox', { name: 'Flows, newest first' });
    const options = list.getByRole('option');
    const tab = (/** @type {string} */ name) => page.getByRole('tab', { name, exact: true }).click();
    await measure('open the list of traces', async () => {
      await page.getByRole('link', { name: 'Traces', exact: true }).click();
      await options.first().waitFor();
    });
    const count = page.getByText(/^\d{3,} flows$/);
    await measure('all of them listed', () =>
      count.filter({ hasNotText: /^100 flows/ }).waitFor({ timeout: 120_000 }),
    );
    await measure('scroll the list', () => scroll(list));
    await measure('open ten flows', async () => {
      await list.focus();
      for (let flow = 0; flow < 10; flow += 1) {
        await page.keyboard.press('ArrowDown');
        await page.getByRole('grid').getByRole('row').nth(2).waitFor();
      }
    });
    await measure('search', async () => {
      const search = page.getByRole('searchbox', { name: 'Search the flows' });
      await search.pressSequentially('gw.scope.required', { delay: 30 });
      await page.getByText(/^[1-9]\d* flows$/).waitFor();
    });
    await page.getByRole('searchbox', { name: 'Search the flows' }).fill('');
    await list.focus();
    await measure('open the longest flow', async () => {
      await page.keyboard.press('Home');
      await page
        .getByText(/\b\d{3,} hops\b/)
        .first()
        .waitFor();
    });
    await measure('scroll its sequence diagram', () => scroll(page.getByRole('grid')));
    await measure('open its timeline', async () => {
      await tab('Timeline');
      await page.getByRole('listbox', { name: 'Spans' }).waitFor();
    });
    await measure('scroll its timeline', () => scroll(page.getByRole('listbox', { name: 'Spans' })));
    await tab('Hops');
    await measure('scroll its hops', () => scroll(page.getByRole('region', { name: 'Hops' })));
    const scrubber = page.getByRole('slider', { name: 'Moment of the flow' });
    await scrubber.focus();
    await measure('move the scrubber', async () => {
      for (let step = 0; step < 40; step += 1) await page.keyboard.press('ArrowLeft');
    });
  } finally {
    await close();
  }
  return rows;
}

/** Scrolls what holds this element for 120 frames, forth and back. @param {import('@playwright/test').Locator} inside */
function scroll(inside) {
  return inside.evaluate(async (element) => {
    /** @type {Element | null} */
    let scrolled = element;
    while (scrolled && scrolled.scrollHeight <= scrolled.clientHeight + 4) scrolled = scrolled.parentElement;
    if (!scrolled) throw new Error('There is nothing to scroll.');
    for (let frame = 0; frame < 120; frame += 1) {
      scrolled.scrollTop += frame < 80 ? 180 : -220;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  });
}

/** Runs in the page: keeps the time between frames while it is told to. */
function watchFrames() {
  /** @type {number[]} */
  let spans = [];
  let before = 0;
  let watching = false;
  const frame = (/** @type {number} */ now) => {
    if (before > 0) spans.push(now - before);
    before = now;
    if (watching) requestAnimationFrame(frame);
  };
  /** @type {any} */ (globalThis).frames = {
    start: () => {
      spans = [];
      before = 0;
      watching = true;
      requestAnimationFrame(frame);
    },
    stop: () => {
      watching = false;
      return spans;
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { log, rows } = await benchFrames(Number(process.argv[2] ?? 200_000));
  process.stdout.write(`${describeMachine()}\n`);
  process.stdout.write(`${log.events} events, ${log.flows} flows, ${Math.round(log.bytes / 1e6)} MB\n`);
  process.stdout.write(`${'frames, ms'.padEnd(30)}  number     p95  longest  over ${BUDGET_MS}   took\n`);
  for (const { what, frames, p95, longest, over, tookMs } of rows) {
    const figures = [frames, p95.toFixed(1), longest.toFixed(1), over, `${Math.round(tookMs)} ms`];
    const widths = [8, 8, 9, 9, 9];
    process.stdout.write(
      `${what.padEnd(30)}${figures.map((figure, at) => String(figure).padStart(widths[at] ?? 8)).join('')}\n`,
    );
  }
}
