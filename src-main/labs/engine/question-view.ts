import { createHash } from 'node:crypto';
import type { QuestionState } from '../../contract/lab-questions.ts';
import type { Step } from '../format/pack.ts';
import { explanations, readAnswer, wrongOptions } from '../format/question-answers.ts';
import type { Question } from '../format/question-schema.ts';
import { isSettled } from './answers.ts';
import type { StepProgress } from './progress.ts';

/** The question of a step as a learner sees it. Of a prediction nothing is told before it has met what happened. */
export function viewOfQuestion(
  step: Step,
  progress: StepProgress | undefined,
  seed: string,
): QuestionState | undefined {
  const { question } = step;
  const check = step.checks.find((candidate) => candidate.kind === 'answer');
  if (!question || !check) return undefined;
  const predict = step.type === 'predict';
  const answers = progress?.answers ?? [];
  const last = answers.at(-1);
  const done = progress?.status === 'passed' || progress?.status === 'skipped';
  const settled = predict ? done : isSettled(step, answers);
  const answered = new Set(predict ? [] : answers.flatMap(({ options }) => wrongOptions(question, options)));
  const { mode } = question;
  const options = mode === 'order' && !settled ? mixed(question.options, seed) : question.options;
  return {
    kind: predict ? 'predict' : 'quiz',
    mode,
    check: check.id,
    text: question.text,
    multiple: question.multiple,
    options: options.map(({ id, text, explain, correct }) => ({
      id,
      text,
      chosen: mode === 'choose' && (last?.options.includes(id) ?? false),
      ...(settled || answered.has(id) ? { explain } : {}),
      ...(settled ? { correct: correct || mode !== 'choose' } : {}),
    })),
    targets: mixed(question.targets, seed),
    given: last?.options ?? [],
    ...(mode === 'text' && last ? { said: saidTo(question, last) } : {}),
    tries: answers.length,
    settled,
    ...(last && (settled || !predict) ? { right: last.right } : {}),
  };
}

function saidTo(question: Question, { options, right }: { options: string[]; right: boolean }): string {
  if (right) return question.explain ?? '';
  const told = explanations(question);
  return told[readAnswer(question, options)?.members[0] ?? ''] ?? told.answer ?? '';
}

/** The same items in an order that tells nothing and is the same each time, by the seed of the pack. */
function mixed<T extends { id: string }>(items: readonly T[], seed: string): T[] {
  const place = ({ id }: T) => createHash('sha256').update(`${seed} ${id}`).digest('hex');
  const sorted = [...items].sort((one, other) => (place(one) < place(other) ? -1 : 1));
  // By chance it may be the very order that is asked for.
  return sorted.every((item, index) => item === items[index]) ? sorted.reverse() : sorted;
}
