import { ActionIcon } from '@mantine/core';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useState } from 'react';
import { InlineCode } from '../ui/InlineCode.tsx';
import classes from './AnswerFields.module.css';
import type { AnswerFieldProps } from './answer-field.ts';

const ICON = 14;

/** Things to be brought into order: each is moved by two buttons, with mouse or keyboard. */
export function OrderField({ question, value, onChange }: AnswerFieldProps) {
  const [told, setTold] = useState('');
  const move = (from: number, by: 1 | -1) => {
    const to = from + by;
    const id = value[from];
    const other = value[to];
    if (id === undefined || other === undefined) return;
    onChange(value.with(from, other).with(to, id));
    setTold(`${textOf(id)} is now ${to + 1} of ${value.length}.`);
  };
  const textOf = (id: string) => question.options.find((option) => option.id === id)?.text ?? id;
  return (
    <>
      <ol aria-label="Order" className={classes.order}>
        {value.map((id, index) => {
          const explain = question.options.find((option) => option.id === id)?.explain;
          return (
            <li className={classes.item} key={id}>
              <span aria-hidden className={classes.place}>
                {index + 1}
              </span>
              <div className={classes.words}>
                <InlineCode text={textOf(id)} />
                {explain && (
                  <p className={classes.explain}>
                    <InlineCode text={explain} />
                  </p>
                )}
              </div>
              {/* Not `disabled`, so that the focus stays where it is when something reaches an end. */}
              <ActionIcon
                aria-disabled={index === 0}
                aria-label={`Move up: ${textOf(id)}`}
                data-disabled={index === 0 || undefined}
                onClick={() => move(index, -1)}
              >
                <ArrowUp aria-hidden size={ICON} />
              </ActionIcon>
              <ActionIcon
                aria-disabled={index === value.length - 1}
                aria-label={`Move down: ${textOf(id)}`}
                data-disabled={index === value.length - 1 || undefined}
                onClick={() => move(index, 1)}
              >
                <ArrowDown aria-hidden size={ICON} />
              </ActionIcon>
            </li>
          );
        })}
      </ol>
      <p aria-live="polite" className={classes.told}>
        {told}
      </p>
    </>
  );
}
