import { GatehouseError } from '../../contract/errors.ts';
import type { CheckState, LabState } from '../../contract/labs.ts';
import type { LabSession } from '../engine/lab-session.ts';
import { type LabProgress, newStepProgress } from '../engine/progress.ts';
import { StepWatch } from '../engine/step-watch.ts';
import type { WorldKeeper } from '../engine/world-keeper.ts';
import { ANSWER_VERB } from '../format/answer-steps.ts';
import type { Lab, Step } from '../format/pack.ts';
import { wrongAnswers } from '../format/question-answers.ts';
import type { LabPorts } from '../ports.ts';
import type { VerbCall } from '../verbs/verb-call.ts';
import { firstDifference, normalisedState } from './normalise.ts';
import { asksWho, playedBy } from './other-persona.ts';
import { type Proof, reasonOf } from './report.ts';
import type { Walk } from './walk.ts';

/**
 * Plays every step of a lab that stands at its start: what must not pass, what must fail and how, what must pass and
 * what of it is needed. After each try the step is reset, and the state must be what it was.
 */
export class StepProver {
  readonly #lab: Lab;
  readonly #ports: LabPorts;
  readonly #proof: Proof;
  readonly #progress: LabProgress;
  readonly #session: LabSession;
  readonly #world: WorldKeeper;
  /** The state as the step was opened. */
  #opened: { digest: string; state: string[] } | undefined;

  constructor(lab: Lab, walk: Walk, ports: LabPorts, proof: Proof) {
    this.#lab = lab;
    this.#ports = ports;
    this.#proof = proof;
    this.#progress = walk.progress;
    this.#session = walk.session;
    this.#world = walk.world;
  }

  async run(): Promise<void> {
    for (const step of this.#lab.steps) this.#nothingPasses(step, 'passes-at-start', 'in the start world');
    for (const step of this.#lab.steps) await this.#proveStep(step);
  }

  async #proveStep(step: Step): Promise<void> {
    await this.#session.goto(step.id);
    if (step.type === 'read') {
      await this.#session.markRead(step.id);
      return;
    }
    this.#opened = {
      digest: await this.#ports.snapshots.digest(),
      state: normalisedState(this.#ports.snapshots.contents()),
    };
    this.#nothingPasses(step, 'passes-on-open', 'as soon as the step is opened');
    await this.#proveWrongOptions(step);
    await this.#proveWrongPaths(step);
    await this.#proveOtherPersona(step);
    await this.#proveEachVerbCounts(step);
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

  /** Each wrong option of a quiz is told its explanation and does not pass; a wrong prediction stands in nobody's way. */
  async #proveWrongOptions(step: Step): Promise<void> {
    const { question } = step;
    const check = step.checks.find(({ kind }) => kind === 'answer');
    if (!question || !check) return;
    const wrong = wrongAnswers(question);
    const place = `check:${check.id}`;
    if (step.type === 'predict') {
      const [answer] = wrong;
      if (!answer) return;
      const verbs = (this.#lab.solution.steps[step.id] ?? []).filter(({ verb }) => verb !== ANSWER_VERB);
      await this.#proveSolution(
        step,
        [answering(answer.given), ...verbs],
        `The solution after predicting “${answer.given.join(', ')}”`,
      );
    }
    for (const { given, explain } of step.type === 'quiz' ? wrong : []) {
      const id = given.join(', ');
      if (!(await this.#play(step, [answering(given)], place, `The answer “${id}”`))) continue;
      const judged = (await this.#judged(step)).find((one) => one.id === check.id);
      this.#proof.count('wrong');
      if (judged?.status === 'pass') {
        this.#proof.fault(place, 'wrong-path-passes', `The wrong answer “${id}” passes “${check.id}”.`);
      } else if (judged?.feedback !== (check.feedback[given.join()] ?? explain)) {
        this.#proof.fault(place, 'wrong-feedback', `The wrong answer “${id}” is not told its explanation.`);
      }
    }
    await this.#reset(step);
  }

  /** Leaves out one verb of the solution at a time: then a check must fail, or the verb was not needed. */
  async #proveEachVerbCounts(step: Step): Promise<void> {
    const verbs = this.#lab.solution.steps[step.id] ?? [];
    for (const [index, left] of verbs.entries()) {
      if (left.cosmetic) continue;
      await this.#playAsFar(step, verbs.toSpliced(index, 1));
      this.#proof.count('dropped');
      if ((await this.#judged(step)).every(({ status }) => status === 'pass')) {
        this.#proof.fault(
          `solution:${step.id}`,
          'verb-not-needed',
          `The checks of “${step.id}” hold without verb ${index + 1} of its solution, ${left.verb}: make a check stricter, or mark the verb “cosmetic: true”.`,
        );
      }
      await this.#reset(step);
    }
  }

  async #proveWrongPaths(step: Step): Promise<void> {
    for (const path of this.#lab.solution.wrong[step.id] ?? []) {
      this.#proof.count('wrong');
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
    // Somebody else may not have what it takes (a token, say); then there is nothing to pass.
    await this.#playAsFar(step, verbs);
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

  /** Puts the step back and proves that the state is what it was as the step was opened. */
  async #reset(step: Step): Promise<void> {
    await this.#session.reset(step.id);
    if (this.#progress.steps[step.id]?.snapshot === undefined || !this.#opened) return;
    this.#proof.count('resets');
    // What sets a step up is played anew, with identifiers of its own; all else must be the same to the byte.
    const same =
      step.setup.length === 0
        ? (await this.#ports.snapshots.digest()) === this.#opened.digest
        : !firstDifference(this.#opened.state, normalisedState(this.#ports.snapshots.contents()));
    if (!same) {
      this.#proof.fault(
        `step:${step.id}`,
        'reset-differs',
        'A reset of this step does not give back its state.',
      );
    }
  }

  /** Plays verbs until one cannot be played, which without an earlier one may well be. */
  async #playAsFar(step: Step, verbs: readonly VerbCall[]): Promise<void> {
    try {
      await this.#world.play(verbs, { by: 'solution', step: step.id });
    } catch (error) {
      // A verb that refuses says so; the checks tell the rest.
      if (!(error instanceof GatehouseError)) throw error;
    }
  }

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

const answering = (options: string[]): VerbCall => ({ verb: ANSWER_VERB, input: { options } });

function stepOf(state: LabState, id: string): LabState['steps'][number] | undefined {
  return state.steps.find((step) => step.id === id);
}

function wordsOf(check: CheckState): string {
  const clause = check.clauses.find((candidate) => !candidate.ok);
  return clause
    ? `${clause.clause}: expected ${clause.expected}, seen ${clause.seen}.`
    : `it is ${check.status}.`;
}
