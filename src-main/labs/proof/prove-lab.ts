import { GatehouseError } from '../../contract/errors.ts';
import type { CheckState, LabState } from '../../contract/labs.ts';
import { LabSession } from '../engine/lab-session.ts';
import { type LabProgress, newStepProgress } from '../engine/progress.ts';
import { StepWatch } from '../engine/step-watch.ts';
import { WorldKeeper } from '../engine/world-keeper.ts';
import type { Finding } from '../format/finding.ts';
import type { Lab, Step } from '../format/pack.ts';
import type { LabPorts } from '../ports.ts';
import type { VerbCall } from '../verbs/verb-call.ts';
import { asksWho, playedBy } from './other-persona.ts';
import { Proof, reasonOf } from './report.ts';

/** Plays a lab in a real sandbox: what must not pass, what must fail and how, and what must pass. */
export async function proveLab(lab: Lab, ports: LabPorts): Promise<Finding[]> {
  const proof = new Proof(lab);
  try {
    await new Prover(lab, ports, proof).run();
  } catch (error) {
    proof.fault('', 'not-playable', `The lab could not be played to its end: ${reasonOf(error)}`);
  }
  return proof.findings;
}

class Prover {
  readonly #lab: Lab;
  readonly #ports: LabPorts;
  readonly #proof: Proof;
  readonly #progress: LabProgress;
  readonly #session: LabSession;
  readonly #world: WorldKeeper;

  constructor(lab: Lab, ports: LabPorts, proof: Proof) {
    this.#lab = lab;
    this.#ports = ports;
    this.#proof = proof;
    this.#progress = { current: lab.steps[0]?.id ?? '', startedAt: ports.feed.last(), steps: {} };
    const ignore = (): void => undefined;
    this.#session = new LabSession(lab, this.#progress, ports, { changed: ignore, save: ignore });
    this.#world = new WorldKeeper(lab, this.#progress, ports);
  }

  async run(): Promise<void> {
    // As in the app: checks are judged while things happen, not only at the end.
    const stop = this.#ports.feed.subscribe((events) => this.#session.heard(events));
    try {
      await this.#playAll();
    } finally {
      stop();
      this.#session.close();
    }
  }

