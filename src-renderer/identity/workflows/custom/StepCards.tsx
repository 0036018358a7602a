import { Button, Menu } from '@mantine/core';
import { Plus } from 'lucide-react';
import type { StepView, WorkflowProblem } from '../../../../src-main/contract/workflows.ts';
import { OverlayHold } from '../../../ui/OverlayHold.tsx';
import { KIND_LOOKS } from '../run-looks.ts';
import { START } from './draft.ts';
import type { DrawnDefinition } from './drawn-definition.ts';
import { addStep } from './edit-steps.ts';
import { StartCard } from './StartCard.tsx';
import { StepCard } from './StepCard.tsx';
import classes from './StepCards.module.css';
import { newStep } from './step-fields.ts';

/** The picture of a definition: how it starts, and its steps in order, each with its conditions and ways out. */
export function StepCards({
  drawn,
  text,
  open,
  problems,
  onOpen,
  onWrite,
}: {
  drawn: DrawnDefinition;
  text: string;
  /** The step that is open; -1: none. */
  open: number;
  problems: readonly WorkflowProblem[];
  onOpen: (index: number) => void;
  /** Takes the changed text, and the step that is open from then on. */
  onWrite: (text: string, step?: number) => void;
}) {
  const { steps } = drawn;
  const add = (kind: StepView['kind']) => {
    const at = open >= 0 ? open + 1 : steps.length;
    const step = newStep(
      kind,
      steps.map(({ id }) => id),
    );
    onWrite(addStep(text, at, step), at);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
    <section aria-label="Steps of the workflow" className={classes.cards} tabIndex={0}>
      <StartCard
        drawn={drawn}
        onOpen={onOpen}
        onWrite={onWrite}
        open={open === START}
        problems={problems}
        text={text}
      />
      <ol className={classes.list}>
        {steps.map((step, index) => (
          <StepCard
            count={steps.length}
            index={index}
            // biome-ignore lint/suspicious/noArrayIndexKey: two steps may have the same id while one is being typed.
            key={index}
            onOpen={onOpen}
            onWrite={onWrite}
            open={index === open}
            step={step}
            text={text}
            problems={problems}
          />
        ))}
      </ol>
      <Menu position="bottom-start" width={280} withinPortal={false}>
        <Menu.Target>
          <Button leftSection={<Plus aria-hidden size={14} />}>
            {open >= 0 ? 'Add a step after the open one' : 'Add a step'}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <OverlayHold />
          {Object.entries(KIND_LOOKS).map(([kind, { icon: Icon, word, about }]) => (
            <Menu.Item
              key={kind}
              leftSection={<Icon aria-hidden size={15} />}
              onClick={() => add(kind as StepView['kind'])}
            >
              {word}: {about}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </section>
  );
}
