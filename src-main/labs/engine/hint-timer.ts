import type { Step } from '../format/pack.ts';
import { untilOffer } from './hint-offer.ts';
import type { StepProgress } from './progress.ts';

/** Tells the window when a hint is due because time has passed. */
export class HintTimer {
  readonly #due: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(due: () => void) {
    this.#due = due;
  }

  /** Waits for the next hint of this step, and for no other. */
  await(step: Step, progress: StepProgress | undefined): void {
    this.stop();
    const wait = progress && untilOffer(step, progress);
    if (wait === undefined) return;
    // biome-ignore lint/style/noRestrictedGlobals: how long a person has been looking at a step is real time.
    this.#timer = setTimeout(this.#due, wait);
    this.#timer.unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
