import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Search, UserPlus } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { OutcomeBadge } from '../flows/OutcomeBadge.tsx';
import { useTextScale } from '../flows/use-text-scale.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { count } from '../ui/format.ts';
import { ComingRow, listClasses as classes, ListBox, ListRow } from '../ui/list-box/index.ts';
import { NewAccountDialog } from './NewAccountDialog.tsx';
import { selectAccount, useIdentity } from './selected-account.ts';
import { standing } from './state-words.ts';
import { FILTERS, useDirectory, useGroups } from './use-directory.ts';

const ROW = 56;

/** The accounts of the directory: a list box that the arrow keys walk through, however many there are. */
export function Directory() {
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState('all');
  const [group, setGroup] = useState('');
  const [making, setMaking] = useState(false);
  const selected = useIdentity((state) => state.account);
  const groups = useGroups();
  const { total, rowAt, need, error } = useDirectory({ search, filter, group });
  const scrolled = useRef<HTMLDivElement>(null);
  const row = ROW * useTextScale();
  const id = useId();
  const [at, setAt] = useState(-1);
  const virtualizer = useVirtualizer({
    count: total ?? 0,
    estimateSize: () => row,
    overscan: 8,
    getScrollElement: () => scrolled.current,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text size is what makes the rows higher.
  useEffect(() => virtualizer.measure(), [row, virtualizer]);
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => need(first, last), [need, first, last]);
  const top = rowAt(0)?.id;
  useEffect(() => {
    if (selected === undefined && top !== undefined) selectAccount(top);
  }, [selected, top]);
  const shownAt = rowAt(at)?.id === selected ? at : findRow(items, rowAt, selected);

  const pick = (index: number) => {
    virtualizer.scrollToIndex(index, { align: 'auto' });
    const account = rowAt(index);
    if (!account) return;
    setAt(index);
    selectAccount(account.id);
  };
  return (
    <div className={classes.side}>
      <div className={classes.head}>
        <h1 className={classes.title}>{total === undefined ? 'Accounts' : count(total, 'account')}</h1>
        <Button leftSection={<UserPlus aria-hidden size={14} />} onClick={() => setMaking(true)}>
          New account
        </Button>
      </div>
      <div className={classes.filters}>
        <TextInput
          aria-label="Search the directory"
          leftSection={<Search aria-hidden size={15} />}
          onChange={(event) => setSearch(event.currentTarget.value)}
          placeholder="User name, name, address"
          type="search"
          value={search}
        />
        <div className={classes.selects}>
          <NativeSelect
            aria-label="State"
            data={Object.entries(FILTERS).map(([value, { label }]) => ({ value, label }))}
            onChange={(event) => setFilter(event.currentTarget.value)}
            value={filter}
          />
          <NativeSelect
            aria-label="Group"
            data={[
              { value: '', label: 'All groups' },
              ...groups.map(({ name, members }) => ({ value: name, label: `${name} (${members})` })),
            ]}
            onChange={(event) => setGroup(event.currentTarget.value)}
            value={group}
          />
        </div>
      </div>
      {error && <ErrorNote error={error} />}
      <div className={classes.scroll} ref={scrolled}>
        {total === 0 ? (
          <p className={classes.empty}>No account matches. Search looks at how a name begins.</p>
        ) : (
          <ListBox
            at={shownAt}
            count={total ?? 0}
            height={virtualizer.getTotalSize()}
            idAt={(index) => `${id}-${index}`}
            label="Accounts by user name"
            onMove={pick}
          >
            {items.map(({ index, start, size }) => {
              const account = rowAt(index);
              if (!account) return <ComingRow height={size} key={index} top={start} />;
              const look = standing(account.state);
              return (
                <ListRow
                  id={`${id}-${index}`}
                  key={index}
                  onPick={() => pick(index)}
                  place={{ index, count: total ?? 0, top: start, height: size }}
                  selected={account.id === selected}
                >
                  <span className={classes.line}>
                    <span className={classes.name}>{account.name}</span>
                    <OutcomeBadge tone={look.tone}>{`${look.mark} ${look.text}`}</OutcomeBadge>
                  </span>
                  <span className={classes.facts}>{[account.username, ...account.groups].join(' · ')}</span>
                </ListRow>
              );
            })}
          </ListBox>
        )}
      </div>
      <NewAccountDialog groups={groups} onClose={() => setMaking(false)} opened={making} />
    </div>
  );
}

/** Where the selected account stands among the rows in sight; -1 when it is not there. */
function findRow(
  items: readonly { index: number }[],
  rowAt: (index: number) => { id: string } | undefined,
  selected: string | undefined,
): number {
  return items.find(({ index }) => rowAt(index)?.id === selected)?.index ?? -1;
}
