import { Button } from '@mantine/core';
import { ArrowRight, BookCheck, Flag, Lightbulb, ListChecks, SkipForward } from 'lucide-react';
import { useState } from 'react';
import type { LabState, StepState } from '../../src-main/contract/labs.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { count } from '../ui/format.ts';
import { useAction } from '../ui/use-action.ts';
import { checkNow, finishReading, openStep, showHint, skipStep } from './commands.ts';
import { ResetMenu } from './ResetMenu.tsx';
import { RevealButton } from './RevealButton.tsx';
import classes from './StepButtons.module.css';

const ICON = 15;
const CHECKED = 'checked';
const OFFER_WORDS: Record<NonNullable<StepState['hintOffer']>, string> = {
  failures: 'This is a hard one. The next hint may help.',
  minutes: 'This takes its time. The next hint may help.',
  clause: 'The next hint is about just this.',
};

/** What a person can do with the open step: ask for a hint, look again, begin anew, have it done, go on. */
export function StepButtons({
  lab,
  step,
  onFinish,
}: {
  lab: LabState;
  step: StepState;
  onFinish: () => void;
}) {
  const [said, setSaid] = useState<string>();
  const command = useAction(async (run: () => Promise<void>, after?: string) => {
    setSaid(undefined);
    await run();
    setSaid(after);
  });
  const next = lab.steps[lab.steps.findIndex((one) => one.id === step.id) + 1];
  const done = step.status === 'passed' || step.status === 'skipped';
  const reading = step.type === 'read';
  const shown = step.checks.filter((check) => check.id !== step.question?.check);
  const checks = shown.length;
  const holding = shown.filter((check) => check.status === 'pass').length;
  const busy = command.busy;
  const read = async () => {
    await finishReading(lab, step.id);
    // When the last step is read there is nothing left to look at here.
    if (!next) onFinish();
  };
  return (
    <div className={classes.buttons}>
      {(done || (reading && !done)) && (
        <div className={`${classes.row} ${classes.onward}`}>
          {done && next && (
            <Button
              classNames={{ root: classes.next, label: classes.nextLabel }}
              disabled={busy}
              onClick={() => command.run(() => openStep(lab, next.id))}
              rightSection={<ArrowRight aria-hidden size={ICON} />}
              size="sm"
              variant="filled"
            >
              Next: {next.title}
            </Button>
          )}
          {done && !next && lab.finished && (
            <Button
              leftSection={<Flag aria-hidden size={ICON} />}
              onClick={onFinish}
              size="sm"
              variant="filled"
            >
              Finish: what to take home
            </Button>
          )}
          {!done && (
            <Button
              disabled={busy}
              leftSection={<BookCheck aria-hidden size={ICON} />}
              onClick={() => command.run(read)}
              size="sm"
              variant="filled"
            >
              {next ? 'Read, go on' : 'Read, finish'}
            </Button>
          )}
        </div>
      )}
      {!reading && (
        <div className={classes.row}>
          {step.hints.length < step.hintsTotal && (
            <Button
              disabled={busy}
              leftSection={<Lightbulb aria-hidden size={ICON} />}
              onClick={() => command.run(() => showHint(lab, step.id))}
              variant={step.hintOffer ? 'light' : 'default'}
            >
              Hint {step.hints.length + 1} of {step.hintsTotal}
              {step.nextHintCost ? ` (costs ${count(step.nextHintCost, 'point')})` : ''}
            </Button>
          )}
          {step.canReveal && <RevealButton lab={lab} step={step} />}
          {!done && checks > 0 && (
            <Button
              disabled={busy}
              leftSection={<ListChecks aria-hidden size={ICON} />}
              onClick={() => command.run(() => checkNow(lab, step.id), CHECKED)}
            >
              Check now
            </Button>
          )}
          <ResetMenu disabled={busy} lab={lab} onReset={command.run} step={step} />
        </div>
      )}
      {step.hintOffer && (
        <p className={classes.said} role="status">
          {OFFER_WORDS[step.hintOffer]}
        </p>
      )}
      {!reading && !done && (
        <div className={classes.row}>
          <Button
            className={classes.quiet}
            disabled={busy}
            leftSection={<SkipForward aria-hidden size={ICON} />}
            onClick={() => command.run(() => skipStep(lab, step.id))}
            variant="subtle"
          >
            Do it for me and go on
          </Button>
        </div>
      )}
      {said === CHECKED && !busy && (
        <p className={classes.said} role="status">
          Looked again: {holding} of {count(checks, 'check')} hold{holding === 1 ? 's' : ''}.
        </p>
      )}
      {said !== undefined && said !== CHECKED && !busy && (
        <p className={classes.said} role="status">
          {said}
        </p>
      )}
      {command.error && <ErrorNote error={command.error} onDismiss={command.clear} />}
    </div>
  );
}
