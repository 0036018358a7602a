import { Button } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import classes from './Choices.module.css';

/** Something that can be done, with what it leads to. */
export interface Choice<A> {
  act: A;
  label: string;
  icon?: ReactNode;
  leadsTo: string;
  primary?: boolean;
}

/** Ways on from here, each with what comes of it. `otherwise`: what happens when none is taken. */
export function Choices<A extends string>({
  choices,
  busy,
  onChoose,
  otherwise,
}: {
  choices: readonly Choice<A>[];
  busy: boolean;
  onChoose: (act: A) => void;
  otherwise?: { when: string; leadsTo: string } | undefined;
}) {
  const id = useId();
  return (
    <ul className={classes.choices}>
      {choices.map(({ act, label, icon, leadsTo, primary = false }) => (
        <li className={classes.choice} key={act}>
          <Button
            aria-describedby={`${id}-${act}`}
            disabled={busy}
            leftSection={icon}
            onClick={() => onChoose(act)}
            variant={primary ? 'filled' : 'default'}
          >
            {label}
          </Button>
          <span className={classes.leads} id={`${id}-${act}`}>
            {leadsTo}
          </span>
        </li>
      ))}
      {otherwise && (
        <li className={classes.choice}>
          <span className={classes.when}>{otherwise.when}</span>
          <span className={classes.leads}>{otherwise.leadsTo}</span>
        </li>
      )}
    </ul>
  );
}
