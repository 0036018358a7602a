import type { QuestionState } from '../../src-main/contract/lab-questions.ts';
import type { LabState, StepState } from '../../src-main/contract/labs.ts';
import { Markdown } from '../ui/Markdown.tsx';
import { AnsweredOptions } from './AnsweredOptions.tsx';
import { AnswerForm } from './AnswerForm.tsx';
import classes from './QuestionCard.module.css';

/** The question of a step: to be answered, or with what was answered and why. */
export function QuestionCard({
  lab,
  step,
  question,
}: {
  lab: LabState;
  step: StepState;
  question: QuestionState;
}) {
  const open = question.kind === 'quiz' ? !question.settled : question.tries === 0 && !question.settled;
  return (
    <section aria-label={question.kind === 'quiz' ? 'Question' : 'Prediction'} className={classes.card}>
      <p className={classes.kicker}>{kickerOf(question)}</p>
      <div className={classes.text}>
        <Markdown text={question.text} />
      </div>
      {open ? (
        <AnswerForm key={`${step.id}-${question.tries}`} lab={lab} question={question} step={step.id} />
      ) : (
        <AnsweredOptions question={question} />
      )}
    </section>
  );
}

const TASKS = {
  choose: '',
  order: ' · bring into order',
  match: ' · match',
  text: ' · in your own words',
} as const;

function kickerOf({ kind, multiple, mode }: QuestionState): string {
  const many = multiple ? ' · choose all that are right' : TASKS[mode];
  return kind === 'predict' ? `Before you act, predict${many}` : `Question${many}`;
}
