import { Crosshair } from 'lucide-react';
import { asPublicError } from '../client/public-error.ts';
import { selectSeq } from '../store/selection.ts';
import { notify, showView } from '../store/ui.ts';
import classes from './EventLink.module.css';
import { useHopNumber } from './use-hop-number.ts';

async function pointAt(seq: number): Promise<void> {
  try {
    if (await selectSeq(seq)) {
      showView('sequence');
      return;
    }
    notify({
      tone: 'error',
      error: {
        code: 'log.event-gone',
        what: 'This event is no longer in the log.',
        why: 'The log was cleared, or trimmed to its size limit, after the check had looked.',
        next: 'Do the step again, or raise the size limit of the log in the settings.',
      },
    });
  } catch (thrown) {
    notify({ tone: 'error', error: asPublicError(thrown) });
  }
}

/** Selects an event in the wire and the diagram; nothing where there is no event to show. */
export function EventLink({ seq }: { seq: number | undefined }) {
  const hop = useHopNumber(seq);
  if (seq === undefined) return null;
  return (
    <button
      aria-label={hop === undefined ? 'Show what was seen' : `Show hop ${hop}`}
      className={classes.point}
      onClick={() => pointAt(seq)}
      type="button"
    >
      <Crosshair aria-hidden size={13} />
      {hop === undefined ? 'show it' : `hop ${hop}`}
    </button>
  );
}
