import { Tooltip } from '@mantine/core';
import type { LabState, StepState } from '../../src-main/contract/labs.ts';
import classes from './StepProgress.module.css';

const STATUS_WORDS: Record<StepState['status'], string> = {
  open: 'open',
  passed: 'passed',
  skipped: 'skipped',
  waiting: 'not open yet',
};

/** One bar for each step of the lab; pressing one goes there. */
export function StepProgress({ lab, onGo }: { lab: LabState; onGo: (step: string) => void }) {
  return (
    <ol aria-label="Steps" className={classes.bars}>
      {lab.steps.map((step, index) => (
        <li key={step.id}>
          <Tooltip
            position="bottom"
            withinPortal={false}
            label={`${index + 1} · ${step.title} (${STATUS_WORDS[step.status]})`}
          >
            <button
              aria-current={step.id === lab.current ? 'step' : undefined}
              aria-label={`Step ${index + 1}: ${step.title}, ${STATUS_WORDS[step.status]}`}
              className={classes.bar}
              data-status={step.status}
              disabled={step.status === 'waiting'}
              onClick={() => onGo(step.id)}
              type="button"
            />
          </Tooltip>
        </li>
      ))}
    </ol>
  );
}
