import { isConstraint } from '../checks/judge.ts';
import type { Check } from './check-schema.ts';
import type { LabEntry, StepEntry } from './lab-schema.ts';
import { readAnswer, rightAnswer } from './question-answers.ts';
import type { Question } from './question-schema.ts';
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

function checkQuestion({ question, type }: StepEntry, path: YamlPath, at: Report): void {
  if (!question) return;
  const ids = new Set<string>();
  question.options.forEach(({ id }, index) => {
    if (ids.has(id)) at([...path, 'options', index], 'duplicate-id', `Another option is called “${id}”.`);
    ids.add(id);
  });
  if (type === 'predict' && question.mode !== 'choose') {
    at(
      [...path, 'mode'],
      'question-mode',
      'A prediction is chosen: a step of type “predict” has no other mode.',
    );
  }
  const least = question.mode === 'order' ? 3 : 2;
  if (question.mode !== 'text' && question.options.length < least) {
    at(
      [...path, 'options'],
      'too-few-options',
      `A question of mode “${question.mode}” has at least ${least} options.`,
    );
  }
  checkMembers(question, path, at);
  if (question.mode === 'choose') checkRightOptions(question, path, at);
  if (question.mode === 'match') checkTargets(question, path, at);
  if (question.mode === 'text') checkTexts(question, path, at);
}

/** Members that only some modes have. */
const MEMBERS: Readonly<Record<string, readonly Question['mode'][]>> = {
  options: ['choose', 'order', 'match'],
  targets: ['match'],
  accept: ['text'],
  misses: ['text'],
};

function checkMembers(question: Question, path: YamlPath, at: Report): void {
  for (const [member, modes] of Object.entries(MEMBERS)) {
    if (modes.includes(question.mode) || question[member as 'options'].length === 0) continue;
    at([...path, member], 'question-mode', `A question of mode “${question.mode}” has no “${member}”.`);
  }
}

function checkRightOptions(question: Question, path: YamlPath, at: Report): void {
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

function checkTargets({ options, targets }: Question, path: YamlPath, at: Report): void {
  if (new Set(targets.map(({ id }) => id)).size !== targets.length) {
    at([...path, 'targets'], 'duplicate-id', 'Two targets have the same id.');
  }
  if (targets.length < 2) at([...path, 'targets'], 'too-few-options', 'There are at least two targets.');
  options.forEach(({ target }, index) => {
    if (targets.some(({ id }) => id === target)) return;
    at(
      [...path, 'options', index],
      'unknown-target',
      `There is no target “${target ?? ''}” for this option.`,
    );
  });
}

function checkTexts(question: Question, path: YamlPath, at: Report): void {
  if (question.accept.length === 0) {
    at([...path, 'accept'], 'no-right-option', 'No text is right: “accept” lists those that are.');
  }
  for (const member of ['explain', 'otherwise'] as const) {
    if (question[member] === undefined) {
      at(path, 'no-explanation', `A question of mode “text” says in “${member}” what is told to an answer.`);
    }
  }
  question.misses.forEach(({ accept }, index) => {
    const right = accept.find((text) => readAnswer(question, [text])?.right);
    if (right === undefined) return;
    at([...path, 'misses', index], 'miss-is-right', `“${right}” is a right answer and cannot be a miss.`);
  });
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
  if (check.accept && asked.mode !== 'choose') {
    at(
      [...path, 'accept'],
      'question-mode',
      'What is right is said by the question itself, unless it is of mode “choose”.',
    );
    return;
  }
  check.accept?.forEach((answer, index) => {
    for (const option of answer) {
      if (asked.options.some((known) => known.id === option)) continue;
      at([...path, 'accept', index], 'unknown-option', `The question has no option “${option}”.`);
    }
  });
}
