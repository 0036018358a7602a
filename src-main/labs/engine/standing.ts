import type { SandboxEvent } from '../../contract/events.ts';
import { judge } from '../checks/judge.ts';
import type { Check } from '../format/check-schema.ts';
import type { Lab, Step } from '../format/pack.ts';
import type { LabPorts } from '../ports.ts';
import type { LabProgress } from './progress.ts';

/** Beside those of accounts, the facts after which what a check reads may be another. */
const CHANGING: ReadonlySet<string> = new Set([
  'config.changed',
  'snapshot.restored',
  'group.updated',
  'workflow.defined',
]);

/** What becomes of a step whose state no longer is, or again is, as it was when it was passed. */
export interface StandingListener {
  /** A check that must last does not hold any more. */
  lost(step: Step, check: Check): void;
  /** All that was lost holds again. */
  regained(step: Step): void;
}

/** Watches whether what steps have achieved still stands: the state that their checks found may be changed later. */
export class Standing {
  /** Checks of steps that are done which do not hold any more. */
  changed: ReadonlySet<string> = new Set();
  readonly #lab: Lab;
  readonly #progress: LabProgress;
  readonly #ports: LabPorts;
  readonly #listener: StandingListener;

  constructor(lab: Lab, progress: LabProgress, ports: LabPorts, listener: StandingListener) {
    this.#lab = lab;
    this.#progress = progress;
    this.#ports = ports;
    this.#listener = listener;
  }

  /** Whether any of these events may have changed the state that a check reads. */
  concerns(events: readonly SandboxEvent[]): boolean {
    return events.some(({ type }) => CHANGING.has(type) || type.startsWith('account.'));
  }

  /** Looks at all steps that were passed. Answers whether anything is another than before. */
  look(): boolean {
    const before = [...this.changed].join();
    const changed = new Set<string>();
    for (const step of this.#lab.steps) this.#lookAt(step, changed);
    this.changed = changed;
    return [...changed].join() !== before;
  }

  #lookAt(step: Step, changed: Set<string>): void {
    const progress = this.#progress.steps[step.id];
    if (progress?.status !== 'passed' && progress?.unsolved !== true) return;
    const lasting = step.checks.filter(isLasting);
    const gone = lasting.filter((check) => !this.#holds(step, check));
    for (const { id } of gone) changed.add(id);
    const decisive = gone.find((check) => !check.sticky);
    if (decisive && progress.status === 'passed') this.#listener.lost(step, decisive);
    if (!decisive && progress.unsolved === true) this.#listener.regained(step);
  }

  #holds(step: Step, check: Check): boolean {
    const { status } = judge(check, {
      events: [],
      actor: step.actor,
      state: this.#ports.state,
      tokens: this.#ports.tokens,
      place: { pack: this.#lab.pack, lab: this.#lab.id, step: step.id },
      rootOf: (flow) => this.#ports.feed.rootOf(flow),
      flowsOf: () => undefined,
    });
    return status === 'pass';
  }
}

/** Whether a check reads nothing but live state, so that it can hold today and not tomorrow. */
export function isLasting(check: Check): boolean {
  return check.kind === 'state' || ('of' in check && check.of.every(isLasting));
}
