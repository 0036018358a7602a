import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { OutcomeBadge } from '../../../flows/OutcomeBadge.tsx';
import type { OutcomeLook } from '../../../flows/outcomes.ts';
import { openWorkflowsView } from '../open-view.ts';
import { selectWorkflow } from '../selected-workflow.ts';
import classes from './TaskCard.module.css';

/** Something that a person is asked: what, the facts about it, and below that whatever she can do. */
export function TaskCard({
  kicker,
  title,
  look,
  facts,
  run,
  children,
}: {
  /** The workflow and its step. */
  kicker: string;
  title: string;
  look: { tone: OutcomeLook['tone']; text: string };
  facts: readonly { name: string; value: ReactNode }[];
  run: string;
  children?: ReactNode;
}) {
  return (
    <li className={classes.card}>
      <div className={classes.head}>
        <div className={classes.what}>
          <p className={classes.kicker}>{kicker}</p>
          <p className={classes.title}>{title}</p>
        </div>
        <OutcomeBadge tone={look.tone}>{look.text}</OutcomeBadge>
      </div>
      <dl className={classes.facts}>
        {facts.map(({ name, value }) => (
          <div className={classes.fact} key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {children}
      <div className={classes.foot}>
        <Button
          onClick={() => {
            selectWorkflow(`run:${run}`);
            openWorkflowsView('runs');
          }}
          size="xs"
          variant="subtle"
        >
          Show the run
        </Button>
      </div>
    </li>
  );
}
