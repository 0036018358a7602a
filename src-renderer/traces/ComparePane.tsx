import { Button } from '@mantine/core';
import { ArrowLeft, ArrowLeftRight } from 'lucide-react';
import type { FlowSummary } from '../../src-main/contract/flow.ts';
import { CompareView } from '../compare/index.ts';
import { useFlow } from '../flows/use-flow.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { formatTimeMs } from '../ui/format.ts';
import classes from './ComparePane.module.css';
import { endComparing, swapCompared } from './comparing.ts';

/** Two flows of the log side by side, and the way back. */
export function ComparePane({
  left,
  right,
  summaries,
}: {
  left: string;
  right: string;
  summaries: readonly FlowSummary[];
}) {
  const one = useFlow(left);
  const other = useFlow(right);
  const error = one.error ?? other.error;
  return (
    <section aria-label="Comparison" className={classes.pane}>
      <header className={classes.head}>
        <Button leftSection={<ArrowLeft aria-hidden size={14} />} onClick={endComparing}>
          Back to one flow
        </Button>
        <h2 className={classes.title}>Compare two flows</h2>
        <Button leftSection={<ArrowLeftRight aria-hidden size={14} />} onClick={swapCompared}>
          Swap sides
        </Button>
      </header>
      {error && <ErrorNote error={error} />}
      {one.view && other.view && (
        <CompareView
          left={{ name: nameOf(left, summaries), view: one.view }}
          right={{ name: nameOf(right, summaries), view: other.view }}
        />
      )}
    </section>
  );
}

/** A flow's title with its time, since two runs of one thing have the same title. */
function nameOf(flow: string, summaries: readonly FlowSummary[]): string {
  const summary = summaries.find((each) => each.flow === flow);
  return summary === undefined ? flow : `${summary.title}, ${formatTimeMs(summary.vtime)}`;
}
