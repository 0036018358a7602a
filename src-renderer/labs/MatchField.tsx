import { NativeSelect } from '@mantine/core';
import { InlineCode } from '../ui/InlineCode.tsx';
import type { AnswerFieldProps } from './answer-field.ts';
import classes from './QuestionCard.module.css';

/** Things to be matched: for each, a list of what it may belong to. */
export function MatchField({ question, value, onChange }: AnswerFieldProps) {
  const data = [
    { value: '', label: 'Choose…' },
    ...question.targets.map(({ id, text }) => ({ value: id, label: text })),
  ];
  return (
    <div className={classes.options}>
      {question.options.map((option, index) => (
        <NativeSelect
          data={data}
          description={option.explain && <InlineCode text={option.explain} />}
          key={option.id}
          label={<InlineCode text={option.text} />}
          onChange={({ currentTarget }) => onChange(value.with(index, `${option.id}=${currentTarget.value}`))}
          value={value[index]?.split('=')[1] ?? ''}
        />
      ))}
    </div>
  );
}
