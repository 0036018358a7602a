import { useEffect, useRef, useState } from 'react';
import type { ContentBlock, LabState, StepState } from '../../src-main/contract/labs.ts';
import { useSandbox } from '../store/sandbox.ts';
import { showView } from '../store/ui.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { count } from '../ui/format.ts';
import { Markdown } from '../ui/Markdown.tsx';
import { useAction } from '../ui/use-action.ts';
import { ActionButton } from './ActionButton.tsx';
import { ArrivalNote } from './ArrivalNote.tsx';
import { CheckCard } from './CheckCard.tsx';
import { CheckTable } from './CheckTable.tsx';
import { Closing } from './Closing.tsx';
import { currentStep, openStep } from './commands.ts';
import classes from './Lesson.module.css';
import { QuestionCard } from './QuestionCard.tsx';
import { SolutionCard } from './SolutionCard.tsx';
import { StepActor } from './StepActor.tsx';
import { StepButtons } from './StepButtons.tsx';
import { StepNotes } from './StepNotes.tsx';
import { StepProgress } from './StepProgress.tsx';

function pointsOf({ points, earned }: StepState): string {
  return earned === undefined ? count(points, 'point') : `${earned} of ${count(points, 'point')}`;
}

function StepBody({ lab, onFinish }: { lab: LabState; onFinish: () => void }) {
  const current = currentStep(lab);
  if (!current) return null;
  const { step, index } = current;
  let prose = 0;
  const firstWaiting = step.content.find((part) => part.kind === 'action' && part.waits);
  const block = (part: ContentBlock) =>
    part.kind === 'markdown' ? (
      <Markdown key={`text-${prose++}`} text={part.text} />
    ) : (
      <ActionButton
        block={part}
        key={`${step.id}-${part.id}`}
        lab={lab}
        step={step.id}
        tellsWait={part === firstWaiting}
      />
    );
  // A prediction is asked for before anything acts; another question comes when the text was read.
  const firstButton = step.content.findIndex(({ kind }) => kind === 'action');
  const asksAt = step.type === 'predict' && firstButton >= 0 ? firstButton : step.content.length;
  const { grid } = step;
  const inGrid = new Set(
    grid?.rows.flatMap((row) => grid.columns.map((column) => `${row.id}-${column.id}`)) ?? [],
  );
  // What stands in the table is told at length only where a try came near.
  const checks = step.checks.filter(
    ({ id, status }) =>
      id !== step.question?.check && (!inGrid.has(id) || status === 'fail' || status === 'error'),
  );
  return (
    <>
      <p className={classes.kicker}>
        Step {index + 1} of {lab.steps.length} · {step.type}
        {step.points > 0 && ` · ${pointsOf(step)}`}
        {step.status === 'skipped' && ' · skipped'}
      </p>
      <h1 className={classes.title}>{step.title}</h1>
      {step.actor && (
        <StepActor actor={step.actor} hasButtons={step.content.some(({ kind }) => kind === 'action')} />
      )}
      <StepNotes step={step} />
      <div className={classes.content}>
        {step.content.slice(0, asksAt).map(block)}
        {step.question && <QuestionCard lab={lab} question={step.question} step={step} />}
        {step.content.slice(asksAt).map(block)}
      </div>
      {grid && <CheckTable grid={grid} lab={lab} />}
      {checks.length > 0 && (
        <ul aria-label="Checks" className={classes.checks}>
          {checks.map((check) => (
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
      {step.solution && (
        <SolutionCard key={`solution-${step.id}`} lab={lab} solution={step.solution} step={step.id} />
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
      {lab.arrival && <ArrivalNote arrival={lab.arrival} />}
      {closing && lab.finished ? (
        <Closing lab={lab} />
      ) : (
        <StepBody lab={lab} onFinish={() => setClosing(true)} />
      )}
    </section>
  );
}
