import { ActionIcon, Tooltip } from '@mantine/core';
import { ArrowDown, ArrowUp, GitBranch, Trash2 } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { WorkflowProblem } from '../../../../src-main/contract/workflows.ts';
import { KIND_LOOKS } from '../run-looks.ts';
import type { DrawnStep } from './drawn-definition.ts';
import { moveStep, removeStep } from './edit-steps.ts';
import { setValue } from './edit-yaml.ts';
import { FieldInput } from './FieldInput.tsx';
import classes from './StepCards.module.css';
import { fieldsOf } from './step-fields.ts';
import { at, problemAt } from './value-at.ts';

/** A step of a definition: what it does; and, when it is open, its form. */
export function StepCard({
  step,
  index,
  count,
  open,
  text,
  problems,
  onOpen,
  onWrite,
}: {
  step: DrawnStep;
  index: number;
  count: number;
  open: boolean;
  text: string;
  /** What is wrong, as the engine says it. */
  problems: readonly WorkflowProblem[];
  onOpen: (index: number) => void;
  onWrite: (text: string, step?: number) => void;
}) {
  const wrong = problems.some(({ line }) => line >= step.lines[0] && line <= step.lines[1]);
  const look = step.kind && KIND_LOOKS[step.kind];
  const Icon = look?.icon ?? GitBranch;
  const move = (by: -1 | 1) => {
    if (index + by < 0 || index + by >= count) return;
    onWrite(moveStep(text, index, index + by), index + by);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    move(event.key === 'ArrowUp' ? -1 : 1);
  };
  const acts = [
    { label: 'Move up', icon: ArrowUp, act: () => move(-1), off: index === 0 },
    { label: 'Move down', icon: ArrowDown, act: () => move(1), off: index === count - 1 },
    { label: 'Remove', icon: Trash2, act: () => onWrite(removeStep(text, index), -1), off: count === 1 },
  ];
  return (
    <li className={classes.item}>
      {step.when !== undefined && (
        <p className={classes.when}>
          <GitBranch aria-hidden size={13} /> when <code>{step.when}</code>
        </p>
      )}
      <div className={classes.card} data-open={open || undefined} data-wrong={wrong || undefined}>
        <div className={classes.top}>
          <button
            aria-expanded={open}
            aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
            className={classes.head}
            data-step={index}
            onClick={() => onOpen(open ? -1 : index)}
            onKeyDown={onKeyDown}
            type="button"
          >
            <Icon aria-hidden className={classes.icon} size={17} />
            <span className={classes.words}>
              <span className={classes.title}>
                {index + 1} · {step.title}
              </span>
              <span className={classes.summary}>
                {look?.word ?? 'Step'}: {step.summary}
              </span>
            </span>
          </button>
          <div className={classes.acts}>
            {acts.map(({ label, icon: Act, act, off }) => (
              <Tooltip key={label} label={label}>
                <ActionIcon aria-label={`${label}: ${step.id}`} disabled={off} onClick={act} size="sm">
                  <Act aria-hidden size={14} />
                </ActionIcon>
              </Tooltip>
            ))}
          </div>
        </div>
        {step.notes.length > 0 && (
          <ul className={classes.notes}>
            {step.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
        {open && (
          <fieldset className={classes.form}>
            <legend className={classes.legend}>Step {step.id}</legend>
            {fieldsOf(step.kind).map((field) => (
              <FieldInput
                field={field}
                problem={problemAt(problems, ['steps', index, ...field.place])}
                key={field.place.join('.')}
                onWrite={(value) => onWrite(setValue(text, ['steps', index, ...field.place], value))}
                value={at(step.value, field.place)}
              />
            ))}
          </fieldset>
        )}
      </div>
    </li>
  );
}
