import { isConstraint } from '../checks/judge.ts';
import type { Check } from './check-schema.ts';
import type { LabEntry, StepEntry } from './lab-schema.ts';
import { rightAnswer } from './question-schema.ts';
import type { YamlPath } from './yaml-source.ts';

type Report = (path: YamlPath, rule: string, message: string) => void;

/** Which types of step ask, and which are done by something other than checks. */
const ASKING: readonly StepEntry['type'][] = ['predict', 'quiz'];

/** What a step must have, and what it must not have, for its type. */
export function checkStepType(step: StepEntry, path: YamlPath, at: Report): void {
  const asks = ASKING.includes(step.type);
  const own = step.checks.filter((check) => check.kind !== 'answer');
  if (asks && !step.question) {
    at(path, 'no-question', `A step of type “${step.type}” asks a question; it has none.`);
  }
  if (!asks && step.question) {
    at(
      [...path, 'question'],
      'question-here',
      `A step of type “${step.type}” asks no question; “quiz” and “predict” do.`,
    );
  }
  if (step.type === 'read' && step.checks.length > 0) {
    at(
      [...path, 'checks'],
      'checks-in-read',
      'A step of type “read” is done when it is read; it has no checks.',
    );
  }
  if (step.type === 'predict' && own.length === 0) {
    at(path, 'no-checks', 'A step of type “predict” meets what happens: it needs a check that sees it.');
  } else if (!asks && step.type !== 'read' && step.checks.length === 0) {
    at(path, 'no-checks', `A step of type “${step.type}” is done when its checks hold; it has none.`);
  } else if (step.checks.length > 0 && step.checks.every(isConstraint)) {
    at(
      [...path, 'checks'],
      'only-constraints',
      'These checks only forbid, so nothing shows when the step is done.',
    );
  }
  checkQuestion(step, [...path, 'question'], at);
}

function checkQuestion({ question }: StepEntry, path: YamlPath, at: Report): void {
  if (!question) return;
  const ids = new Set<string>();
  question.options.forEach(({ id }, index) => {
    if (ids.has(id)) at([...path, 'options', index], 'duplicate-id', `Another option is called “${id}”.`);
    ids.add(id);
  });
  const right = rightAnswer(question).length;
  if (right === 0) at([...path, 'options'], 'no-right-option', 'No option is marked “correct: true”.');
  if (right > 1 && !question.multiple) {
    at(
      [...path, 'options'],
      'right-options',
      'More than one option is marked as correct; then the question says “multiple: true”.',
    );
  }
}

/** What an `answer` check refers to: a step up to its own that asks, and options that it offers. */
export function checkAnswers(
  lab: LabEntry,
  stepIndex: number,
  check: Check,
  path: YamlPath,
  at: Report,
): void {
  if (check.kind !== 'answer') return;
  const id = check.step ?? lab.steps[stepIndex]?.id;
  const asked = lab.steps.slice(0, stepIndex + 1).find((step) => step.id === id)?.question;
  if (!asked) {
    at([...path, 'step'], 'unknown-question', `No step up to here called “${id}” asks a question.`);
    return;
  }
  check.accept?.forEach((answer, index) => {
    for (const option of answer) {
      if (asked.options.some((known) => known.id === option)) continue;
      at([...path, 'accept', index], 'unknown-option', `The question has no option “${option}”.`);
    }
  });
}
