import { NativeSelect, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useId, useState } from 'react';
import { OutcomeBadge } from '../../flows/OutcomeBadge.tsx';
import { useVirtualNow } from '../../shell/use-virtual-now.ts';
import { formatDateTime, formatDuration } from '../../ui/format.ts';
import { listClasses as classes, ListBox, ListRow } from '../../ui/list-box/index.ts';
import type { WorkflowItem } from './list-items.ts';
import { selectWorkflow } from './selected-workflow.ts';

/** Every workflow: those under way first. A list box that the arrow keys walk through. */
export function WorkflowList({
  items,
  total,
  selected,
}: {
  items: readonly WorkflowItem[];
  /** How many there are in all. */
  total: number;
  selected: string | undefined;
}) {
  const [search, setSearch] = useState('');
  const [title, setTitle] = useState('');
  const id = useId();
  const typed = search.trim().toLowerCase();
  const shown = items.filter(
    (one) =>
      (title === '' || one.title === title) && (typed === '' || one.words.toLowerCase().includes(typed)),
  );
  const waiting = shown.filter(({ underWay }) => underWay);
  const ended = shown.filter(({ underWay }) => !underWay);
  const rows = [...waiting, ...ended];
  const at = rows.findIndex((one) => one.id === selected);
  const move = (index: number) => {
    const row = rows[index];
    if (!row) return;
    selectWorkflow(row.id);
    document.getElementById(`${id}-${row.id}`)?.scrollIntoView({ block: 'nearest' });
  };
  const titles = [...new Set(items.map((one) => one.title))].sort();
  const group = (label: string, members: readonly WorkflowItem[]) =>
    members.length > 0 && (
      // biome-ignore lint/a11y/useSemanticElements: options of a list box are grouped by this role.
      <div aria-label={label} role="group">
        <p aria-hidden className={classes.group}>
          {label} ({members.length})
        </p>
        {members.map((one) => (
          <Row id={`${id}-${one.id}`} item={one} key={one.id} selected={one.id === selected} />
        ))}
      </div>
    );
  return (
    <div className={classes.side}>
      <div className={classes.filters}>
        <TextInput
          aria-label="Search by account"
          leftSection={<Search aria-hidden size={15} />}
          onChange={(event) => setSearch(event.currentTarget.value)}
          placeholder="Name or user name"
          type="search"
          value={search}
        />
        <NativeSelect
          aria-label="Kind of workflow"
          data={[{ value: '', label: 'All kinds' }, ...titles.map((value) => ({ value, label: value }))]}
          onChange={(event) => setTitle(event.currentTarget.value)}
          value={title}
        />
      </div>
      <div className={classes.scroll}>
        {rows.length === 0 ? (
          <p className={classes.empty}>No workflow matches.</p>
        ) : (
          <ListBox
            at={at}
            count={rows.length}
            idAt={(index) => `${id}-${rows[index]?.id}`}
            label="Workflows"
            onMove={move}
          >
            {group('Under way', waiting)}
            {group('Ended', ended)}
          </ListBox>
        )}
        {total > items.length && (
          <p className={classes.empty}>
            The newest {items.length} of {total}.
          </p>
        )}
      </div>
    </div>
  );
}

function Row({ item, id, selected }: { item: WorkflowItem; id: string; selected: boolean }) {
  const now = useVirtualNow();
  const left = item.until === null ? '' : ` · ${formatDuration(Math.max(item.until - now, 0))} left`;
  return (
    <ListRow id={id} onPick={() => selectWorkflow(item.id)} selected={selected}>
      <span className={classes.line}>
        <span className={classes.name}>{item.name}</span>
        <OutcomeBadge tone={item.tone}>{item.badge}</OutcomeBadge>
      </span>
      <span className={classes.facts} title={item.title}>
        {item.title}
      </span>
      <span className={classes.facts} title={item.standing}>
        {item.underWay ? `${item.standing}${left}` : formatDateTime(item.at)}
      </span>
    </ListRow>
  );
}
