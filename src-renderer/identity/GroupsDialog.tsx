import { Button, Checkbox } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { AccountDetail } from '../../src-main/contract/accounts.ts';
import { gatehouse } from '../store/sandbox.ts';
import { announce } from '../store/ui.ts';
import { Dialog, DialogButtons } from '../ui/Dialog.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { count } from '../ui/format.ts';
import { useAction } from '../ui/use-action.ts';
import classes from './Dialogs.module.css';
import { useGroups } from './use-directory.ts';

/** The groups of one account, to be changed; says first what losing one cuts. */
export function GroupsDialog({ account }: { account: AccountDetail }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <button className={classes.link} onClick={() => setOpened(true)} type="button">
        Change groups
      </button>
      {opened && <Picker account={account} onClose={() => setOpened(false)} />}
    </>
  );
}

function Picker({ account, onClose }: { account: AccountDetail; onClose: () => void }) {
  const groups = useGroups();
  const [picked, setPicked] = useState<string[]>(account.groups);
  const lost = account.groups.filter((name) => !picked.includes(name));
  const won = picked.filter((name) => !account.groups.includes(name));
  const save = useAction(async () => {
    let tokens = 0;
    for (const { id, name } of groups) {
      const add = won.includes(name) ? [account.id] : [];
      const remove = lost.includes(name) ? [account.id] : [];
      if (add.length + remove.length === 0) continue;
      tokens += (await gatehouse().call('groups.change', { id, add, remove })).tokens;
    }
    announce(`${account.name}: groups changed, ${count(tokens, 'token')} revoked.`);
    onClose();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save.run();
  };
  return (
    <Dialog onClose={onClose} opened title={`Groups of ${account.name}`} width={520}>
      <form className={classes.form} onSubmit={submit}>
        <Checkbox.Group label="Belongs to" onChange={setPicked} value={picked}>
          <div className={classes.checks}>
            {groups.map(({ name }) => (
              <Checkbox key={name} label={name} value={name} />
            ))}
          </div>
        </Checkbox.Group>
        <ul className={classes.effects}>
          {lost.length > 0 && (
            <li>
              Losing {lost.join(', ')} revokes access and refresh tokens ({account.tokens.length} work now),
              and authorization codes on their way: none may go on with rights that are gone.
            </li>
          )}
          {won.length > 0 && (
            <li>
              Belonging to {won.join(', ')} revokes nothing. Tokens that were issued keep what they carry; the
              next one may carry more.
            </li>
          )}
          {lost.length + won.length === 0 && <li>Nothing is changed yet.</li>}
        </ul>
        {save.error && <ErrorNote error={save.error} onDismiss={save.clear} />}
        <DialogButtons>
          <Button onClick={onClose} size="sm">
            Cancel
          </Button>
          <Button
            disabled={lost.length + won.length === 0}
            loading={save.busy}
            size="sm"
            type="submit"
            variant="filled"
          >
            Change the groups
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
