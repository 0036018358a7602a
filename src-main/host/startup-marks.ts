import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The phases of a start, in their usual order. */
export type StartupPhase =
  | 'main/loaded'
  | 'app/ready'
  | 'window/created'
  | 'window/shown'
  | 'sandbox/ready'
  | 'app/interactive';

/** Measures a start: when each phase was reached, ms since the process began. */
export class StartupMarks {
  readonly #began: number;
  readonly #phases = new Map<StartupPhase, number>();

  /** @param began when the process began, ms since the epoch */
  constructor(began: number) {
    this.#began = began;
  }

  /** Records a phase, the first time that it is reached. */
  mark(phase: StartupPhase): void {
    if (this.#phases.has(phase)) return;
    performance.mark(`gatehouse:${phase}`);
    this.#phases.set(phase, Math.round(performance.timeOrigin + performance.now() - this.#began));
  }

  /** Writes what was measured to `startup.json` of the data folder. */
  write(dataDir: string): void {
    writeFileSync(
      join(dataDir, 'startup.json'),
      `${JSON.stringify(Object.fromEntries(this.#phases), null, 2)}\n`,
    );
  }
}
