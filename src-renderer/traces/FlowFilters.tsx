import { NativeSelect, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useMemo } from 'react';
import type { Outcome } from '../../src-main/contract/events.ts';
import { useSandbox } from '../store/index.ts';
import type { FlowFilter } from './merge-summaries.ts';
import classes from './TraceList.module.css';

const OUTCOMES: readonly { value: Outcome; label: string }[] = [
  { value: 'denied', label: 'Denied' },
  { value: 'challenged', label: 'Challenged' },
  { value: 'failed', label: 'Failed' },
  { value: 'allowed', label: 'Allowed' },
  { value: 'ok', label: 'Answered' },
];

/** What is looked for among the flows: words, who began them, how they ended. */
export function FlowFilters({
  filter,
  onChange,
}: {
  filter: FlowFilter;
  onChange: (change: Partial<FlowFilter>) => void;
}) {
  const personas = useSandbox((state) => state.world?.personas);
  const actors = useMemo(
    () => [
      { value: '', label: 'Anybody' },
      ...(personas ?? []).map(({ id, name }) => ({ value: `persona:${id}`, label: name })),
      { value: 'outside', label: 'Outside client' },
      { value: 'sandbox', label: 'Sandbox' },
    ],
    [personas],
  );
  return (
    <div className={classes.search}>
      <TextInput
        aria-label="Search the flows"
        leftSection={<Search aria-hidden size={15} />}
        onChange={(event) => onChange({ search: event.currentTarget.value })}
        placeholder="Person, application, path, rule, id"
        type="search"
        value={filter.search}
      />
      <div className={classes.filters}>
        <NativeSelect
          aria-label="Begun by"
          data={actors}
          data-set={filter.actor !== undefined || undefined}
          onChange={(event) => onChange({ actor: event.currentTarget.value || undefined })}
          size="xs"
          value={filter.actor ?? ''}
        />
        <NativeSelect
          aria-label="Outcome"
          data={[{ value: '', label: 'Any outcome' }, ...OUTCOMES]}
          data-set={filter.outcome !== undefined || undefined}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            onChange({ outcome: OUTCOMES.find(({ value }) => value === chosen)?.value });
          }}
          size="xs"
          value={filter.outcome ?? ''}
        />
      </div>
    </div>
  );
}
