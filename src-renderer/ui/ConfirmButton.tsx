import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Dialog, DialogButtons } from './Dialog.tsx';

/** A button whose act cannot be taken back: it asks first, and the question says what will be lost. */
export function ConfirmButton({
  label,
  title,
  question,
  confirm,
  icon,
  busy,
  onConfirm,
}: {
  label: string;
  /** Heading of the question. */
  title: string;
  question: ReactNode;
  /** What the confirming button says: what will happen. */
  confirm: string;
  icon?: ReactNode;
  busy?: boolean;
  onConfirm: () => void;
}) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button leftSection={icon} loading={busy} onClick={() => setAsking(true)}>
        {label}
      </Button>
      <Dialog onClose={() => setAsking(false)} opened={asking} title={title}>
        <div>{question}</div>
        <DialogButtons>
          <Button onClick={() => setAsking(false)} size="sm">
            Cancel
          </Button>
          <Button
            onClick={() => {
              setAsking(false);
              onConfirm();
            }}
            size="sm"
            variant="filled"
          >
            {confirm}
          </Button>
        </DialogButtons>
      </Dialog>
    </>
  );
}
