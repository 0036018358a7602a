import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useEffect, useId } from 'react';
import type { FlowView } from '../../src-main/contract/flow.ts';
import type { WaterfallRow } from '../../src-main/trace/views/waterfall.ts';
import { isLater, useMoment } from '../flows/use-moment.ts';
import { selectEvent, selectHop, useSelection } from '../store/index.ts';
import classes from './Timeline.module.css';
import { RowName, rowText, SpanDrawing } from './TimelineRow.tsx';
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

  const select = (index: number) => {
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    if (row?.kind === 'span') selectHop(view.flow, row.hop.span);
    else if (row) selectEvent({ flow: view.flow, span: undefined, seq: row.seq });
  };
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
      {items.map((item) => {
        const row = rows[item.index];
        if (!row) return null;
        const number = row.kind === 'span' ? numbers.get(row.hop.span) : undefined;
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list box takes the keys for all of its options.
          <div
            aria-posinset={item.index + 1}
            aria-selected={item.index === at}
            aria-setsize={rows.length}
            className={classes.row}
            data-later={isLater(row.seq, moment) || undefined}
            id={`${id}-${item.index}`}
            key={item.key}
            onClick={() => select(item.index)}
            role="option"
            style={{ top: item.start, height: item.size }}
            tabIndex={-1}
          >
            <span className={classes.hidden}>{rowText(view, row, number)}</span>
            <RowName number={number} row={row} view={view} width={layout.labels} />
          </div>
        );
      })}
      <svg aria-hidden className={classes.drawing} height={height} width={layout.width}>
        <title>Drawing of the spans</title>
        {layout.breaks.map(({ seq: before, x, jump }) => (
          <line
            className={classes.break}
            data-jump={jump || undefined}
            key={before}
            x1={x}
            x2={x}
            y1={0}
            y2={height}
          />
        ))}
        {items.map((item) => {
          const row = rows[item.index];
          return (
            row && (
              <SpanDrawing
                key={item.key}
                layout={layout}
                moment={moment}
                row={row}
                view={view}
                y={item.start}
              />
            )
          );
        })}
        {line !== undefined && <line className={classes.moment} x1={line} x2={line} y1={0} y2={height} />}
      </svg>
    </div>
  );
}
