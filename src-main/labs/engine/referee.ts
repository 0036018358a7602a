import type { SandboxEvent } from '../../contract/events.ts';
import type { JsonObject } from '../../contract/json.ts';
import { monotonicNow } from '../../events/clock.ts';
import type { Verdict } from '../checks/verdict.ts';
import type { Lab, Step } from '../format/pack.ts';
import type { LabPorts } from '../ports.ts';
import type { LabProgress, StepProgress } from './progress.ts';
import { worthOf } from './score.ts';
import { StepWatch } from './step-watch.ts';

/** The least time between two rounds of judging, ms of real time. */
const QUIET_MS = 50;

/** Judges the checks of the step that is open, each time the log gains something that could change a verdict. */
export class Referee {
  /** The learner pressed “Check” in this step. */
  asked = false;
  /** A solution is being played: what it does is not the learner's doing yet. */
  paused = false;
  verdicts: ReadonlyMap<string, Verdict> = new Map();
  readonly #lab: Lab;
  readonly #progress: LabProgress;
  readonly #ports: LabPorts;
  readonly #changed: () => void;
  #watch: StepWatch | undefined;
  #judging = false;
  #again = false;
  #judgedAt = 0;
  #later: NodeJS.Timeout | undefined;

  constructor(lab: Lab, progress: LabProgress, ports: LabPorts, changed: () => void) {
    this.#lab = lab;
    this.#progress = progress;
    this.#ports = ports;
    this.#changed = changed;
  }

  /** Watches this step from now on; its checks are judged at once. */
  watch(step: Step): void {
    const progress = this.#progress.steps[step.id];
    if (!progress) return;
    if (this.#watch?.isFor(step, progress)) {
      this.judge();
      return;
    }
    this.asked = false;
    this.#watch = new StepWatch(this.#lab, step, this.#progress, progress, this.#ports);
    this.verdicts = new Map();
    this.judge();
  }

  /** Judges at once after a pause, and at most every {@link QUIET_MS} under load. */
  heard(events: readonly SandboxEvent[]): void {
    if (this.#later !== undefined || !this.#watch?.concerns(events)) return;
    const wait = this.#judgedAt + QUIET_MS - monotonicNow();
    if (wait <= 0) {
      this.judge();
      return;
    }
    // biome-ignore lint/style/noRestrictedGlobals: real time; it spares the processor under load and decides nothing.
    this.#later = setTimeout(() => this.judge(), wait);
    this.#later.unref();
  }

  /** Judges no more. */
  stop(): void {
    clearTimeout(this.#later);
    this.#later = undefined;
    this.#watch = undefined;
  }

  /** Judges now. Reading the log may commit events and so call again; that is taken up at the end. */
  judge(): void {
    clearTimeout(this.#later);
    this.#later = undefined;
    this.#again = true;
    if (this.#judging || this.paused) return;
    this.#judging = true;
    try {
      while (this.#again) {
        this.#again = false;
        this.#judgeOnce();
      }
    } finally {
      this.#judging = false;
      this.#judgedAt = monotonicNow();
    }
    void this.#watch?.probe().then((tried) => tried && this.judge());
  }

  /** Tries on forks what a verdict waits for, and judges again until there is nothing to try. */
  async settle(): Promise<void> {
    this.judge();
    while (!this.paused && this.#watch && (await this.#watch.probe())) this.judge();
  }

  /** Marks a step as done and says so in the log. */
  markDone(step: Step, status: 'passed' | 'skipped'): void {
    const progress = this.#progress.steps[step.id];
    if (!progress || (progress.status === status && !progress.unsolved)) return;
    progress.status = status;
    progress.everDone = true;
    progress.unsolved = undefined;
    progress.digest = step.digest;
    progress.earned = Math.max(progress.earned ?? 0, worthOf(step, progress, status));
    progress.doneAt = this.#ports.clock.now();
    if (status === 'passed') {
      const [prediction] = step.type === 'predict' ? progress.answers : [];
      this.#record('lab.step.passed', step, {
        points: progress.earned,
        ...(prediction ? { predicted: prediction.options, right: prediction.right } : {}),
      });
    }
    this.#changed();
  }

  #judgeOnce(): void {
    const watch = this.#watch;
    const progress = watch && this.#progress.steps[watch.step.id];
    if (!watch || !progress || progress.status === 'passed') return;
    const before = this.verdicts;
    const judged = watch.judge();
    this.verdicts = new Map(judged.map(({ check, verdict }) => [check.id, verdict]));
    for (const { check, verdict } of judged) {
      if (verdict.status === 'pass' && !progress.checks[check.id])
        this.#pass(watch.step, progress, check.id, verdict);
      if (verdict.status !== 'pass') delete progress.checks[check.id];
      if (isNewFailure(before.get(check.id), verdict)) progress.attempts += 1;
    }
    const holds = judged.every(({ verdict }) => verdict.status === 'pass');
    if (judged.length > 0 && holds && progress.status === 'open') this.markDone(watch.step, 'passed');
    if (JSON.stringify([...before]) !== JSON.stringify([...this.verdicts])) this.#changed();
  }

  #pass(step: Step, progress: StepProgress, check: string, verdict: Verdict): void {
    progress.checks[check] = {
      at: this.#ports.feed.last(),
      evidence: verdict.evidence,
      flows: verdict.flows,
    };
    this.#record('lab.check.passed', step, { check, evidence: verdict.evidence });
  }

  #record(type: 'lab.step.passed' | 'lab.check.passed', step: Step, data: JsonObject): void {
    this.#ports.recorder.record({
      type,
      outcome: 'ok',
      actor: 'sandbox',
      node: 'sandbox',
      data: { pack: this.#lab.pack, lab: this.#lab.id, step: step.id, ...data },
    });
  }
}

function isNewFailure(before: Verdict | undefined, now: Verdict): boolean {
  return now.status === 'fail' && JSON.stringify(before?.evidence) !== JSON.stringify(now.evidence);
}
