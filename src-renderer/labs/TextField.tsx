import { TextInput } from '@mantine/core';
import { InlineCode } from '../ui/InlineCode.tsx';
import type { AnswerFieldProps } from './answer-field.ts';
import classes from './QuestionCard.module.css';

const LONGEST = 200;

/** An answer in the learner's own words. */
export function TextField({ question, value, onChange }: AnswerFieldProps) {
  return (
    <div className={classes.options}>
      <TextInput
        autoComplete="off"
        description={question.said && <InlineCode text={question.said} />}
        label="Your answer"
        maxLength={LONGEST}
        onChange={({ currentTarget }) => onChange([currentTarget.value])}
        spellCheck={false}
        value={value[0] ?? ''}
      />
    </div>
  );
}
