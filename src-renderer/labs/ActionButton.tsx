import { Button } from '@mantine/core';
import { Play } from 'lucide-react';
import { useState } from 'react';
import type { ContentBlock, LabState } from '../../src-main/contract/labs.ts';
import { Dialog, DialogButtons } from '../ui/Dialog.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { useAction } from '../ui/use-action.ts';
import classes from './ActionButton.module.css';
import { pressButton } from './commands.ts';

type ActionBlock = Extract<ContentBlock, { kind: 'action' }>;

interface ActionButtonProps {
  lab: LabState;
  step: string;
  block: ActionBlock;
  /** The first of the buttons that wait says what for. */
  tellsWait: boolean;
}

/** A button of the lesson. It acts in the sandbox, and says here what came of it. */
export function ActionButton({ lab, step, block, tellsWait }: ActionButtonProps) {
  const [asking, setAsking] = useState(false);
  const [result, setResult] = useState<{ ok: boolean; message: string }>();
  const action = useAction(async () => {
    setResult(undefined);
    setResult(await pressButton(lab, step, block.id));
  });
  const start = () => {
    setAsking(false);
    void action.run();
  };
  return (
    <div className={classes.action}>
      <Button
        classNames={{ root: classes.button, label: classes.label }}
        disabled={block.waits === true}
        leftSection={<Play aria-hidden size={15} />}
        loading={action.busy}
        onClick={() => (block.confirm ? setAsking(true) : start())}
        size="sm"
      >
        {block.label}
      </Button>
      {tellsWait && <p className={classes.result}>Make your prediction first.</p>}
      {result && (
        <p className={classes.result} data-ok={result.ok} role="status">
          {result.message}
        </p>
      )}
      {action.error && <ErrorNote error={action.error} onDismiss={action.clear} />}
      <Dialog onClose={() => setAsking(false)} opened={asking} title={block.label}>
        <p>{block.confirm}</p>
        <DialogButtons>
          <Button onClick={() => setAsking(false)}>Cancel</Button>
          <Button onClick={start} variant="filled">
            {block.label}
          </Button>
        </DialogButtons>
      </Dialog>
    </div>
  );
}
