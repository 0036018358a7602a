import { Button } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, useState } from 'react';
import { useTextScale } from '../flows/use-text-scale.ts';
import { count } from '../ui/format.ts';
import { ListBox, listClasses } from '../ui/list-box/index.ts';
import { endComparing } from './comparing.ts';
import { FlowFilters } from './FlowFilters.tsx';
import type { FlowFilter } from './merge-summaries.ts';
import classes from './TraceList.module.css';
import { TraceListRow } from './TraceListRow.tsx';
import type { Summaries } from './use-summaries.ts';

const ROW = 68;

/**
 * All flows of the log, newest first: a list box that the arrow keys walk through. It is as long as there are flows; what
 * is not in sight is not asked for.
 */
export function TraceList({
  listed,
  filter,
  selected,
  onFilter,
  onPick,
  picking,
}: {
  listed: Summaries;
  filter: FlowFilter;
  selected: string | undefined;
  onFilter: (change: Partial<FlowFilter>) => void;
  onPick: (flow: string) => void;
  /** The next flow that is picked is laid beside the selected one. */
  picking: boolean;
}) {
  const { summaries, total, aside, loading, reach } = listed;
  const scrolled = useRef<HTMLDivElement>(null);
  const row = ROW * useTextScale();
  const id = useId();
  const rows = total ?? summaries.length;
  const virtualizer = useVirtualizer({
    count: rows,
    estimateSize: () => row,
    overscan: 8,
    getScrollElement: () => scrolled.current,
    getItemKey: (index) => summaries[index]?.flow ?? index,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text size is what makes the rows higher.
  useEffect(() => virtualizer.measure(), [row, virtualizer]);
  const items = virtualizer.getVirtualItems();
  const inSight = items.at(-1)?.index ?? 0;
  useEffect(() => reach(inSight), [inSight, reach]);
  // While the other flow of a comparison is looked for, the arrow keys move a mark and Enter picks.
  const [marked, setMarked] = useState<string>();
  const shown = picking ? (marked ?? selected) : selected;
  const at = summaries.findIndex((summary) => summary.flow === shown);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another selection is what scrolls, not another place of it.
  useEffect(() => {
    if (at >= 0) virtualizer.scrollToIndex(at, { align: 'auto' });
  }, [shown, virtualizer]);

  const pick = picking ? setMarked : onPick;
  // The oldest flow is selected as soon as it is there.
  const [toEnd, setToEnd] = useState(false);
  const oldest = summaries.length >= rows ? summaries.at(-1)?.flow : undefined;
  useEffect(() => {
    if (!toEnd || oldest === undefined) return;
    setToEnd(false);
    pick(oldest);
  }, [toEnd, oldest, pick]);

  const move = (index: number) => {
    const summary = summaries[index];
    setToEnd(index === rows - 1 && summary === undefined);
    if (summary !== undefined) pick(summary.flow);
    else virtualizer.scrollToIndex(index);
  };
  const pickMarked = () => {
    if (shown !== undefined && shown !== selected) onPick(shown);
  };

  const newest = summaries[0]?.vtime ?? 0;
  const narrowed = filter.search !== '' || filter.actor !== undefined || filter.outcome !== undefined;
  return (
    <div className={listClasses.side}>
      <div className={listClasses.head}>
        <h1 className={listClasses.title}>Traces</h1>
        <span className={classes.count}>
          {total === undefined && summaries.length > 0 ? `${summaries.length}+ flows` : count(rows, 'flow')}
        </span>
      </div>
      <FlowFilters filter={filter} onChange={onFilter} />
      {picking && (
        <div className={classes.picking} role="status">
          <p>Pick the flow to lay beside the selected one.</p>
          <Button onClick={endComparing} size="compact-xs">
            Cancel
          </Button>
        </div>
      )}
      <div className={listClasses.scroll} ref={scrolled}>
        {summaries.length === 0 && !loading ? (
          <p className={listClasses.empty}>{emptyText(filter, narrowed)}</p>
        ) : (
          <ListBox
            at={at}
            count={rows}
            height={virtualizer.getTotalSize()}
            idAt={(index) => `${id}-${index}`}
            label="Flows, newest first"
            onEnter={picking ? pickMarked : undefined}
            onMove={move}
          >
            {items.map((item) => (
              <TraceListRow
                height={item.size}
                id={`${id}-${item.index}`}
                index={item.index}
                key={item.key}
                newest={newest}
                onPick={onPick}
                rows={rows}
                selected={item.index === at}
                summary={summaries[item.index]}
                top={item.start}
              />
            ))}
          </ListBox>
        )}
      </div>
      {aside > 0 && (
        <button className={classes.aside} onClick={() => onFilter({ aside: !filter.aside })} type="button">
          {filter.aside ? 'Hide' : 'Show'} {count(aside, 'page load or set-up', 'page loads and set-ups')}
        </button>
      )}
    </div>
  );
}

function emptyText({ search, actor, outcome }: FlowFilter, narrowed: boolean): string {
  if (!narrowed) return 'The log holds no flow yet.';
  const also =
    actor === undefined && outcome === undefined ? '' : ' Choose “Anybody” and “Any outcome” to see more.';
  return search === '' ? `No flow is like that.${also}` : `No flow holds “${search}”.${also}`;
}
