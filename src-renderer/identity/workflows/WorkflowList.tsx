import { NativeSelect, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import type { AccountWorkflow } from '../../../src-main/contract/workflow-story.ts';
import { OutcomeBadge } from '../../flows/OutcomeBadge.tsx';
import { useVirtualNow } from '../../shell/use-virtual-now.ts';
import { formatDateTime, formatDuration } from '../../ui/format.ts';
import { selectWorkflow } from './selected-workflow.ts';
import classes from './WorkflowList.module.css';
import { STANDING_LOOKS } from './workflow-words.ts';

/** The workflows of all accounts: those that wait for somebody first. A list box that the arrow keys walk through. */
export function WorkflowList({
  workflows,
  total,
  selected,
}: {
  workflows: readonly AccountWorkflow[];
  total: number;
  selected: string | undefined;
}) {
  const [search, setSearch] = useState('');
  const [title, setTitle] = useState('');
  const id = useId();
  const typed = search.trim().toLowerCase();
  const shown = workflows.filter(
    (one) =>
      (title === '' || one.title === title) &&
      (typed === '' || `${one.name}\n${one.username}`.toLowerCase().includes(typed)),
  );
  const waiting = shown.filter(({ pending }) => pending !== null);
  const ended = shown.filter(({ pending }) => pending === null);
  const rows = [...waiting, ...ended];
  const at = rows.findIndex((one) => one.id === selected);
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowDown: Math.min(at + 1, rows.length - 1),
      ArrowUp: Math.max(at - 1, 0),
      Home: 0,
      End: rows.length - 1,
    };
    const row = rows[moves[event.key] ?? -1];
    if (!row) return;
    event.preventDefault();
    selectWorkflow(row.id);
    document.getElementById(`${id}-${row.id}`)?.scrollIntoView({ block: 'nearest' });
  };
  const titles = [...new Set(workflows.map((one) => one.title))].sort();
  const group = (label: string, members: readonly AccountWorkflow[]) =>
    members.length > 0 && (
      // biome-ignore lint/a11y/useSemanticElements: options of a list box are grouped by this role.
      <div aria-label={label} role="group">
        <p aria-hidden className={classes.group}>
          {label} ({members.length})
        </p>
        {members.map((one) => (
          <Row id={`${id}-${one.id}`} key={one.id} selected={one.id === selected} workflow={one} />
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
          <div
            aria-activedescendant={at < 0 ? undefined : `${id}-${rows[at]?.id}`}
            aria-label="Workflows of accounts"
            className={classes.list}
            onKeyDown={onKeyDown}
            role="listbox"
            tabIndex={0}
          >
            {group('Waiting for somebody', waiting)}
            {group('Ended', ended)}
          </div>
        )}
        {total > workflows.length && (
          <p className={classes.empty}>
            The newest {workflows.length} of {total}.
          </p>
        )}
      </div>
    </div>
  );
}

function Row({ workflow, id, selected }: { workflow: AccountWorkflow; id: string; selected: boolean }) {
  const now = useVirtualNow();
  const look = STANDING_LOOKS[workflow.status];
  const { pending } = workflow;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box takes the keys for all of its options.
    <div
      aria-selected={selected}
      className={classes.row}
      id={id}
      onClick={() => selectWorkflow(workflow.id)}
      role="option"
      tabIndex={-1}
    >
      <span className={classes.line}>
        <span className={classes.name}>{workflow.name}</span>
        <OutcomeBadge tone={look.tone}>{`${look.mark} ${look.word}`}</OutcomeBadge>
      </span>
      <span className={classes.facts}>{workflow.title}</span>
      <span className={classes.facts}>
        {pending
          ? `for ${pending.who.name}${pending.until === null ? '' : ` · ${formatDuration(Math.max(pending.until - now, 0))} left`}`
          : formatDateTime(workflow.lastAt)}
      </span>
    </div>
  );
}
