import { Button, TextInput } from '@mantine/core';
import { FolderPlus, Search, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { count } from '../../ui/format.ts';
import { useGroups } from '../use-directory.ts';
import { GroupPane } from './GroupPane.tsx';
import classes from './Groups.module.css';
import { NameDialog } from './NameDialog.tsx';

/** The groups of the directory, and who belongs to each. */
export function GroupsSection() {
  const groups = useGroups();
  const [search, setSearch] = useState('');
  const [picked, setPicked] = useState<string>();
  const [making, setMaking] = useState(false);
  const wanted = search.trim().toLowerCase();
  const shown = groups.filter(({ name }) => name.toLowerCase().includes(wanted));
  const open = groups.find(({ id }) => id === picked) ?? shown[0];
  return (
    <div className={classes.section}>
      <div className={classes.side}>
        <div className={classes.head}>
          <h1 className={classes.heading}>Groups</h1>
          <span className={classes.small}>{groups.length}</span>
          <Button leftSection={<FolderPlus aria-hidden size={14} />} onClick={() => setMaking(true)}>
            New group
          </Button>
        </div>
        <TextInput
          aria-label="Search the groups"
          className={classes.search}
          leftSection={<Search aria-hidden size={15} />}
          onChange={(event) => setSearch(event.currentTarget.value)}
          placeholder="Name"
          type="search"
          value={search}
        />
        <ul aria-label="Groups" className={classes.list}>
          {shown.map(({ id, name, members }) => (
            <li key={id}>
              <button
                aria-current={id === open?.id}
                className={classes.group}
                onClick={() => setPicked(id)}
                type="button"
              >
                <span className={classes.name}>{name}</span>
                <span className={classes.small}>{count(members, 'member')}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
      {open ? (
        <GroupPane id={open.id} key={open.id} onGone={() => setPicked(undefined)} />
      ) : (
        <EmptyState icon={UsersRound} title="No group is selected">
          {groups.length === 0 ? 'Make one: applications may get scopes by it.' : 'No group is called so.'}
        </EmptyState>
      )}
      {making && <NameDialog onClose={() => setMaking(false)} onDone={setPicked} />}
    </div>
  );
}
