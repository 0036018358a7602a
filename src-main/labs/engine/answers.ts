import type { Lab, Step } from '../format/pack.ts';
import { readAnswer } from '../format/question-answers.ts';
import type { LabPorts } from '../ports.ts';
import { alreadyAnswered, noQuestion, notAnAnswer, unknownStep } from './errors.ts';
import type { LabProgress, StepProgress } from './progress.ts';

/** Takes the answers to the questions of a lab: keeps them and records them, so that checks read them from the log. */
export class Answers {
  readonly #lab: Lab;
  readonly #progress: LabProgress;
  readonly #ports: Pick<LabPorts, 'recorder' | 'feed'>;

  constructor(lab: Lab, progress: LabProgress, ports: Pick<LabPorts, 'recorder' | 'feed'>) {
    this.#lab = lab;
    this.#progress = progress;
    this.#ports = ports;
  }

  /**
   * Takes an answer. Throws `lab.answer.none` for a step without a question, `lab.answer.unknown` for what is no
   * option, `lab.answer.settled` when there is nothing left to answer.
   */
  async give(stepId: string, options: readonly string[]): Promise<void> {
    const step = this.#lab.steps.find((candidate) => candidate.id === stepId);
    const progress = this.#progress.steps[stepId];
    if (!step || !progress) throw unknownStep(stepId);
    const { question } = step;
    if (!question) throw noQuestion(step.title);
    const answer = readAnswer(question, options);
    if (!answer) throw notAnAnswer(question);
    if (isSettled(step, progress.answers)) throw alreadyAnswered(step.type === 'predict');
    const { given, members, words, right } = answer;
    await this.#ports.recorder.committed();
    // What happened before a prediction was made cannot prove it.
    if (step.type === 'predict') progress.armedAt = this.#ports.feed.last();
    progress.answers.push({ options: given, right });
    this.#ports.recorder.record({
      type: 'lab.answer.given',
      outcome: 'ok',
      actor: 'sandbox',
      node: 'sandbox',
      data: {
        pack: this.#lab.pack,
        lab: this.#lab.id,
        step: stepId,
        options: members,
        words,
        // Of a prediction it would give away what is going to happen.
        ...(step.type === 'quiz' ? { right } : {}),
      },
    });
    await this.#ports.recorder.committed();
  }
}

/** Whether a step waits for a prediction before anything is done in it. */
export function awaitsPrediction(step: Step, progress: StepProgress | undefined): boolean {
  return step.type === 'predict' && progress?.status === 'open' && progress.answers.length === 0;
}

/** Whether a step takes no answer any more: a quiz that was answered right, a prediction that was made. */
export function isSettled(step: Step, answers: readonly { right: boolean }[]): boolean {
  return step.type === 'predict' ? answers.length > 0 : answers.some((answer) => answer.right);
}
