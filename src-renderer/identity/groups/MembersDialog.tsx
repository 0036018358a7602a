import { Button, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useState } from 'react';
import type { GroupDetail } from '../../../src-main/contract/groups.ts';
import { gatehouse } from '../../store/sandbox.ts';
import { announce } from '../../store/ui.ts';
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { useAction } from '../../ui/use-action.ts';
import classes from './Groups.module.css';
import { MemberList } from './MemberList.tsx';

/** Finds people in the directory and makes them members, one by one. */
export function MembersDialog({ group, onClose }: { group: GroupDetail; onClose: () => void }) {
  const [search, setSearch] = useState('');
  const add = useAction(async (account: { id: string; name: string }) => {
    await gatehouse().call('groups.change', { id: group.id, add: [account.id] });
    announce(`${account.name} belongs to ${group.name}.`);
  });
  return (
    <Dialog onClose={onClose} opened tall title={`Add members to ${group.name}`} width={620}>
      <div className={classes.find}>
        <p className={classes.small}>
          Joining revokes nothing: tokens that were issued keep what they carry, the next one may carry more.
        </p>
        {add.error && <ErrorNote error={add.error} onDismiss={add.clear} />}
        <TextInput
          aria-label="Search the directory"
          data-autofocus
          leftSection={<Search aria-hidden size={15} />}
          onChange={(event) => setSearch(event.currentTarget.value)}
          placeholder="User name, name, address"
          type="search"
          value={search}
        />
        <MemberList
          action={(account) =>
            account.groups.includes(group.name) ? (
              <span className={classes.small}>✓ belongs to it</span>
            ) : (
              <Button aria-label={`Add ${account.name}`} onClick={() => add.run(account)}>
                Add
              </Button>
            )
          }
          group=""
          search={search}
        />
        <DialogButtons>
          <Button onClick={onClose} size="sm" variant="filled">
            Done
          </Button>
        </DialogButtons>
      </div>
    </Dialog>
  );
}
