import { yaml } from '@codemirror/lang-yaml';
import { useMemo, useRef } from 'react';
import type { WorkflowProblem } from '../../../../src-main/contract/workflows.ts';
import { CodeEditor } from '../../../ui/code-editor/CodeEditor.tsx';
import { count } from '../../../ui/format.ts';
import classes from './DefinitionsView.module.css';
import { pickStep, useDraft, writeDraft } from './draft.ts';
import { type DrawnDefinition, drawnDefinition } from './drawn-definition.ts';
import { StepCards } from './StepCards.tsx';

/** A definition from both sides: its text, and the picture of the same text. */
export function Editor({
  text,
  checked,
}: {
  text: string;
  checked: { problems: readonly WorkflowProblem[]; checked: boolean };
}) {
  const step = useDraft((state) => state.step);
  const drawn = useMemo(() => drawnDefinition(text), [text]);
  // While the text is no YAML the picture stays as it last was, and says so.
  const last = useRef<DrawnDefinition>(undefined);
  if (drawn) last.current = drawn;
  const shown = drawn ?? last.current;
  const { problems } = checked;
  const told = useMemo(
    () =>
      problems.map(({ line, column, message, next }) => ({ line, column, message: `${message} ${next}` })),
    [problems],
  );
  const onLine = (line: number) => {
    const at = drawn?.steps.findIndex(({ lines }) => line >= lines[0] && line <= lines[1]) ?? -1;
    if (at >= 0 && at !== step) pickStep(at);
  };
  return (
    <div className={classes.sides}>
      <div className={classes.text}>
        <div className={classes.code}>
          <CodeEditor
            label="Definition in YAML. Escape, then Tab, leaves the editor."
            language={yaml()}
            line={drawn?.steps[step]?.lines[0]}
            onChange={writeDraft}
            onLine={onLine}
            problems={told}
            value={text}
          />
        </div>
        <Problems checked={checked.checked} problems={problems} />
      </div>
      <div className={classes.picture} data-stale={drawn ? undefined : true}>
        {!drawn && (
          <p className={classes.stale}>
            The text is no YAML now; this is how it last looked. Mend it at the left.
          </p>
        )}
        {shown && (
          <StepCards
            drawn={shown}
            onOpen={pickStep}
            onWrite={(next, at) => {
              writeDraft(next);
              if (at !== undefined) pickStep(at);
            }}
            open={step}
            problems={problems}
            text={text}
          />
        )}
      </div>
    </div>
  );
}

function Problems({ problems, checked }: { problems: readonly WorkflowProblem[]; checked: boolean }) {
  if (problems.length === 0)
    return <p className={classes.fine}>{checked ? '✓ This can run.' : 'Being checked…'}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
    <section aria-label={count(problems.length, 'problem')} className={classes.problems} tabIndex={0}>
      <ul>
        {problems.map(({ line, column, message, next }) => (
          <li key={`${line}:${column} ${message}`}>
            <strong>
              Line {line}, column {column}:
            </strong>{' '}
            {message} {next}
          </li>
        ))}
      </ul>
    </section>
  );
}
