import { Button, Menu } from '@mantine/core';
import { ChevronDown, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { LabState, StepState } from '../../src-main/contract/labs.ts';
import { Dialog, DialogButtons } from '../ui/Dialog.tsx';
import { forgetPass, putBack, resetStep } from './commands.ts';
import {
  RESET_EVERYTHING,
  RESET_LAB,
  RESET_PACK,
  RESET_STEP,
  type ResetWords,
  UNSOLVE,
} from './reset-words.ts';

interface Choice extends ResetWords {
  run: () => Promise<void>;
}

/** What can be put back from inside a lab. Each asks first and says what is lost. */
export function ResetMenu({
  lab,
  step,
  disabled,
  onReset,
}: {
  lab: LabState;
  step: StepState;
  disabled: boolean;
  onReset: (run: () => Promise<void>, done: string) => Promise<unknown>;
}) {
  const [asked, setAsked] = useState<Choice>();
  const [asking, setAsking] = useState(false);
  const done = step.status === 'passed' || step.status === 'skipped';
  const choices: Choice[] = [
    { ...RESET_STEP, run: () => resetStep(lab, step.id) },
    ...(done ? [{ ...UNSOLVE, run: () => forgetPass(lab, step.id) }] : []),
    { ...RESET_LAB, run: () => putBack({ scope: 'lab', pack: lab.pack, lab: lab.id }) },
    { ...RESET_PACK, run: () => putBack({ scope: 'pack', pack: lab.pack }) },
    { ...RESET_EVERYTHING, run: () => putBack({ scope: 'everything' }) },
  ];
  return (
    <>
      <Menu position="bottom-start" withinPortal={false}>
        <Menu.Target>
          <Button
            disabled={disabled}
            leftSection={<RotateCcw aria-hidden size={15} />}
            rightSection={<ChevronDown aria-hidden size={14} />}
          >
            Reset
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {choices.map((choice) => (
            <Menu.Item
              key={choice.item}
              onClick={() => {
                setAsked(choice);
                setAsking(true);
              }}
            >
              {choice.item}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Dialog onClose={() => setAsking(false)} opened={asking} title={asked?.title ?? ''}>
        <p>{asked?.question}</p>
        <DialogButtons>
          <Button onClick={() => setAsking(false)} size="sm">
            Cancel
          </Button>
          <Button
            onClick={() => {
              setAsking(false);
              if (asked) void onReset(asked.run, asked.done);
            }}
            size="sm"
            variant="filled"
          >
            {asked?.confirm}
          </Button>
        </DialogButtons>
      </Dialog>
    </>
  );
}
