import { ArrowLeft, ArrowRight, GitFork, RotateCw, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Fork } from '../../src-main/contract/forks.ts';
import type { Snapshot } from '../../src-main/contract/status.ts';
import { asPublicError } from '../client/public-error.ts';
import type { PaletteCommand } from '../palette/palette-command.ts';
import { gatehouse } from '../store/sandbox.ts';
import { notify } from '../store/ui.ts';
import { formatDateTime } from '../ui/format.ts';
import { closeFork, enterFork, leaveFork, openFork, runAgain, useForkMode } from './fork-mode.ts';

const GROUP = 'Forks';

/** What the palette can do with forks: open one of now or of a snapshot, enter one, and, inside of one, leave it. */
export function useForkCommands(snapshots: readonly Snapshot[]): PaletteCommand[] {
  const [forks, setForks] = useState<Fork[]>([]);
  const { fork: here, again } = useForkMode();
  useEffect(() => {
    gatehouse()
      .call('forks.list', {})
      .then(setForks, (thrown: unknown) => notify({ tone: 'error', error: asPublicError(thrown) }));
  }, []);
  const others = forks
    .filter(({ id }) => id !== here?.id)
    .map((fork) => ({
      id: `fork-enter-${fork.id}`,
      group: GROUP,
      label: `Enter the fork “${fork.name}”`,
      about: `opened ${formatDateTime(fork.openedAt)}`,
      icon: ArrowRight,
      run: () => enterFork(fork),
    }));
  if (here) {
    return [
      {
        id: 'fork-leave',
        group: GROUP,
        label: 'Back to the live sandbox',
        about: `leaves “${here.name}”, which stays open`,
        icon: ArrowLeft,
        run: leaveFork,
      },
      ...(again
        ? [
            {
              id: 'fork-again',
              group: GROUP,
              label: 'Run it again in this fork',
              about: again.what,
              icon: RotateCw,
              run: async () => {
                await runAgain(again.live, again.span);
              },
            },
          ]
        : []),
      {
        id: 'fork-close',
        group: GROUP,
        label: 'Throw this fork away',
        about: 'with all that happened in it',
        icon: Trash2,
        run: () => closeFork(here),
      },
      ...others,
    ];
  }
  return [
    {
      id: 'fork-now',
      group: GROUP,
      label: 'Fork the state as it is now',
      about: 'to try things apart from the live sandbox',
      icon: GitFork,
      run: async () => {
        await openFork({});
      },
    },
    ...others,
    ...snapshots.map((snapshot) => ({
      id: `fork-${snapshot.id}`,
      group: GROUP,
      label: `Fork “${snapshot.name}”`,
      about: `a snapshot, taken ${formatDateTime(snapshot.wtime)}`,
      icon: GitFork,
      run: async () => {
        await openFork({ snapshot: snapshot.id });
      },
    })),
  ];
}
