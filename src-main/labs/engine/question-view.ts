import type { QuestionState } from '../../contract/lab-questions.ts';
import type { Step } from '../format/pack.ts';
import { isSettled } from './answers.ts';
import type { StepProgress } from './progress.ts';

/** The question of a step as a learner sees it. Of a prediction nothing is told before it has met what happened. */
export function viewOfQuestion(step: Step, progress: StepProgress | undefined): QuestionState | undefined {
  const { question } = step;
  const check = step.checks.find((candidate) => candidate.kind === 'answer');
  if (!question || !check) return undefined;
  const predict = step.type === 'predict';
  const answers = progress?.answers ?? [];
  const last = answers.at(-1);
  const done = progress?.status === 'passed' || progress?.status === 'skipped';
  const settled = predict ? done : isSettled(step, answers);
  const answered = new Set(predict ? [] : answers.flatMap((answer) => answer.options));
  return {
    kind: predict ? 'predict' : 'quiz',
    check: check.id,
    text: question.text,
    multiple: question.multiple,
    options: question.options.map(({ id, text, explain, correct }) => ({
      id,
      text,
      chosen: last?.options.includes(id) ?? false,
      ...(settled || answered.has(id) ? { explain } : {}),
      ...(settled ? { correct } : {}),
    })),
    tries: answers.length,
    settled,
    ...(last && (settled || !predict) ? { right: last.right } : {}),
  };
}
