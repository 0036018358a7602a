import { Button, TextInput } from '@mantine/core';
import { FolderPlus, Search, UsersRound } from 'lucide-react';
import { useId, useState } from 'react';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { count } from '../../ui/format.ts';
import { ListBox, ListRow, listClasses } from '../../ui/list-box/index.ts';
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
  const list = useId();
  const rowId = (index: number) => `${list}-${index}`;
  const open = groups.find(({ id }) => id === picked) ?? shown[0];
  return (
    <div className={classes.section}>
      <div className={listClasses.side}>
        <div className={listClasses.head}>
          <h1 className={listClasses.title}>{count(groups.length, 'group')}</h1>
          <Button leftSection={<FolderPlus aria-hidden size={14} />} onClick={() => setMaking(true)}>
            New group
          </Button>
        </div>
        <div className={listClasses.filters}>
          <TextInput
            aria-label="Search the groups"
            leftSection={<Search aria-hidden size={15} />}
            onChange={(event) => setSearch(event.currentTarget.value)}
            placeholder="Name"
            type="search"
            value={search}
          />
        </div>
        <div className={listClasses.scroll}>
          {shown.length === 0 ? (
            <p className={listClasses.empty}>No group is called so.</p>
          ) : (
            <ListBox
              at={shown.findIndex((group) => group.id === open?.id)}
              count={shown.length}
              idAt={rowId}
              label="Groups"
              onMove={(index) => {
                setPicked(shown[index]?.id);
                document.getElementById(rowId(index))?.scrollIntoView({ block: 'nearest' });
              }}
            >
              {shown.map(({ id, name, members }, index) => (
                <ListRow id={rowId(index)} key={id} onPick={() => setPicked(id)} selected={id === open?.id}>
                  <span className={listClasses.name}>{name}</span>
                  <span className={listClasses.facts}>{count(members, 'member')}</span>
                </ListRow>
              ))}
            </ListBox>
          )}
        </div>
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
