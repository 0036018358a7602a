import { Button } from '@mantine/core';
import { ArrowRight } from 'lucide-react';
import { useMemo } from 'react';
import type { FixTrial } from '../../src-main/contract/fixes.ts';
import { CompareView } from '../compare/index.ts';
import { OutcomeBadge } from '../flows/OutcomeBadge.tsx';
import { hopLook } from '../flows/outcomes.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { PrivilegeMark } from './PrivilegeMark.tsx';
import { goToChange, placeWords } from './place-of-change.ts';
import { sameStretch } from './same-stretch.ts';
import classes from './TrialDialog.module.css';

/** Px; it shrinks with the window. */
const WIDTH = 1280;

/** A change that was tried on a fork: what happened, and what happens with the change, side by side. */
export function TrialDialog({
  trial,
  refused,
  onClose,
}: {
  trial: FixTrial;
  /** Span of the hop that was refused. */
  refused: string;
  onClose: () => void;
}) {
  const { fix, before, after, claims } = trial;
  const stretch = useMemo(() => sameStretch(before, after, refused), [before, after, refused]);
  const hop = before.hops.find(({ span }) => span === refused);
  const look = hop && hopLook(hop);
  const claimsOf = useMemo(() => async (handle: string) => claims[handle], [claims]);
  return (
    <Dialog
      closeLabel="Close the comparison"
      onClose={onClose}
      opened
      tall
      title="Tried on a fork"
      width={WIDTH}
    >
      <div className={classes.head}>
        <p className={classes.change}>
          <strong>{fix.title}</strong>
          <PrivilegeMark privilege={fix.privilege} />
          <span className={classes.outcomes}>
            {look && (
              <>
                <OutcomeBadge tone={look.tone}>{look.label}</OutcomeBadge>
                <span aria-hidden>→</span>
                <span className={classes.hidden}>became</span>
              </>
            )}
            <OutcomeBadge tone={fix.passes ? 'allowed' : 'denied'}>
              {`${fix.passes ? '✓' : '✕'} ${fix.status ?? (fix.passes ? 'passes' : 'refused')}`}
            </OutcomeBadge>
          </span>
        </p>
        <p className={classes.detail}>
          {fix.detail} {!fix.passes && `This time it did not help: ${fix.ending}`}
        </p>
        <div className={classes.real}>
          <p className={classes.detail}>
            Nothing real was changed: the fork was a copy of the state, and is gone with all that happened on
            it.
          </p>
          {fix.place && (
            <Button
              leftSection={<ArrowRight aria-hidden size={14} />}
              onClick={() => {
                onClose();
                if (fix.place) goToChange(fix.place);
              }}
            >
              {placeWords(fix.place)}
            </Button>
          )}
        </div>
      </div>
      <div className={classes.runs}>
        <CompareView
          left={{ name: 'What happened', view: stretch }}
          right={{ name: 'On the fork', view: after, claimsOf }}
        />
      </div>
    </Dialog>
  );
}
