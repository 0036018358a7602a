import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, memo, type RefObject, useCallback, useEffect, useId } from 'react';
import type { FlowView } from '../../src-main/contract/flow.ts';
import type { WaterfallRow } from '../../src-main/trace/views/waterfall.ts';
import { useMoment } from '../flows/use-moment.ts';
import { selectEvent, selectHop, useSelection } from '../store/index.ts';
import classes from './Timeline.module.css';
import { lastOfRow, TimelineRow } from './TimelineRow.tsx';
import type { TimelineLayout } from './timeline-layout.ts';

/** The row that holds the selection, or -1. */
function selectedRow(
  rows: readonly WaterfallRow[],
  span: string | undefined,
  seq: number | undefined,
): number {
  return rows.findIndex((row) =>
    row.kind === 'moment' ? row.seq === seq : span !== undefined && row.hop.span === span,
  );
}

/** The rows of the timeline: a list box that the arrow keys walk through, span by span. */
export function TimelineRows({
  view,
  rows,
  layout,
  numbers,
  scrolled,
}: {
  view: FlowView;
  rows: readonly WaterfallRow[];
  layout: TimelineLayout;
  numbers: ReadonlyMap<string, number>;
  scrolled: RefObject<HTMLDivElement | null>;
}) {
  const span = useSelection((state) => state.span);
  const seq = useSelection((state) => state.seq);
  const moment = useMoment(view);
  const id = useId();
  const at = selectedRow(rows, span, seq);
  const virtualizer = useVirtualizer({
    count: rows.length,
    estimateSize: () => layout.row,
    overscan: 12,
    scrollPaddingStart: layout.row,
    getScrollElement: () => scrolled.current,
    getItemKey: (index) => rows[index]?.seq ?? index,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text size is what makes the rows higher.
  useEffect(() => virtualizer.measure(), [layout.row, virtualizer]);
  useEffect(() => {
    if (at >= 0) virtualizer.scrollToIndex(at, { align: 'auto' });
  }, [at, virtualizer]);

  const select = useCallback(
    (index: number) => {
      const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
      if (row?.kind === 'span') selectHop(view.flow, row.hop.span);
      else if (row) selectEvent({ flow: view.flow, span: undefined, seq: row.seq });
    },
    [rows, view.flow],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? rows.length - 1 : at - 1,
      Home: 0,
      End: rows.length - 1,
    };
    const index = moves[event.key];
    if (index === undefined) return;
    event.preventDefault();
    select(index);
  };
  const items = virtualizer.getVirtualItems();
  const height = virtualizer.getTotalSize();
  const line = moment && layout.x(moment.seq);
  return (
    <div
      aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
      aria-label="Spans"
      className={classes.rows}
      onKeyDown={onKeyDown}
      role="listbox"
      style={{ height }}
      tabIndex={0}
    >
      <Breaks height={height} layout={layout} />
      {line !== undefined && (
        <div aria-hidden className={classes.moment} style={{ height, transform: `translateX(${line}px)` }} />
      )}
      {items.map((item) => {
        const row = rows[item.index];
        return (
          row && (
            <TimelineRow
              count={rows.length}
              id={`${id}-${item.index}`}
              index={item.index}
              key={item.key}
              layout={layout}
              number={row.kind === 'span' ? numbers.get(row.hop.span) : undefined}
              onSelect={select}
              row={row}
              selected={item.index === at}
              top={item.start}
              // A row whose events all lie before the moment does not depend on it.
              until={Math.min(moment?.seq ?? Number.MAX_SAFE_INTEGER, lastOfRow(row))}
              view={view}
            />
          )
        );
      })}
    </div>
  );
}

/** The lines at which the axis is broken, through all rows. */
const Breaks = memo(function Breaks({ layout, height }: { layout: TimelineLayout; height: number }) {
  return layout.breaks.map(({ seq, x, jump }) => (
    <div
      aria-hidden
      className={classes.break}
      data-jump={jump || undefined}
      key={seq}
      style={{ left: x, height }}
    />
  ));
});
