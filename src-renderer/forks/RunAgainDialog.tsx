import { Button, Radio } from '@mantine/core';
import { GitFork } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { MethodInput } from '../../src-main/contract/methods.ts';
import type { Snapshot } from '../../src-main/contract/status.ts';
import { gatehouse } from '../store/sandbox.ts';
import { showView } from '../store/ui.ts';
import { Dialog, DialogButtons } from '../ui/Dialog.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { formatDateTime } from '../ui/format.ts';
import { useAction } from '../ui/use-action.ts';
import { openFork, runAgain } from './fork-mode.ts';
import classes from './RunAgainDialog.module.css';

/** As many snapshots that were taken before it are offered, newest first. */
const SNAPSHOTS_OFFERED = 4;
const NOW = 'now';

/** What is to be run again: a hop, or a story as a whole. */
export interface Recorded {
  flow: string;
  /** The hop; the sign-in that the story began with where there is none. */
  span?: string | undefined;
  what: string;
  /** Where it stands in the log, and its virtual time, ms. */
  seq: number;
  vtime: number;
}

/** Asks in what state and at what time something recorded is run again, and does it in a new fork. */
export function RunAgainDialog({ recorded, onClose }: { recorded: Recorded; onClose: () => void }) {
  const [snapshots, setSnapshots] = useState<Snapshot[]>([]);
  const [state, setState] = useState(NOW);
  const [time, setTime] = useState<'now' | 'then'>('now');
  const load = useAction(async () => {
    const all = await gatehouse().call('snapshots.list', {});
    setSnapshots(all.filter(({ seq }) => seq < recorded.seq).slice(0, SNAPSHOTS_OFFERED));
  });
  const loadNow = load.run;
  useEffect(() => {
    void loadNow();
  }, [loadNow]);
  const go = useAction(async () => {
    const input: MethodInput<'forks.open'> = {
      ...(state === NOW ? {} : { snapshot: state }),
      ...(time === 'then' ? { at: Math.round(recorded.vtime) } : {}),
    };
    await openFork(input);
    showView('sequence');
    await runAgain(recorded.flow, recorded.span);
    onClose();
  });
  return (
    <Dialog onClose={onClose} opened title="Run this again in a fork" width={560}>
      <div className={classes.form}>
        <p className={classes.what}>{recorded.what}</p>
        <Radio.Group label="In which state" onChange={setState} value={state}>
          <div className={classes.choices}>
            <Radio
              description="Users, sessions, tokens and configuration as they are."
              label="As it is now"
              value={NOW}
            />
            {snapshots.map(({ id, name, wtime }) => (
              <Radio
                description={`A snapshot from before it, taken ${formatDateTime(wtime)}.`}
                key={id}
                label={name}
                value={id}
              />
            ))}
          </div>
        </Radio.Group>
        <Radio.Group label="At what time" onChange={(value) => setTime(value as typeof time)} value={time}>
          <div className={classes.choices}>
            <Radio label="At the time that the state has" value="now" />
            <Radio label={`At its own time, ${formatDateTime(recorded.vtime)}`} value="then" />
          </div>
        </Radio.Group>
        <p className={classes.note}>
          The window shows the fork then. Change something there, run it again, and compare it with the live
          run: nothing of it changes the live sandbox.
        </p>
        {load.error && <ErrorNote error={load.error} />}
        {go.error && <ErrorNote error={go.error} onDismiss={go.clear} />}
      </div>
      <DialogButtons>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          leftSection={<GitFork aria-hidden size={14} />}
          loading={go.busy}
          onClick={() => void go.run()}
          variant="filled"
        >
          Open the fork and run it
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
