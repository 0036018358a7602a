import type { SandboxEvent } from '../../contract/events.ts';
import { isConstraint, judge, typesOf } from '../checks/judge.ts';
import { awaitedProbe, PROBE_TYPES } from '../checks/probe-check.ts';
import { pending, type Verdict } from '../checks/verdict.ts';
import type { Check } from '../format/check-schema.ts';
import type { Lab, Step } from '../format/pack.ts';
import type { LabPorts } from '../ports.ts';
import { EventWindow } from './event-window.ts';
import { Probes } from './probes.ts';
import type { LabProgress, StepProgress } from './progress.ts';

/** Watches the log for one step and judges its checks. */
export class StepWatch {
  readonly step: Step;
  readonly #ports: LabPorts;
  readonly #lab: LabProgress;
  readonly #progress: StepProgress;
  readonly #place: { pack: string; lab: string; step: string };
  readonly #armedAt: number;
  readonly #ofStep: EventWindow;
  readonly #ofLab: EventWindow;
  readonly #probes: Probes;

  constructor(
    lab: Pick<Lab, 'pack' | 'id'>,
    step: Step,
    all: LabProgress,
    progress: StepProgress,
    ports: LabPorts,
  ) {
    this.step = step;
    this.#place = { pack: lab.pack, lab: lab.id, step: step.id };
    this.#ports = ports;
    this.#lab = all;
    this.#progress = progress;
    this.#armedAt = progress.armedAt;
    this.#probes = new Probes(ports);
    const lasting = step.checks.filter(sinceLab);
    const usual = step.checks.filter((check) => !sinceLab(check));
    this.#ofStep = new EventWindow(ports.feed, usual.flatMap(typesOf), progress.armedAt, all.away);
    this.#ofLab = new EventWindow(ports.feed, lasting.flatMap(typesOf), all.startedAt, all.away);
  }

  /** Whether it watches this step from the same moment on. */
  isFor(step: Step, progress: StepProgress): boolean {
    return this.step === step && this.#progress === progress && this.#armedAt === progress.armedAt;
  }

  concerns(events: readonly SandboxEvent[]): boolean {
    return this.#ofStep.concerns(events) || this.#ofLab.concerns(events);
  }

  /** The verdict on each check, in order. Those of sticky checks that passed before are not judged again. */
  judge(): { check: Check; verdict: Verdict }[] {
    const ofStep = this.#ofStep.read();
    const ofLab = this.#ofLab.read();
    const fresh = new Map<string, readonly string[]>();
    const verdicts = new Map<string, Verdict>();
    const judgeOne = (check: Check, othersHold?: boolean): void => {
      const passed = this.#progress.checks[check.id];
      const verdict =
        passed && check.sticky
          ? remembered(check, passed.evidence, passed.flows)
          : this.#awaitsPrediction(check)
            ? pending([
                {
                  clause: 'predict',
                  ok: false,
                  expected: 'your prediction first',
                  seen: 'none yet',
                  evidence: [],
                },
              ])
            : judge(check, {
                events: sinceLab(check) ? ofLab : ofStep,
                actor: this.step.actor,
                state: this.#ports.state,
                tokens: this.#ports.tokens,
                place: this.#place,
                baseline: this.#progress.baseline,
                othersHold,
                rootOf: (flow) => this.#ports.feed.rootOf(flow),
                flowsOf: (id) => fresh.get(id) ?? this.#flowsOf(id),
              });
      if (verdict.status === 'pass') fresh.set(check.id, verdict.flows);
      verdicts.set(check.id, verdict);
    };
    const probes = this.step.checks.filter((check) => check.kind === 'probe');
    for (const check of this.step.checks) if (!isConstraint(check) && check.kind !== 'probe') judgeOne(check);
    const mayProbe =
      [...verdicts.values()].every(({ status }) => status === 'pass') && this.#isTouched(ofStep, verdicts);
    for (const check of probes) {
      const passed = this.#progress.checks[check.id];
      const verdict =
        passed && check.sticky
          ? remembered(check, passed.evidence, passed.flows)
          : mayProbe
            ? this.#probes.verdictOn(check, this.#probeMark(ofStep))
            : awaitedProbe(check);
      verdicts.set(check.id, verdict);
    }
    const othersHold = [...verdicts.values()].every(({ status }) => status === 'pass');
    for (const check of this.step.checks) if (isConstraint(check)) judgeOne(check, othersHold);
    return this.step.checks.flatMap((check) => {
      const verdict = verdicts.get(check.id);
      return verdict ? [{ check, verdict }] : [];
    });
  }

  /** Tries the calls that a verdict waits for. Answers whether there were any, so that it is time to judge again. */
  async probe(): Promise<boolean> {
    return this.#probes.run();
  }

  /** Other checks of the step hold, or at least something was changed: before that there is nothing to try. */
  #isTouched(events: readonly SandboxEvent[], verdicts: ReadonlyMap<string, Verdict>): boolean {
    return verdicts.size > 0 || this.#probeMark(events) > 0;
  }

  /** The newest event that may change how a call ends. */
  #probeMark(events: readonly SandboxEvent[]): number {
    return events.findLast(({ type }) => PROBE_TYPES.includes(type))?.seq ?? 0;
  }

  /** What happens in a `predict` step counts from the prediction on. */
  #awaitsPrediction(check: Check): boolean {
    return this.step.type === 'predict' && check.kind !== 'answer' && this.#progress.answers.length === 0;
  }

  #flowsOf(check: string): readonly string[] | undefined {
    for (const step of Object.values(this.#lab.steps)) {
      const passed = step.checks[check];
      if (passed) return passed.flows;
    }
    return undefined;
  }
}

function sinceLab(check: Check): boolean {
  return check.since === 'lab' || check.arm === 'onLabOpen';
}

function remembered(check: Check, evidence: number[], flows: string[]): Verdict {
  const clause = { clause: 'seen', ok: true, expected: check.title ?? check.id, seen: 'seen', evidence };
  return { status: 'pass', clauses: [clause], evidence, flows, failed: [] };
}
