/** @typedef {{ what: string, frames: number, p95: number, longest: number, over: number, tookMs: number }} Measured */

/**
 * Measures the frames of a page while something goes on in it: the time between two calls of requestAnimationFrame.
 *
 * @param {import('@playwright/test').Page} page
 * @param {number} budgetMs what counts as over
 * @returns {Promise<{ rows: Measured[], measure: (what: string, act: () => Promise<unknown>) => Promise<void> }>}
 */
export async function watchFrames(page, budgetMs) {
  /** @type {Measured[]} */
  const rows = [];
  await page.evaluate(watch);
  return {
    rows,
    measure: async (what, act) => {
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
        over: spans.filter((span) => span > budgetMs).length,
        tookMs,
      });
    },
  };
}

/** Scrolls what holds this element for 120 frames, forth and back. @param {import('@playwright/test').Locator} inside */
export function scroll(inside) {
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
function watch() {
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
    // One frame more, so that what was drawn last is among them.
    stop: () =>
      new Promise((resolve) =>
        requestAnimationFrame(() =>
          requestAnimationFrame(() => {
            watching = false;
            resolve(spans);
          }),
        ),
      ),
  };
}
