import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The phases of a start, in their usual order. */
export type StartupPhase =
  | 'main/loaded'
  | 'app/ready'
  | 'window/created'
  | 'window/shown'
  | 'sandbox/ready'
  | 'app/interactive';

/** Measures a start: when each phase was reached, ms since the process began. Keeps `startup.json` of the data folder. */
export class StartupMarks {
  readonly #file: string;
  readonly #began: number;
  readonly #phases = new Map<StartupPhase, number>();

  /** Whether this data folder has seen a start before. */
  readonly startedBefore: boolean;

  /** @param began when the process began, ms since the epoch */
  constructor(dataDir: string, began: number) {
    this.#file = join(dataDir, 'startup.json');
    this.#began = began;
    this.startedBefore = existsSync(this.#file);
  }

  /** Records a phase, the first time that it is reached; from the first one that a person sees on, writes them all down. */
  mark(phase: StartupPhase): void {
    if (this.#phases.has(phase)) return;
    performance.mark(`gatehouse:${phase}`);
    this.#phases.set(phase, Math.round(performance.timeOrigin + performance.now() - this.#began));
    if (this.#phases.has('window/shown')) {
      writeFileSync(this.#file, `${JSON.stringify(Object.fromEntries(this.#phases), null, 2)}\n`);
    }
  }
}
