import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { gatehouse } from '../../store/sandbox.ts';
import { announce } from '../../store/ui.ts';
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { useAction } from '../../ui/use-action.ts';
import classes from '../Dialogs.module.css';

/** Names a group: a new one, or one that there is. */
export function NameDialog({
  group,
  onClose,
  onDone,
}: {
  group?: { id: string; name: string };
  onClose: () => void;
  onDone?: (id: string) => void;
}) {
  const [name, setName] = useState(group?.name ?? '');
  const save = useAction(async () => {
    if (group) await gatehouse().call('groups.rename', { id: group.id, name });
    else onDone?.((await gatehouse().call('groups.create', { name })).id);
    announce(`The group is called ${name}.`);
    onClose();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save.run();
  };
  return (
    <Dialog onClose={onClose} opened title={group ? `Rename ${group.name}` : 'New group'}>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          data-autofocus
          description={
            group
              ? 'Its members and its id stay. Rules of applications that name the group by its old name no longer fit.'
              : 'Nobody belongs to it at first.'
          }
          label="Name"
          onChange={(event) => setName(event.currentTarget.value)}
          required
          value={name}
        />
        {save.error && <ErrorNote error={save.error} onDismiss={save.clear} />}
        <DialogButtons>
          <Button onClick={onClose} size="sm">
            Cancel
          </Button>
          <Button loading={save.busy} size="sm" type="submit" variant="filled">
            {group ? 'Rename' : 'Make the group'}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
