import { Button } from '@mantine/core';
import { ArrowRight, GitFork, Trash2 } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { FORK_IDLE_MS, MOST_FORKS } from '../../src-main/contract/fork-limits.ts';
import type { Fork } from '../../src-main/contract/forks.ts';
import { gatehouse } from '../store/sandbox.ts';
import { ConfirmButton } from '../ui/ConfirmButton.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { count, formatClock, formatTime } from '../ui/format.ts';
import { Section } from '../ui/Page.tsx';
import { useAction } from '../ui/use-action.ts';
import classes from './ForksSection.module.css';
import { closeFork, enterFork, openFork } from './fork-mode.ts';

/** The forks that are open, the way into each, and the way to open one more. */
export function ForksSection() {
  const [forks, setForks] = useState<Fork[]>();
  const load = useAction(
    useCallback(async () => {
      setForks(await gatehouse().call('forks.list', {}));
    }, []),
  );
  const reload = load.run;
  useEffect(() => {
    void reload();
  }, [reload]);
  const act = useAction(async (command: () => Promise<unknown>) => {
    try {
      await command();
    } finally {
      await reload();
    }
  });
  return (
    <Section
      lead={`Copies of the state to try things in, apart from the live sandbox. At most ${MOST_FORKS} are open; one that nobody uses for ${FORK_IDLE_MS / 60_000} minutes is closed.`}
      title="Forks"
    >
      <div>
        <Button
          leftSection={<GitFork aria-hidden size={14} />}
          loading={act.busy}
          onClick={() => void act.run(() => openFork({}))}
        >
          Fork the state as it is now
        </Button>
      </div>
      {load.error && <ErrorNote error={load.error} onDismiss={load.clear} />}
      {act.error && <ErrorNote error={act.error} onDismiss={act.clear} />}
      {forks?.length === 0 && (
        <p className={classes.none}>None is open. A fork of a snapshot is opened from its menu below.</p>
      )}
      {forks && forks.length > 0 && (
        <ul aria-label="Open forks" className={classes.forks}>
          {forks.map((fork) => (
            <li className={classes.fork} key={fork.id}>
              <div className={classes.text}>
                <p className={classes.name}>{fork.name}</p>
                <p className={classes.about}>
                  {fork.snapshot === undefined ? 'Of the state' : `Of the snapshot “${fork.snapshot}”`}, at{' '}
                  {formatTime(fork.openedAt)} · its clock shows {formatClock(fork.now)} ·{' '}
                  {count(fork.stories, 'flow')}
                </p>
              </div>
              <Button
                aria-label={`Enter the fork “${fork.name}”`}
                disabled={act.busy}
                leftSection={<ArrowRight aria-hidden size={14} />}
                onClick={() => void act.run(() => enterFork(fork))}
              >
                Enter
              </Button>
              <ConfirmButton
                busy={act.busy}
                confirm="Throw it away"
                icon={<Trash2 aria-hidden size={14} />}
                label="Throw away…"
                onConfirm={() => void act.run(() => closeFork(fork))}
                question={`All that happened in “${fork.name}” is gone then, its log included. The live sandbox does not change.`}
                title="Throw this fork away?"
              />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
