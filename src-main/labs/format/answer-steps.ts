import type { VerbCall } from '../verbs/verb-call.ts';
import type { AnswerCheck, Check } from './check-schema.ts';
import type { StepEntry } from './lab-schema.ts';
import { explanations, rightAnswer, rightMembers } from './question-answers.ts';
import type { Question } from './question-schema.ts';

/** The verb that answers the question of a step. */
export const ANSWER_VERB = 'lab.answer';

/**
 * The checks of a step as they are judged: one that has a question and no check of kind `answer` gets one, first, so
 * that watching, skipping and proving know of one kind of thing only.
 */
export function withAnswerCheck(step: Pick<StepEntry, 'id' | 'type' | 'question' | 'checks'>): Check[] {
  if (!step.question || step.checks.some((check) => check.kind === 'answer')) return step.checks;
  return [answerCheckOf(step.id, step.type, step.question), ...step.checks];
}

function answerCheckOf(step: string, type: StepEntry['type'], question: Question): AnswerCheck {
  return {
    kind: 'answer',
    id: `${step}-answer`,
    title: type === 'predict' ? 'Your prediction' : 'The question is answered',
    weight: 1,
    since: 'step',
    arm: 'onStepOpen',
    sticky: true,
    step,
    accept: type === 'predict' ? undefined : rightMembers(question),
    feedback: explanations(question),
  };
}

/** A path through a step with a question begins with the right answer, unless it gives one of its own. */
export function withAnswer(question: Question | undefined, verbs: readonly VerbCall[]): VerbCall[] {
  if (!question || verbs.some(({ verb }) => verb === ANSWER_VERB)) return [...verbs];
  return [{ verb: ANSWER_VERB, input: { options: rightAnswer(question) } }, ...verbs];
}
