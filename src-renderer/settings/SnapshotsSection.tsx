import { Button, FileButton, TextInput } from '@mantine/core';
import { Camera, FileUp, History } from 'lucide-react';
import { type FormEvent, useCallback, useEffect, useState } from 'react';
import type { Snapshot } from '../../src-main/contract/status.ts';
import { openFork } from '../forks/index.ts';
import { gatehouse } from '../store/sandbox.ts';
import { ConfirmButton } from '../ui/ConfirmButton.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { formatBytes, formatClock, formatDateTime } from '../ui/format.ts';
import { Section } from '../ui/Page.tsx';
import { useAction } from '../ui/use-action.ts';
import { SnapshotMenu } from './SnapshotMenu.tsx';
import classes from './SnapshotsSection.module.css';
import { addSnapshot, restoreSnapshot, saveSnapshot } from './snapshot-commands.ts';

const NAME_MAX = 80;

/** The snapshots of the state: take one, go back to one. */
export function SnapshotsSection() {
  const [snapshots, setSnapshots] = useState<Snapshot[]>();
  const [name, setName] = useState('');
  const load = useAction(
    useCallback(async () => {
      const found = await gatehouse().call('snapshots.list', {});
      setSnapshots([...found].sort((a, b) => b.seq - a.seq));
    }, []),
  );
  const reload = load.run;
  useEffect(() => {
    void reload();
  }, [reload]);
  const take = useAction(async () => {
    await gatehouse().call('snapshots.take', { name: name.trim() });
    setName('');
    await reload();
  });
  const restore = useAction(async (snapshot: Snapshot) => {
    await restoreSnapshot(snapshot.id, snapshot.name);
    await reload();
  });
  // The window shows the fork then: this list is the live sandbox's and goes.
  const fork = useAction((snapshot: Snapshot) => openFork({ snapshot: snapshot.id }));
  const change = useAction(async (command: () => Promise<unknown>) => {
    await command();
    await reload();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) void take.run();
  };
  return (
    <Section
      lead="Users, sessions, tokens, applications, APIs and the clock. The log is never rewound."
      title="Snapshots"
    >
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          aria-label="Name of the snapshot"
          className={classes.name}
          maxLength={NAME_MAX}
          onChange={(event) => setName(event.currentTarget.value)}
          placeholder="Name, e.g. before the demo"
          value={name}
        />
        <Button
          disabled={name.trim() === ''}
          leftSection={<Camera aria-hidden size={14} />}
          loading={take.busy}
          type="submit"
        >
          Take a snapshot
        </Button>
        <FileButton
          accept=".gatehouse,application/gzip"
          onChange={(file) => file && void change.run(() => addSnapshot(file))}
        >
          {(props) => (
            <Button
              {...props}
              color="gray"
              leftSection={<FileUp aria-hidden size={14} />}
              loading={change.busy}
              variant="subtle"
            >
              Add from a file…
            </Button>
          )}
        </FileButton>
      </form>
      {load.error && <ErrorNote error={load.error} onDismiss={load.clear} />}
      {take.error && <ErrorNote error={take.error} onDismiss={take.clear} />}
      {fork.error && <ErrorNote error={fork.error} onDismiss={fork.clear} />}
      {change.error && <ErrorNote error={change.error} onDismiss={change.clear} />}
      {restore.error && <ErrorNote error={restore.error} onDismiss={restore.clear} />}
      {snapshots?.length === 0 && (
        <p className={classes.none}>There is none yet. One is taken by itself before each step of a lab.</p>
      )}
      {snapshots && snapshots.length > 0 && (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Taken</th>
                <th scope="col">Virtual time</th>
                <th className={classes.number} scope="col">
                  Size
                </th>
                <th scope="col">
                  <span className={classes.hidden}>Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {snapshots.map((snapshot) => (
                <tr key={snapshot.id}>
                  <th scope="row">
                    {snapshot.name}
                    {snapshot.automatic && <span className={classes.automatic}>automatic</span>}
                  </th>
                  <td>{formatDateTime(snapshot.wtime)}</td>
                  <td>{formatClock(snapshot.vtime)}</td>
                  <td className={classes.number}>{formatBytes(snapshot.bytes)}</td>
                  <td className={classes.action}>
                    <ConfirmButton
                      busy={restore.busy}
                      confirm="Restore"
                      icon={<History aria-hidden size={14} />}
                      label="Restore…"
                      onConfirm={() => restore.run(snapshot)}
                      question={`All that changed since “${snapshot.name}” is undone, the clock included. Requests under way are ended.`}
                      title="Restore this snapshot?"
                    />
                    <SnapshotMenu
                      onDelete={() =>
                        change.run(() => gatehouse().call('snapshots.delete', { id: snapshot.id }))
                      }
                      onFork={() => void fork.run(snapshot)}
                      onRename={(to) =>
                        change.run(() => gatehouse().call('snapshots.rename', { id: snapshot.id, name: to }))
                      }
                      onSave={() => change.run(() => saveSnapshot(snapshot.id))}
                      snapshot={snapshot}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}
