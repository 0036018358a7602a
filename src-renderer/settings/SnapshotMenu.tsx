import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { Ellipsis, FileDown, GitFork, Pencil, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { Snapshot } from '../../src-main/contract/status.ts';
import { Dialog, DialogButtons } from '../ui/Dialog.tsx';
import { OverlayHold } from '../ui/OverlayHold.tsx';

const NAME_MAX = 80;

/** What else can be done with a snapshot: open a fork of it, give it another name, save it as a file, delete it. */
export function SnapshotMenu({
  snapshot,
  onFork,
  onRename,
  onSave,
  onDelete,
}: {
  snapshot: Snapshot;
  onFork: () => void;
  onRename: (name: string) => void;
  onSave: () => void;
  onDelete: () => void;
}) {
  const [asking, setAsking] = useState<'name' | 'file' | 'delete'>();
  const close = () => setAsking(undefined);
  const then = (act: () => void) => () => {
    close();
    act();
  };
  return (
    <>
      <Menu position="bottom-end" width={220} withinPortal>
        <Menu.Target>
          <ActionIcon aria-label={`More for “${snapshot.name}”`} color="gray" size={30} variant="subtle">
            <Ellipsis aria-hidden size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <OverlayHold />
          <Menu.Item leftSection={<GitFork aria-hidden size={15} />} onClick={onFork}>
            Open a fork of it
          </Menu.Item>
          {!snapshot.kept && (
            <Menu.Item leftSection={<Pencil aria-hidden size={15} />} onClick={() => setAsking('name')}>
              Rename…
            </Menu.Item>
          )}
          <Menu.Item leftSection={<FileDown aria-hidden size={15} />} onClick={() => setAsking('file')}>
            Save as a file…
          </Menu.Item>
          {!snapshot.kept && (
            <Menu.Item leftSection={<Trash2 aria-hidden size={15} />} onClick={() => setAsking('delete')}>
              Delete…
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <RenameDialog
        key={`${snapshot.id}${asking}`}
        name={snapshot.name}
        onClose={close}
        onRename={(name) => then(() => onRename(name))()}
        opened={asking === 'name'}
      />
      <Dialog onClose={close} opened={asking === 'file'} title="Save this snapshot as a file?">
        <p>
          Whoever has the file can add it to a Gatehouse of the same version and go on from here. It holds the
          whole training world: password hashes, signing keys, tokens and the personas’ cookies.
        </p>
        <DialogButtons>
          <Button onClick={close}>Cancel</Button>
          <Button onClick={then(onSave)} variant="filled">
            Save
          </Button>
        </DialogButtons>
      </Dialog>
      <Dialog onClose={close} opened={asking === 'delete'} title="Delete this snapshot?">
        <p>“{snapshot.name}” is gone then. The state as it is now does not change.</p>
        <DialogButtons>
          <Button onClick={close}>Cancel</Button>
          <Button onClick={then(onDelete)} variant="filled">
            Delete
          </Button>
        </DialogButtons>
      </Dialog>
    </>
  );
}

function RenameDialog({
  opened,
  name,
  onClose,
  onRename,
}: {
  opened: boolean;
  name: string;
  onClose: () => void;
  onRename: (name: string) => void;
}) {
  const [next, setNext] = useState(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (next.trim()) onRename(next.trim());
  };
  return (
    <Dialog onClose={onClose} opened={opened} title="Rename this snapshot">
      <form onSubmit={submit}>
        <TextInput
          data-autofocus
          label="Name"
          maxLength={NAME_MAX}
          onChange={(event) => setNext(event.currentTarget.value)}
          value={next}
        />
        <DialogButtons>
          <Button onClick={onClose}>Cancel</Button>
          <Button disabled={next.trim() === ''} type="submit" variant="filled">
            Rename
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
