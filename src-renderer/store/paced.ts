/** A frame that is drawn at once lies at most this far away, ms. */
const FRAME_MS = 16;
/** However busy the page is, what came is shown after this, ms. */
const LONGEST_WAIT_MS = 500;
/** Drawing gets this part of the page's time at most; the rest is left for the person. */
const SHARE = 4;

/**
 * Calls `draw` for what came, together: on the next frame when little comes, and less often when drawing takes long, so
 * that a flood of events never keeps the page from answering to a click. Answers the function that says “something came”.
 */
export function paced(draw: () => void): () => void {
  let waiting = false;
  let drawnAt = 0;
  let cost = 0;
  const run = () => {
    waiting = false;
    const began = performance.now();
    draw();
    // The frame after this one begins when what was drawn now is on the screen.
    onNextFrame(() => {
      drawnAt = performance.now();
      cost = drawnAt - began;
    });
  };
  return () => {
    if (waiting) return;
    waiting = true;
    const wait = cost > FRAME_MS * 1.5 ? Math.min(cost * SHARE, LONGEST_WAIT_MS) : 0;
    const left = drawnAt + wait - performance.now();
    if (left > FRAME_MS) setTimeout(run, left);
    else onNextFrame(run);
  };
}

/** A page that is not shown has no frames; it goes on all the same. */
function onNextFrame(work: () => void): void {
  if (document.visibilityState === 'hidden') setTimeout(work, FRAME_MS);
  else requestAnimationFrame(work);
}
