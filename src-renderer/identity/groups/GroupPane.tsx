import { Button, TextInput } from '@mantine/core';
import { Pencil, Search, Trash2, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { gatehouse } from '../../store/sandbox.ts';
import { announce } from '../../store/ui.ts';
import { ConfirmButton } from '../../ui/ConfirmButton.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { count, formatDateTime } from '../../ui/format.ts';
import { useAction } from '../../ui/use-action.ts';
import { openSection } from '../open-section.ts';
import { selectAccount } from '../selected-account.ts';
import classes from './Groups.module.css';
import { MemberList } from './MemberList.tsx';
import { MembersDialog } from './MembersDialog.tsx';
import { NameDialog } from './NameDialog.tsx';
import { useGroup } from './use-group.ts';

/** One group: its name, who belongs to it, and what it cuts when somebody leaves. */
export function GroupPane({ id, onGone }: { id: string; onGone: () => void }) {
  const { value: group, error } = useGroup(id);
  const [search, setSearch] = useState('');
  const [asked, setAsked] = useState<'name' | 'members'>();
  const remove = useAction(async () => {
    const { tokens } = await gatehouse().call('groups.delete', { id });
    announce(`The group is gone; ${count(tokens, 'token')} revoked.`);
    onGone();
  });
  const leave = useAction(async (account: string) => {
    const { tokens } = await gatehouse().call('groups.change', { id, remove: [account] });
    announce(`Removed; ${count(tokens, 'token')} revoked.`);
  });
  if (!group) return error ? <ErrorNote error={error} /> : null;
  const failed = [remove, leave].find((action) => action.error !== undefined);
  return (
    <section aria-label={group.name} className={classes.pane}>
      <div className={classes.bar}>
        <div>
          <h2 className={classes.title}>{group.name}</h2>
          <p className={classes.small}>
            {count(group.members, 'member')} · {count(group.tokens, 'token')} of theirs work now · made{' '}
            {formatDateTime(group.createdAt)} · id <code>{group.id}</code>
          </p>
        </div>
        <div className={classes.acts}>
          <Button leftSection={<UserPlus aria-hidden size={14} />} onClick={() => setAsked('members')}>
            Add members
          </Button>
          <Button leftSection={<Pencil aria-hidden size={14} />} onClick={() => setAsked('name')}>
            Rename
          </Button>
          <ConfirmButton
            confirm="Delete the group"
            icon={<Trash2 aria-hidden size={14} />}
            label="Delete"
            onConfirm={remove.run}
            question={
              group.members === 0
                ? 'Nobody belongs to it, so nothing else changes.'
                : `${count(group.members, 'person', 'people')} ${group.members === 1 ? 'loses' : 'lose'} it. Whoever loses a group also loses access and refresh tokens: ${count(group.tokens, 'token')} that ${group.tokens === 1 ? 'works' : 'work'} now. The accounts stay.`
            }
            title={`Delete ${group.name}?`}
          />
        </div>
      </div>
      <div className={classes.members}>
        {failed?.error && <ErrorNote error={failed.error} onDismiss={failed.clear} />}
        <TextInput
          aria-label="Search the members"
          className={classes.search}
          leftSection={<Search aria-hidden size={15} />}
          onChange={(event) => setSearch(event.currentTarget.value)}
          placeholder="User name, name, address"
          type="search"
          value={search}
        />
        <MemberList
          action={(account) => (
            <ConfirmButton
              confirm="Remove"
              label="Remove"
              onConfirm={() => leave.run(account.id)}
              question={`${account.name} loses the group, and with it every access and refresh token, so that nothing goes on with rights that are gone. The session stays: a new sign-in asks for no password.`}
              title={`Remove ${account.name} from ${group.name}?`}
            />
          )}
          group={group.name}
          onOpen={(account) => {
            selectAccount(account.id);
            openSection('accounts');
          }}
          search={search}
        />
      </div>
      {asked === 'name' && <NameDialog group={group} onClose={() => setAsked(undefined)} />}
      {asked === 'members' && <MembersDialog group={group} onClose={() => setAsked(undefined)} />}
    </section>
  );
}
