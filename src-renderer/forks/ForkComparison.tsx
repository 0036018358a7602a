import { useEffect, useMemo, useState } from 'react';
import type { PublicError } from '../../src-main/contract/errors.ts';
import type { Fork } from '../../src-main/contract/forks.ts';
import type { MethodOutput } from '../../src-main/contract/methods.ts';
import { asPublicError } from '../client/public-error.ts';
import { CompareView } from '../compare/index.ts';
import { sameStretch } from '../fixes/same-stretch.ts';
import { gatehouse } from '../store/sandbox.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import classes from './ForkComparison.module.css';
import type { RunAgain } from './fork-mode.ts';

/** Px; it shrinks with the window. */
const WIDTH = 1280;

/** What happened live, and what happened as it was run again in the fork, side by side. */
export function ForkComparison({
  fork,
  again,
  onClose,
}: {
  fork: Fork;
  again: RunAgain;
  onClose: () => void;
}) {
  const [runs, setRuns] = useState<MethodOutput<'forks.compare'>>();
  const [error, setError] = useState<PublicError>();
  const { live, flow, span } = again;
  useEffect(() => {
    let stale = false;
    gatehouse()
      .call('forks.compare', { id: fork.id, live, flow })
      .then(
        (found) => !stale && setRuns(found),
        (thrown: unknown) => !stale && setError(asPublicError(thrown)),
      );
    return () => {
      stale = true;
    };
  }, [fork.id, live, flow]);
  const stretch = useMemo(
    () => runs && (span === undefined ? runs.live : sameStretch(runs.live, runs.fork, span)),
    [runs, span],
  );
  const claimsOf = useMemo(() => async (handle: string) => runs?.claims[handle], [runs]);
  return (
    <Dialog
      closeLabel="Close the comparison"
      onClose={onClose}
      opened
      tall
      title="Live, and in the fork"
      width={WIDTH}
    >
      <p className={classes.what}>{again.what}</p>
      <div className={classes.runs}>
        {error && <ErrorNote error={error} />}
        {runs && stretch && (
          <CompareView
            left={{ name: 'Live', view: stretch }}
            right={{ name: `Fork: ${fork.name}`, view: runs.fork, claimsOf }}
          />
        )}
      </div>
    </Dialog>
  );
}
