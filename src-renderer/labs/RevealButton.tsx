import { BookOpenCheck } from 'lucide-react';
import type { LabState, StepState } from '../../src-main/contract/labs.ts';
import { ConfirmButton } from '../ui/ConfirmButton.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { useAction } from '../ui/use-action.ts';
import { revealSolution } from './commands.ts';

/** Shows the solution of a step, which is there after the last hint; says first what that costs. */
export function RevealButton({ lab, step }: { lab: LabState; step: StepState }) {
  const reveal = useAction(() => revealSolution(lab, step.id));
  const costs = step.earned === undefined && step.points > 0;
  return (
    <>
      <ConfirmButton
        busy={reveal.busy}
        confirm="Show it"
        icon={<BookOpenCheck aria-hidden size={15} />}
        label="Show the solution"
        onConfirm={reveal.run}
        question={
          costs
            ? 'You see what to do, line by line, and each line can be played. The step then earns no points.'
            : 'You see what to do, line by line, and each line can be played.'
        }
        title="Show the solution?"
      />
      {reveal.error && <ErrorNote error={reveal.error} onDismiss={reveal.clear} />}
    </>
  );
}
