import { GatehouseError } from '../../contract/errors.ts';
import type { QuestionMode } from '../../contract/lab-questions.ts';

export function unknownLab(pack: string, lab: string): GatehouseError {
  return new GatehouseError({
    code: 'lab.unknown',
    what: 'This lab cannot be opened.',
    why: `There is no lab “${lab}” in a readable pack “${pack}”.`,
    next: 'Choose one from the list of labs. If its pack was changed, “gatehouse lab lint” tells what is wrong with it.',
    status: 404,
  });
}

export function labUnavailable(reason: string): GatehouseError {
  return new GatehouseError({
    code: 'lab.unavailable',
    what: 'This lab cannot be opened here.',
    why: reason,
    next: 'Update Gatehouse, or choose another lab.',
    status: 409,
  });
}

export function labNotOpen(): GatehouseError {
  return new GatehouseError({
    code: 'lab.not-open',
    what: 'This step cannot be used now.',
    why: 'Its lab is not the one that is open.',
    next: 'Open the lab first.',
    status: 409,
  });
}

export function unknownStep(step: string): GatehouseError {
  return new GatehouseError({
    code: 'lab.step.unknown',
    what: 'There is no such step.',
    why: `The lab has no step “${step}”.`,
    next: 'Choose a step from the lesson.',
    status: 404,
  });
}

export function unknownAction(action: string): GatehouseError {
  return new GatehouseError({
    code: 'lab.action.unknown',
    what: 'There is no such button.',
    why: `The step has no button “${action}”.`,
    next: 'Open the step again; its text may have changed.',
    status: 404,
  });
}

export function stepGated(title: string): GatehouseError {
  return new GatehouseError({
    code: 'lab.step.gated',
    what: 'This step is not open yet.',
    why: `“${title}” comes first.`,
    next: 'Finish that step, or continue anyway: its solution is then played for you.',
    status: 409,
  });
}

export function notForReading(title: string): GatehouseError {
  return new GatehouseError({
    code: 'lab.step.has-checks',
    what: 'This step cannot be marked as read.',
    why: `“${title}” is done when its checks hold.`,
    next: 'Do what it asks, or skip it.',
    status: 409,
  });
}

export function noQuestion(title: string): GatehouseError {
  return new GatehouseError({
    code: 'lab.answer.none',
    what: 'There is nothing to answer.',
    why: `“${title}” asks no question.`,
    next: 'Open the step that asks it.',
    status: 409,
  });
}

/** How an answer must be, by the mode of the question. */
const ANSWERS = {
  choose: 'One of the options is the answer, by its id.',
  order: 'Every option is named once, in order.',
  match: 'Every option is matched once, as option=target.',
  text: 'The answer is one text, of at most 200 characters.',
} as const;

export function notAnAnswer({ mode, multiple }: { mode: QuestionMode; multiple: boolean }): GatehouseError {
  return new GatehouseError({
    code: 'lab.answer.unknown',
    what: 'This answer was not taken.',
    why:
      mode === 'choose' && multiple ? 'It names an option that the question does not have.' : ANSWERS[mode],
    next: 'Answer as the question asks.',
  });
}

export function alreadyAnswered(predict: boolean): GatehouseError {
  return new GatehouseError({
    code: 'lab.answer.settled',
    what: 'The answer stands.',
    why: predict ? 'A prediction is made once, before the act.' : 'The question was answered right already.',
    next: 'Reset the step to answer anew.',
    status: 409,
  });
}

export function predictFirst(title: string): GatehouseError {
  return new GatehouseError({
    code: 'lab.predict-first',
    what: 'This button waits for your prediction.',
    why: `“${title}” asks what will happen before it happens.`,
    next: 'Choose one of the options, then press the button.',
    status: 409,
  });
}

export function hintsFirst(left: number): GatehouseError {
  return new GatehouseError({
    code: 'lab.solution.hints-first',
    what: 'The solution is not shown yet.',
    why: left === 1 ? 'There is one more hint.' : `There are ${left} more hints.`,
    next: 'Read them first; the solution comes after the last.',
    status: 409,
  });
}

export function solutionNotShown(): GatehouseError {
  return new GatehouseError({
    code: 'lab.solution.not-shown',
    what: 'This line cannot be played.',
    why: 'The solution of the step was not shown, or has no such line.',
    next: 'Show the solution first.',
    status: 409,
  });
}

export function verbFailed(verb: string, message: string): GatehouseError {
  return new GatehouseError({
    code: 'lab.verb-failed',
    what: `The lab could not play “${verb}”.`,
    why: message,
    next: 'Reset the step, or open the lab again.',
    status: 409,
  });
}
