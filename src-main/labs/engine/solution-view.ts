import type { StepState } from '../../contract/labs.ts';
import { ANSWER_VERB } from '../format/answer-steps.ts';
import type { Lab, Step } from '../format/pack.ts';
import { wordsOf } from '../format/question-answers.ts';
import { verbNamed } from '../verbs/registry.ts';
import type { VerbCall } from '../verbs/verb-call.ts';
import type { StepProgress } from './progress.ts';

/** The solution of a step in plain words, once it was asked for. */
export function viewOfSolution(
  lab: Lab,
  step: Step,
  progress: StepProgress | undefined,
): StepState['solution'] {
  if (!progress?.revealed) return undefined;
  return (lab.solution.steps[step.id] ?? []).map((call) => ({ text: wordsFor(call, step) }));
}

/** Whether the solution may be shown: when every hint was, or the step is done. */
export function mayReveal(lab: Lab, step: Step, progress: StepProgress | undefined): boolean {
  if (!progress || progress.revealed || (lab.solution.steps[step.id] ?? []).length === 0) return false;
  return progress.everDone || step.hints.every((hint) => progress.hints.includes(hint.id));
}

function wordsFor(call: VerbCall, step: Step): string {
  if (call.verb !== ANSWER_VERB) return verbNamed(call.verb)?.label(call.input) ?? call.verb;
  const { options } = call.input;
  const given = Array.isArray(options) ? options.map(String) : [];
  const words = step.question ? wordsOf(step.question, given) : given;
  const texts = words.map((text) => `“${text}”`).join(step.question?.mode === 'order' ? ', then ' : ' and ');
  return step.type === 'predict' ? `Predict ${texts}` : `Answer ${texts}`;
}
