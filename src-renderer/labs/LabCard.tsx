import { Button } from '@mantine/core';
import { ArrowRight, Ban, Clock } from 'lucide-react';
import type { LabSummary } from '../../src-main/contract/labs.ts';
import { goTo } from '../app/route.ts';
import { cx } from '../ui/cx.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { useAction } from '../ui/use-action.ts';
import { openLab } from './commands.ts';
import classes from './LabCard.module.css';

const HARDEST = 5;

function Difficulty({ level }: { level: number }) {
  return (
    <span aria-label={`difficulty ${level} of ${HARDEST}`} className={classes.difficulty} role="img">
      {Array.from({ length: HARDEST }, (_, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: five marks in a fixed order.
        <span className={cx(n < level && classes.on)} key={n} />
      ))}
    </span>
  );
}

/** A lab in the list: what it teaches, how long it takes, how far one is. */
export function LabCard({ lab, isOpen }: { lab: LabSummary; isOpen: boolean }) {
  const done = lab.steps.filter((step) => step.done).length;
  const finished = done === lab.steps.length;
  const open = useAction(async () => (isOpen ? goTo('lab') : openLab(lab.pack, lab.id)));
  const verb = finished ? 'Open again' : isOpen || lab.begun ? 'Go on' : 'Start';
  return (
    <li className={classes.card}>
      <div className={classes.text}>
        <h3 className={classes.title}>{lab.title}</h3>
        <p className={classes.summary}>{lab.summary}</p>
        <p className={classes.meta}>
          <span className={classes.fact}>
            <Clock aria-hidden size={14} />
            {lab.minutes} min
          </span>
          <Difficulty level={lab.difficulty} />
          {lab.concepts.map((concept) => (
            <span className={classes.concept} key={concept}>
              {concept}
            </span>
          ))}
        </p>
        {lab.unavailable && (
          <p className={classes.unavailable}>
            <Ban aria-hidden size={15} />
            Not available here: {lab.unavailable}
          </p>
        )}
        {open.error && <ErrorNote error={open.error} onDismiss={open.clear} />}
      </div>
      <div className={classes.side}>
        <Button
          aria-label={`${verb}: ${lab.title}`}
          disabled={lab.unavailable !== undefined}
          loading={open.busy}
          onClick={open.run}
          rightSection={<ArrowRight aria-hidden size={15} />}
          size="sm"
          variant={finished || lab.unavailable ? 'default' : 'filled'}
        >
          {verb}
        </Button>
        <span
          aria-label={`${done} of ${lab.steps.length} steps done`}
          className={classes.progress}
          role="img"
        >
          {lab.steps.map((step) => (
            <span className={cx(step.done && classes.done)} key={step.id} />
          ))}
        </span>
        <span aria-hidden className={classes.count}>
          {done} of {lab.steps.length} steps
        </span>
      </div>
    </li>
  );
}
