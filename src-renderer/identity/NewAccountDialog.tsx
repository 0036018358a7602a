import { Button, Checkbox, SegmentedControl, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { gatehouse } from '../store/sandbox.ts';
import { announce } from '../store/ui.ts';
import { Dialog, DialogButtons } from '../ui/Dialog.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { useAction } from '../ui/use-action.ts';
import classes from './Dialogs.module.css';
import { selectAccount } from './selected-account.ts';

type By = 'password' | 'invitation' | 'verification';

const WAYS: Record<By, { label: string; about: string; act: string }> = {
  invitation: {
    label: 'Invite',
    about:
      'The person gets a message with a link or a code and chooses a password herself. Until then the account is PENDING_AP (WSO2: ask password).',
    act: 'Invite',
  },
  verification: {
    label: 'Verify address',
    about:
      'The person confirms the address by a message first. Until then the account is PENDING_EV. The password is a random one.',
    act: 'Make and verify',
  },
  password: {
    label: 'With password',
    about: 'The account can be used at once: UNLOCKED. You hand the password over yourself.',
    act: 'Make the account',
  },
};
const EMPTY = { username: '', name: '', email: '', phone: '', password: '' };

/** Makes an account in one of the three ways that an administrator has. */
export function NewAccountDialog({
  opened,
  onClose,
  groups,
}: {
  opened: boolean;
  onClose: () => void;
  groups: readonly { name: string }[];
}) {
  const [by, setBy] = useState<By>('invitation');
  const [fields, setFields] = useState(EMPTY);
  const [member, setMember] = useState<readonly string[]>([]);
  const make = useAction(async () => {
    const { id, title } = await gatehouse().call('accounts.create', { ...fields, by, groups: [...member] });
    selectAccount(id);
    announce(`${fields.name}: ${title}.`);
  });
  const set = (name: keyof typeof EMPTY) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setFields((before) => ({ ...before, [name]: value }));
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await make.run())) return;
    setFields(EMPTY);
    setMember([]);
    onClose();
  };
  return (
    <Dialog onClose={onClose} opened={opened} title="New account" width={520}>
      <form className={classes.form} onSubmit={submit}>
        <SegmentedControl
          aria-label="How the account is made"
          data={Object.entries(WAYS).map(([value, { label }]) => ({ value, label }))}
          fullWidth
          onChange={(value) => setBy(value as By)}
          value={by}
        />
        <p className={classes.about}>{WAYS[by].about}</p>
        <div className={classes.pair}>
          <TextInput
            data-autofocus
            label="User name"
            onChange={set('username')}
            required
            value={fields.username}
          />
          <TextInput label="Name" onChange={set('name')} required value={fields.name} />
        </div>
        <div className={classes.pair}>
          <TextInput
            label="E-mail address"
            onChange={set('email')}
            required={by !== 'password'}
            type="email"
            value={fields.email}
          />
          <TextInput label="Telephone" onChange={set('phone')} type="tel" value={fields.phone} />
        </div>
        {by === 'password' && (
          <TextInput label="Password" onChange={set('password')} required value={fields.password} />
        )}
        <Checkbox.Group label="Groups" onChange={setMember} value={[...member]}>
          <div className={classes.checks}>
            {groups.map(({ name }) => (
              <Checkbox key={name} label={name} value={name} />
            ))}
          </div>
        </Checkbox.Group>
        {make.error && <ErrorNote error={make.error} onDismiss={make.clear} />}
        <DialogButtons>
          <Button onClick={onClose} size="sm">
            Cancel
          </Button>
          <Button loading={make.busy} size="sm" type="submit" variant="filled">
            {WAYS[by].act}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
