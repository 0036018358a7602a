import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import classes from './Rules.module.css';

/** Text that is saved when it is left, or by Enter; what cannot be meant says what is wanted, and Escape takes it back. */
export function TypedInput({
  value,
  label,
  describedBy,
  narrow = false,
  problemOf,
  onCommit,
}: {
  value: string;
  label: string;
  describedBy: string;
  narrow?: boolean;
  /** What is wanted in place of a text; nothing where the text is good. */
  problemOf: (typed: string) => string | undefined;
  onCommit: (typed: string) => void;
}) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const problem = problemOf(typed.trim());
  const commit = () => {
    if (problem === undefined && typed.trim() !== value) onCommit(typed.trim());
  };
  return (
    <TextInput
      aria-describedby={describedBy}
      aria-label={label}
      className={narrow ? classes.list : classes.typed}
      error={problem === undefined ? undefined : `Not saved: ${problem}`}
      onBlur={commit}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') setTyped(value);
      }}
      value={typed}
    />
  );
}
