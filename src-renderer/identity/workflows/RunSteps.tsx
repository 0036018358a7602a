import type { RunView, StepView } from '../../../src-main/contract/workflows.ts';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { formatTimeMs } from '../../ui/format.ts';
import classes from './RunPane.module.css';
import { KIND_LOOKS, STEP_LOOKS } from './run-looks.ts';

/** The steps of a run in their order, as each stands: what it sent and got, and how it was taken back. */
export function RunSteps({ run }: { run: RunView }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
    <ol aria-label="Steps of the run" className={classes.steps} tabIndex={0}>
      {run.steps.map((step) => (
        <Step key={step.id} step={step} />
      ))}
    </ol>
  );
}

function Step({ step }: { step: StepView }) {
  const { icon: Icon, word } = STEP_LOOKS[step.status];
  const told = [
    KIND_LOOKS[step.kind].word,
    word,
    step.attempts > 1 ? `${step.attempts} tries` : undefined,
    step.finishedAt === null ? undefined : formatTimeMs(step.finishedAt),
  ].filter((part) => part !== undefined);
  return (
    <li className={classes.step} data-status={step.status}>
      <span className={classes.track}>
        <Icon aria-hidden className={classes.icon} size={18} />
      </span>
      <div className={classes.content}>
        <p className={classes.title}>{step.title}</p>
        <p className={classes.about}>{told.join(' · ')}</p>
        {step.error !== null && <p className={classes.error}>{step.error}</p>}
        {step.undo && (
          <p className={step.undo.status === 'failed' ? classes.error : classes.about}>
            {step.undo.status === 'done' ? '↶ taken back' : `↶ ${step.undo.error ?? step.undo.status}`}:{' '}
            {lineOf(step.undo.sent)}
          </p>
        )}
        {(step.sent !== null || step.got !== null) && (
          <details className={classes.more}>
            <summary>{lineOf(step.sent) || 'What came of it'}</summary>
            {step.sent !== null && (
              <CodeBlock label={`What “${step.title}” sent`} text={JSON.stringify(step.sent, null, 2)} />
            )}
            {step.got !== null && (
              <CodeBlock label={`What “${step.title}” got`} text={JSON.stringify(step.got, null, 2)} />
            )}
          </details>
        )}
      </div>
    </li>
  );
}

/** A call in one line: `POST /scim2/Users`. */
function lineOf(sent: StepView['sent']): string {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return '';
  const { method, path, to } = sent;
  if (typeof method === 'string' && typeof path === 'string') return `${method} ${path.split('?')[0]}`;
  return typeof to === 'string' ? `to ${to}` : '';
}
