import { Globe } from 'lucide-react';
import type { LabArrival } from '../../src-main/contract/labs.ts';
import { addressOf } from '../app/route.ts';
import classes from './ArrivalNote.module.css';

const WORLDS: Record<LabArrival['world'], string> = {
  new: 'This lab begins in a fresh world: nothing that was done before has an effect here.',
  'as-left': 'You are back in the world of this lab, as you left it.',
  'step-start':
    'What you had left of this lab is not kept any more. The world is as this step begins; its checks begin anew.',
};

/** In which world the lab was opened, and where the one before it is kept. */
export function ArrivalNote({ arrival }: { arrival: LabArrival }) {
  const { world, kept } = arrival;
  if (world === 'new' && kept === undefined) return null;
  return (
    <p className={classes.note}>
      <Globe aria-hidden size={15} />
      <span>
        {WORLDS[world]}
        {kept !== undefined && (
          <>
            {' '}
            What was there is kept among the snapshots: <a href={addressOf('settings')}>{kept}</a>.
          </>
        )}
      </span>
    </p>
  );
}
