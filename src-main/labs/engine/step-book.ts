import type { JsonObject } from '../../contract/json.ts';
import type { Lab, Step } from '../format/pack.ts';
import type { LabPorts } from '../ports.ts';
import { unknownStep } from './errors.ts';
import { type LabProgress, newStepProgress, type StepProgress } from './progress.ts';

/** The steps of a lab, with the progress of each. */
export class StepBook {
  readonly #lab: Lab;
  readonly #progress: LabProgress;
  readonly #ports: Pick<LabPorts, 'feed' | 'state'>;

  constructor(lab: Lab, progress: LabProgress, ports: Pick<LabPorts, 'feed' | 'state'>) {
    this.#lab = lab;
    this.#progress = progress;
    this.#ports = ports;
  }

  /** Throws `lab.step.unknown`. */
  step(id: string): Step {
    const step = this.#lab.steps.find((candidate) => candidate.id === id);
    if (!step) throw unknownStep(id);
    return step;
  }

  /** The progress of a step that was opened. */
  of(step: Step): StepProgress {
    const progress = this.#progress.steps[step.id];
    if (!progress) throw unknownStep(step.id);
    return progress;
  }

  /** Begins the progress of a step, from now on. */
  begin(step: Step, snapshot: string | undefined): void {
    const fresh = newStepProgress(step.digest, this.#ports.feed.last());
    this.#progress.steps[step.id] = { ...fresh, baseline: this.#baselineFor(step), snapshot };
  }

  /** Lets a step be played anew: only what happens from now on counts. What was done once stays done. */
  rearm(step: Step): void {
    const progress = this.#progress.steps[step.id];
    if (!progress) return;
    progress.status = 'open';
    progress.checks = {};
    progress.answers = [];
    progress.baseline = this.#baselineFor(step);
    progress.armedAt = this.#ports.feed.last();
  }

  #baselineFor(step: Step): JsonObject | undefined {
    return step.checks.some(({ kind }) => kind === 'changed-only')
      ? this.#ports.state.configuration()
      : undefined;
  }
}
