import { FilePen, History } from 'lucide-react';
import type { StepState } from '../../src-main/contract/labs.ts';
import classes from './StepNotes.module.css';

/** What has become of a step since it was passed: its text was edited, or what it achieved was undone. */
export function StepNotes({ step }: { step: StepState }) {
  if (!step.edited && !step.unsolved) return null;
  return (
    <div className={classes.notes}>
      {step.unsolved && (
        <p>
          <History aria-hidden size={15} />
          You had passed this step. What it achieved was undone since, and it must last: mend it to pass
          again.
        </p>
      )}
      {step.edited && (
        <p>
          <FilePen aria-hidden size={15} />
          This step was edited since you passed it. Your pass stays.
        </p>
      )}
    </div>
  );
}
