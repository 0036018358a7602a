import { Button } from '@mantine/core';
import { Clock, FastForward } from 'lucide-react';
import type { RunView, StepView } from '../../../src-main/contract/workflows.ts';
import { useVirtualNow } from '../../shell/use-virtual-now.ts';
import { gatehouse } from '../../store/sandbox.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatDateTime, formatDuration } from '../../ui/format.ts';
import { useAction } from '../../ui/use-action.ts';
import { SettleChoices } from './approvals/SettleChoices.tsx';
import { DecideButtons } from './DecideButtons.tsx';
import shared from './StoryPane.module.css';

/** What a run waits for: who must decide, or which time or event must come, and how to go on from here. */
export function RunPending({ run }: { run: RunView }) {
  const now = useVirtualNow();
  const jump = useAction((ms: number) => gatehouse().call('clock.advance', { ms }));
  const step = run.steps.find(({ waitsFor }) => waitsFor !== null);
  const wait = step?.waitsFor;
  if (!step || !wait) return <p className={shared.ended}>{run.standing}.</p>;
  const { until } = wait;
  return (
    <section
      aria-label="The step that is waited for"
      className={shared.pending}
      data-stacked={wait.kind === 'unknown' || undefined}
    >
      <div className={shared.step}>
        <p className={shared.waits}>{sentence(step, wait)}</p>
        {until !== null && (
          <p className={shared.until}>
            <Clock aria-hidden size={14} /> until {formatDateTime(until)},{' '}
            {formatDuration(Math.max(until - now, 0))} left on the virtual clock
          </p>
        )}
        {jump.error && <ErrorNote error={jump.error} onDismiss={jump.clear} />}
      </div>
      {wait.kind === 'approval' && <DecideButtons people={wait.people} task={wait.task} />}
      {wait.kind === 'unknown' && (
        <SettleChoices
          leadsTo={wait.leadsTo}
          saves={wait.saves}
          settle={(as, values) =>
            gatehouse().call('workflows.settle', { id: run.id, step: step.id, as, values })
          }
        />
      )}
      {wait.kind !== 'approval' && until !== null && (
        <Button
          disabled={jump.busy}
          leftSection={<FastForward aria-hidden size={14} />}
          onClick={() => jump.run(Math.max(until - now, 0) + 1000)}
          variant="filled"
        >
          Jump to that time
        </Button>
      )}
    </section>
  );
}

function sentence(step: StepView, wait: NonNullable<StepView['waitsFor']>) {
  switch (wait.kind) {
    case 'approval':
      return (
        <>
          <strong>{upper(wait.by)}</strong> must decide
          {wait.claimedBy === null ? '' : ` (${wait.claimedBy} has taken it)`}: {wait.text}
        </>
      );
    case 'event':
      return (
        <>
          “{step.title}” waits for the event <code>{wait.event}</code>.
        </>
      );
    case 'unknown':
      return (
        <>
          <strong>Somebody must say</strong> what became of “{step.title}”: its call may have arrived, or not.
          {step.error === null ? '' : ` ${step.error}`} Look at what it was to change, then choose. Members of
          administrators find this under Approvals too.
        </>
      );
    case 'timer':
      return <>“{step.title}” waits for its time.</>;
    default:
      return (
        <>
          “{step.title}” is tried again, for the {wait.attempt}. time.
        </>
      );
  }
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
