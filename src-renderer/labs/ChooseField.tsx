import { Checkbox, Radio } from '@mantine/core';
import { InlineCode } from '../ui/InlineCode.tsx';
import type { AnswerFieldProps } from './answer-field.ts';
import classes from './QuestionCard.module.css';

/** Options of which one, or several, are the answer. */
export function ChooseField({ question, value, onChange }: AnswerFieldProps) {
  const Control = question.multiple ? Checkbox : Radio;
  const options = question.options.map((option) => (
    <Control
      description={option.explain && <InlineCode text={option.explain} />}
      key={option.id}
      label={<InlineCode text={option.text} />}
      value={option.id}
    />
  ));
  const label = question.kind === 'predict' ? 'What will happen' : 'Options';
  return question.multiple ? (
    <Checkbox.Group aria-label={label} onChange={onChange} value={value}>
      <div className={classes.options}>{options}</div>
    </Checkbox.Group>
  ) : (
    <Radio.Group aria-label={label} onChange={(id) => onChange([id])} value={value[0] ?? null}>
      <div className={classes.options}>{options}</div>
    </Radio.Group>
  );
}
