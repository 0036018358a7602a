import { useEffect, useRef, useState } from 'react';
import type { LabState } from '../../src-main/contract/labs.ts';
import { useSandbox } from '../store/sandbox.ts';
import { showView } from '../store/ui.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Markdown } from '../ui/Markdown.tsx';
import { useAction } from '../ui/use-action.ts';
import { ActionButton } from './ActionButton.tsx';
import { CheckCard } from './CheckCard.tsx';
import { Closing } from './Closing.tsx';
import { currentStep, openStep } from './commands.ts';
import classes from './Lesson.module.css';
import { StepActor } from './StepActor.tsx';
import { StepButtons } from './StepButtons.tsx';
import { StepProgress } from './StepProgress.tsx';

function StepBody({ lab, onFinish }: { lab: LabState; onFinish: () => void }) {
  const current = currentStep(lab);
  if (!current) return null;
  const { step, index } = current;
  let prose = 0;
  return (
    <>
      <p className={classes.kicker}>
        Step {index + 1} of {lab.steps.length} · {step.type}
        {step.status === 'skipped' && ' · skipped'}
      </p>
      <h1 className={classes.title}>{step.title}</h1>
      {step.actor && <StepActor actor={step.actor} />}
      <div className={classes.content}>
        {step.content.map((block) =>
          block.kind === 'markdown' ? (
            <Markdown key={`text-${prose++}`} text={block.text} />
          ) : (
            <ActionButton block={block} key={`${step.id}-${block.id}`} lab={lab} step={step.id} />
          ),
        )}
      </div>
      {step.checks.length > 0 && (
        <ul aria-label="Checks" className={classes.checks}>
          {step.checks.map((check) => (
            <CheckCard check={check} key={check.id} />
          ))}
        </ul>
      )}
      {step.hints.length > 0 && (
        <ol aria-label="Hints" className={classes.hints}>
          {step.hints.map((hint, n) => (
            <li key={hint.id}>
              <p className={classes.hintHead}>
                Hint {n + 1} of {step.hintsTotal}
              </p>
              <Markdown text={hint.text} />
            </li>
          ))}
        </ol>
      )}
      <StepButtons key={step.id} lab={lab} onFinish={onFinish} step={step} />
    </>
  );
}

/** The lesson: the open step with its buttons, checks and hints; at the end what to take home. */
export function Lesson() {
  const lab = useSandbox((state) => state.lab);
  const [closing, setClosing] = useState(lab?.finished ?? false);
  const scroller = useRef<HTMLElement>(null);
  const current = lab?.current;
  const view = lab && currentStep(lab)?.step.view;
  const go = useAction(async (step: string) => {
    if (!lab) return;
    setClosing(false);
    if (step !== lab.current) await openStep(lab, step);
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new step, not a new state of it, brings its view.
  useEffect(() => {
    if (view) showView(view);
  }, [current]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page of the lesson begins at its top.
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [current, closing]);

  if (!lab) return null;
  return (
    <section aria-label="Lesson" className={classes.lesson} ref={scroller}>
      <StepProgress lab={lab} onGo={go.run} />
      {go.error && <ErrorNote error={go.error} onDismiss={go.clear} />}
      {closing && lab.finished ? (
        <Closing lab={lab} />
      ) : (
        <StepBody lab={lab} onFinish={() => setClosing(true)} />
      )}
    </section>
  );
}
