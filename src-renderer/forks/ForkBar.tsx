import { Button, Menu, TextInput } from '@mantine/core';
import { ArrowLeft, Camera, Check, ChevronDown, Columns2, GitFork, RotateCw, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { Fork } from '../../src-main/contract/forks.ts';
import { gatehouse } from '../store/sandbox.ts';
import { notify } from '../store/ui.ts';
import { Dialog, DialogButtons } from '../ui/Dialog.tsx';
import { formatDateTime } from '../ui/format.ts';
import { OverlayHold } from '../ui/OverlayHold.tsx';
import { useAction } from '../ui/use-action.ts';
import classes from './ForkBar.module.css';
import { ForkComparison } from './ForkComparison.tsx';
import { adoptFork, closeFork, leaveFork, runAgain, telling, useForkMode } from './fork-mode.ts';

type Asking = 'keep' | 'adopt' | 'close' | 'compare';

/** Along the top while the window shows a fork: that it does, of what, and every way out. */
export function ForkBar() {
  const fork = useForkMode((state) => state.fork);
  return fork ? <Bar fork={fork} key={fork.id} /> : null;
}

function Bar({ fork }: { fork: Fork }) {
  const again = useForkMode((state) => state.again);
  const [asking, setAsking] = useState<Asking>();
  // Told above the place and not here: when the fork is gone, so is this bar.
  const rerun = useAction(async () => {
    if (again) await telling(() => runAgain(again.live, again.span));
  });
  const close = () => setAsking(undefined);
  const then = (command: () => Promise<unknown>) => () => {
    close();
    void telling(command);
  };
  return (
    <section aria-label="Fork" className={classes.bar}>
      <GitFork aria-hidden className={classes.icon} size={18} />
      <p className={classes.text}>
        <strong>You are in the fork “{fork.name}”.</strong>{' '}
        <span className={classes.about}>
          A copy of {fork.snapshot === undefined ? 'the state' : `the snapshot “${fork.snapshot}”`}, opened{' '}
          {formatDateTime(fork.openedAt)}. Nothing here changes the live sandbox.
        </span>
      </p>
      {again && (
        <>
          <Button
            leftSection={<RotateCw aria-hidden size={14} />}
            loading={rerun.busy}
            onClick={() => void rerun.run()}
            title={again.what}
          >
            Run it again
          </Button>
          <Button leftSection={<Columns2 aria-hidden size={14} />} onClick={() => setAsking('compare')}>
            Compare with the live run
          </Button>
        </>
      )}
      <Menu position="bottom-end" width={270} withinPortal>
        <Menu.Target>
          <Button rightSection={<ChevronDown aria-hidden size={14} />}>This fork</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <OverlayHold />
          <Menu.Item leftSection={<Camera aria-hidden size={15} />} onClick={() => setAsking('keep')}>
            Keep its state as a snapshot…
          </Menu.Item>
          <Menu.Item leftSection={<Check aria-hidden size={15} />} onClick={() => setAsking('adopt')}>
            Make it the live state…
          </Menu.Item>
          <Menu.Item leftSection={<Trash2 aria-hidden size={15} />} onClick={() => setAsking('close')}>
            Throw it away…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button
        leftSection={<ArrowLeft aria-hidden size={14} />}
        onClick={() => void telling(leaveFork)}
        variant="filled"
      >
        Back to the live sandbox
      </Button>
      {asking === 'keep' && (
        <KeepDialog
          name={fork.name}
          onClose={close}
          onKeep={(name) =>
            then(async () => {
              await gatehouse().call('forks.keep', { id: fork.id, name });
              notify({
                tone: 'done',
                text: `Kept as the snapshot “${name}”. The live sandbox is as it was.`,
              });
            })()
          }
        />
      )}
      <Dialog onClose={close} opened={asking === 'adopt'} title="Make this the live state?">
        <p>
          Users, sessions, tokens, applications, APIs and the clock of the live sandbox become those of “
          {fork.name}”. A snapshot of what is live now is taken first, the log of the live sandbox goes on,
          and the fork is closed.
        </p>
        <DialogButtons>
          <Button onClick={close}>Cancel</Button>
          <Button onClick={then(() => adoptFork(fork))} variant="filled">
            Make it the live state
          </Button>
        </DialogButtons>
      </Dialog>
      <Dialog onClose={close} opened={asking === 'close'} title="Throw this fork away?">
        <p>
          All that happened in “{fork.name}” is gone then, its log included. The live sandbox is as it was.
        </p>
        <DialogButtons>
          <Button onClick={close}>Cancel</Button>
          <Button onClick={then(() => closeFork(fork))} variant="filled">
            Throw it away
          </Button>
        </DialogButtons>
      </Dialog>
      {asking === 'compare' && again && <ForkComparison again={again} fork={fork} onClose={close} />}
    </section>
  );
}

function KeepDialog({
  name,
  onClose,
  onKeep,
}: {
  name: string;
  onClose: () => void;
  onKeep: (name: string) => void;
}) {
  const [next, setNext] = useState(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (next.trim()) onKeep(next.trim());
  };
  return (
    <Dialog onClose={onClose} opened title="Keep the state of this fork as a snapshot">
      <form onSubmit={submit}>
        <TextInput
          data-autofocus
          label="Name"
          maxLength={80}
          onChange={(event) => setNext(event.currentTarget.value)}
          value={next}
        />
        <DialogButtons>
          <Button onClick={onClose}>Cancel</Button>
          <Button disabled={next.trim() === ''} type="submit" variant="filled">
            Keep it
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
