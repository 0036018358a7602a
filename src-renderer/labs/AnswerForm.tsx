import { Button, Checkbox, Radio } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { QuestionState } from '../../src-main/contract/lab-questions.ts';
import type { LabState } from '../../src-main/contract/labs.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { InlineCode } from '../ui/InlineCode.tsx';
import { useAction } from '../ui/use-action.ts';
import { answerQuestion } from './commands.ts';
import classes from './QuestionCard.module.css';

/** The options of a question that waits for an answer; what was tried in vain stands with its explanation. */
export function AnswerForm({
  lab,
  step,
  question,
}: {
  lab: LabState;
  step: string;
  question: QuestionState;
}) {
  const [chosen, setChosen] = useState<string[]>([]);
  const answer = useAction(() => answerQuestion(lab, step, chosen));
  const predict = question.kind === 'predict';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen.length > 0) void answer.run();
  };
  const Control = question.multiple ? Checkbox : Radio;
  const options = question.options.map((option) => (
    <Control
      description={option.explain && <InlineCode text={option.explain} />}
      key={option.id}
      label={<InlineCode text={option.text} />}
      value={option.id}
    />
  ));
  const label = predict ? 'What will happen' : 'Options';
  return (
    <form onSubmit={submit}>
      {question.multiple ? (
        <Checkbox.Group aria-label={label} onChange={setChosen} value={chosen}>
          <div className={classes.options}>{options}</div>
        </Checkbox.Group>
      ) : (
        <Radio.Group aria-label={label} onChange={(id) => setChosen([id])} value={chosen[0] ?? null}>
          <div className={classes.options}>{options}</div>
        </Radio.Group>
      )}
      <div className={classes.foot}>
        <Button disabled={chosen.length === 0} loading={answer.busy} size="sm" type="submit" variant="filled">
          {predict ? 'That is my prediction' : 'Answer'}
        </Button>
        {question.tries > 0 && (
          <p className={classes.said} role="status">
            {question.multiple
              ? 'That is not the whole answer. Read what is said, and choose again.'
              : 'Not that one. Read why, and choose again.'}
          </p>
        )}
      </div>
      {answer.error && <ErrorNote error={answer.error} onDismiss={answer.clear} />}
    </form>
  );
}