  async #playAll(): Promise<void> {
    await this.#session.open(true);
    for (const step of this.#lab.steps) this.#nothingPasses(step, 'passes-at-start', 'in the start world');
    for (const step of this.#lab.steps) await this.#proveStep(step);
    if (!this.#session.view().finished)
      this.#proof.fault('', 'not-finished', 'All steps were played, and the lab is not finished.');
  }

  async #proveStep(step: Step): Promise<void> {
    await this.#session.goto(step.id);
    if (step.type === 'read') {
      await this.#session.markRead(step.id);
      return;
    }
    this.#nothingPasses(step, 'passes-on-open', 'as soon as the step is opened');
    await this.#proveWrongPaths(step);
    await this.#proveOtherPersona(step);
    for (const { name, verbs } of this.#lab.solution.alternatives[step.id] ?? []) {
      await this.#proveSolution(step, verbs, `The alternative “${name}”`);
      await this.#reset(step);
    }
    await this.#proveSolution(step, this.#lab.solution.steps[step.id] ?? [], 'The solution');
    const later = this.#lab.steps.slice(this.#lab.steps.indexOf(step) + 1);
    for (const next of later)
      this.#nothingPasses(next, 'passes-too-early', `after the solution of “${step.id}” alone`);
  }

  async #proveSolution(step: Step, verbs: readonly VerbCall[], name: string): Promise<void> {
    if (!(await this.#play(step, verbs, `solution:${step.id}`, name))) return;
    for (const check of await this.#judged(step)) {
      if (check.status === 'pass') continue;
      this.#proof.fault(
        `check:${check.id}`,
        'solution-fails',
        `${name} does not pass “${check.id}”: ${wordsOf(check)}`,
      );
    }
  }

  async #proveWrongPaths(step: Step): Promise<void> {
    for (const path of this.#lab.solution.wrong[step.id] ?? []) {
      const place = `wrong:${step.id}/${path.name}`;
      if (await this.#play(step, path.verbs, place, `The wrong path “${path.name}”`)) {
        const expected = step.checks.find((check) => check.id === path.expectCheck)?.feedback[
          path.expectFeedback
        ];
        const check = (await this.#judged(step)).find((candidate) => candidate.id === path.expectCheck);
        if (check?.status === 'pass') {
          this.#proof.fault(
            place,
            'wrong-path-passes',
            `“${path.name}” must fail “${path.expectCheck}”, and passes it.`,
          );
        } else if (check?.feedback !== expected) {
          const said = check?.feedback === undefined ? 'nothing' : `“${check.feedback}”`;
          this.#proof.fault(
            place,
            'wrong-feedback',
            `“${path.name}” must be told the feedback “${path.expectFeedback}” of “${path.expectCheck}”; it is told ${said}.`,
          );
        }
      }
      await this.#reset(step);
    }
  }

  async #proveOtherPersona(step: Step): Promise<void> {
    const { actor } = step;
    const other = this.#ports.names().personas.find((persona) => persona !== actor);
    if (actor === undefined || other === undefined) return;
    const verbs = playedBy(this.#lab.solution.steps[step.id] ?? [], actor, other);
    if (!verbs) return;
    try {
      await this.#world.play(verbs, { by: 'solution', step: step.id });
    } catch (error) {
      // Somebody else may not have what it takes (a token, say); then there is nothing to pass.
      if (!(error instanceof GatehouseError)) throw error;
    }
    for (const check of await this.#judged(step)) {
      const entry = step.checks.find((candidate) => candidate.id === check.id);
      if (check.status === 'pass' && entry && asksWho(entry, actor)) {
        this.#proof.fault(
          `check:${check.id}`,
          'anybody-passes',
          `“${check.id}” passes although ${other} did it, not ${actor}.`,
        );
      }
    }
    await this.#reset(step);
  }

  /** Puts the step back and proves that the state is what it was. */
  async #reset(step: Step): Promise<void> {
    const snapshot = this.#progress.steps[step.id]?.snapshot;
    await this.#session.reset(step.id);
    if (snapshot === undefined || step.setup.length > 0) return;
    const first = this.#digests.get(step.id);
    const now = await this.#ports.snapshots.digest();
    if (first === undefined) this.#digests.set(step.id, now);
    else if (first !== now)
      this.#proof.fault(`step:${step.id}`, 'reset-differs', 'Two resets of this step give different states.');
  }

  readonly #digests = new Map<string, string>();

  async #play(step: Step, verbs: readonly VerbCall[], place: string, name: string): Promise<boolean> {
    try {
      await this.#world.play(verbs, { by: 'solution', step: step.id });
      return true;
    } catch (error) {
      this.#proof.fault(place, 'not-playable', `${name} cannot be played: ${reasonOf(error)}`);
      return false;
    }
  }

  async #judged(step: Step): Promise<CheckState[]> {
    await this.#session.check(step.id);
    return stepOf(this.#session.view(), step.id)?.checks ?? [];
  }

  #nothingPasses(step: Step, rule: string, when: string): void {
    const progress = {
      ...newStepProgress('', this.#ports.feed.last()),
      // As if a prediction had been made, so that what it waits for is judged.
      answers: [{ options: [], right: false }],
      baseline: this.#ports.state.configuration(),
    };
    const watch = new StepWatch(this.#lab, step, this.#progress, progress, this.#ports);
    for (const { check, verdict } of watch.judge()) {
      if (verdict.status === 'pass')
        this.#proof.fault(`check:${check.id}`, rule, `“${check.id}” passes ${when}.`);
      if (verdict.status === 'error') {
        const reason = verdict.clauses[0]?.seen ?? 'no reason given';
        this.#proof.fault(`check:${check.id}`, 'check-broken', `“${check.id}” cannot be judged: ${reason}.`);
      }
    }
  }
}

function stepOf(state: LabState, id: string): LabState['steps'][number] | undefined {
  return state.steps.find((step) => step.id === id);
}

function wordsOf(check: CheckState): string {
  const clause = check.clauses.find((candidate) => !candidate.ok);
  return clause
    ? `${clause.clause}: expected ${clause.expected}, seen ${clause.seen}.`
    : `it is ${check.status}.`;
}
