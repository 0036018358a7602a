import { Button } from '@mantine/core';
import { type ComponentType, type FormEvent, useState } from 'react';
import type { QuestionMode, QuestionState } from '../../src-main/contract/lab-questions.ts';
import type { LabState } from '../../src-main/contract/labs.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { useAction } from '../ui/use-action.ts';
import type { AnswerFieldProps } from './answer-field.ts';
import { ChooseField } from './ChooseField.tsx';
import { answerQuestion } from './commands.ts';
import { MatchField } from './MatchField.tsx';
import { OrderField } from './OrderField.tsx';
import classes from './QuestionCard.module.css';
import { TextField } from './TextField.tsx';

const FIELDS: Readonly<Record<QuestionMode, ComponentType<AnswerFieldProps>>> = {
  choose: ChooseField,
  order: OrderField,
  match: MatchField,
  text: TextField,
};

/** A question that waits for an answer; what was tried in vain stands with its explanation. */
export function AnswerForm({
  lab,
  step,
  question,
}: {
  lab: LabState;
  step: string;
  question: QuestionState;
}) {
  const [value, setValue] = useState(() => beginningOf(question));
  const answer = useAction(() => answerQuestion(lab, step, value));
  const complete = isComplete(question, value);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (complete) void answer.run();
  };
  const Field = FIELDS[question.mode];
  return (
    <form onSubmit={submit}>
      <Field onChange={setValue} question={question} value={value} />
      <div className={classes.foot}>
        <Button disabled={!complete} loading={answer.busy} size="sm" type="submit" variant="filled">
          {question.kind === 'predict' ? 'That is my prediction' : 'Answer'}
        </Button>
        {question.tries > 0 && (
          <p className={classes.said} role="status">
            {AGAIN[question.multiple ? 'multiple' : question.mode]}
          </p>
        )}
      </div>
      {answer.error && <ErrorNote error={answer.error} onDismiss={answer.clear} />}
    </form>
  );
}

const AGAIN: Readonly<Record<QuestionMode | 'multiple', string>> = {
  choose: 'Not that one. Read why, and choose again.',
  multiple: 'That is not the whole answer. Read what is said, and choose again.',
  order: 'Not in this order. Read what is said, and move what stands wrong.',
  match: 'Not all of them belong together. Read what is said, and match again.',
  text: 'Not that. Read what is said, and try again.',
};

/** Where the learner begins: with the newest answer, or with nothing done. */
function beginningOf({ mode, tries, given, options }: QuestionState): string[] {
  if (mode === 'choose') return [];
  if (tries > 0) return given;
  if (mode === 'text') return [''];
  return options.map(({ id }) => (mode === 'match' ? `${id}=` : id));
}

function isComplete({ mode }: QuestionState, value: readonly string[]): boolean {
  if (mode === 'match') return value.every((pair) => !pair.endsWith('='));
  return value.length > 0 && value.every((one) => one.trim() !== '');
}
