import { Button } from '@mantine/core';
import { ArrowRight, CircleCheck, SkipForward } from 'lucide-react';
import type { LabState, LabSummary } from '../../src-main/contract/labs.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { count } from '../ui/format.ts';
import { Markdown } from '../ui/Markdown.tsx';
import { useAction } from '../ui/use-action.ts';
import classes from './Closing.module.css';
import { closeLab, openLab } from './commands.ts';
import { useLabList } from './use-lab-list.ts';

function nextLab(labs: readonly LabSummary[], lab: LabState): LabSummary | undefined {
  const at = labs.findIndex((one) => one.pack === lab.pack && one.id === lab.id);
  return labs.slice(at + 1).find((one) => !one.unavailable);
}

function resultOf({ score, predictions }: LabState): string {
  const parts = [
    ...(score.possible > 0 ? [`${score.earned} of ${count(score.possible, 'point')}`] : []),
    ...(predictions.made > 0
      ? [`${predictions.right} of ${count(predictions.made, 'prediction')} came true, which is not scored`]
      : []),
  ];
  return parts.join(' · ');
}

/** The end of a lab: what to take home, how each step went, and where to go from here. */
export function Closing({ lab }: { lab: LabState }) {
  const { list } = useLabList();
  const next = list && nextLab(list.labs, lab);
  const leave = useAction(async (run: () => Promise<void>) => run());
  const skipped = lab.steps.filter((step) => step.status === 'skipped').length;
  return (
    <div className={classes.closing}>
      <p className={classes.kicker}>{lab.title}</p>
      <h1 className={classes.title}>Lab finished</h1>
      {lab.closing && <Markdown text={lab.closing} />}
      <ul aria-label="How the steps went" className={classes.steps}>
        {lab.steps.map((step) => (
          <li data-status={step.status} key={step.id}>
            {step.status === 'skipped' ? (
              <SkipForward aria-hidden size={16} />
            ) : (
              <CircleCheck aria-hidden size={16} />
            )}
            <span>{step.title}</span>
            <span className={classes.how}>{step.status === 'skipped' ? 'done for you' : ''}</span>
          </li>
        ))}
      </ul>
      <p className={classes.kicker}>{resultOf(lab)}</p>
      {skipped > 0 && (
        <p className={classes.kicker}>Go back to a step by its bar above and do it yourself.</p>
      )}
      <div className={classes.buttons}>
        {next && (
          <Button
            disabled={leave.busy}
            onClick={() => leave.run(() => openLab(next.pack, next.id))}
            rightSection={<ArrowRight aria-hidden size={15} />}
            size="sm"
            variant="filled"
          >
            Open the next lab: {next.title}
          </Button>
        )}
        <Button disabled={leave.busy} onClick={() => leave.run(closeLab)} size="sm">
          Close the lab
        </Button>
      </div>
      {leave.error && <ErrorNote error={leave.error} onDismiss={leave.clear} />}
    </div>
  );
}
