import { asPublicError } from '../client/public-error.ts';
import { gatehouse } from '../store/sandbox.ts';
import { notify } from '../store/ui.ts';
import { ConfirmButton } from '../ui/ConfirmButton.tsx';
import { useAction } from '../ui/use-action.ts';

/** Offers to go on with a new event log where the old one is damaged. */
export function NewLogButton() {
  const begin = useAction(async () => {
    try {
      await gatehouse().call('data.new-log', {});
      notify({ tone: 'done', text: 'A new event log was begun.' });
    } catch (thrown) {
      notify({ tone: 'error', error: asPublicError(thrown) });
    }
  });
  return (
    <ConfirmButton
      busy={begin.busy}
      confirm="Begin a new log"
      label="Begin a new log…"
      onConfirm={() => void begin.run()}
      question="The sandbox restarts for a moment. Your world, its people and your progress stay; earlier traces are gone from the lists. The damaged log is kept in the data folder, under a name with today’s date."
      title="Begin a new event log?"
    />
  );
}
