import { RotateCcw } from 'lucide-react';
import type { LabReset } from '../../src-main/contract/lab-reset.ts';
import { notify } from '../store/ui.ts';
import { ConfirmButton } from '../ui/ConfirmButton.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { useAction } from '../ui/use-action.ts';
import { putBack } from './commands.ts';
import type { ResetWords } from './reset-words.ts';

/** Puts a pack or everything back; asks first and says what is lost. */
export function ResetButton({
  what,
  words,
  label,
  onDone,
}: {
  what: LabReset;
  words: ResetWords;
  label: string;
  onDone: () => void;
}) {
  const reset = useAction(async () => {
    await putBack(what);
    onDone();
    notify({ tone: 'done', text: words.done });
  });
  return (
    <>
      <ConfirmButton
        busy={reset.busy}
        confirm={words.confirm}
        icon={<RotateCcw aria-hidden size={14} />}
        label={label}
        onConfirm={reset.run}
        question={words.question}
        title={words.title}
      />
      {reset.error && <ErrorNote error={reset.error} onDismiss={reset.clear} />}
    </>
  );
}
