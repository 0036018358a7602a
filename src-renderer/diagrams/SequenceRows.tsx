// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed one by one cannot be those of a table element.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and points at its active row.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useId, useMemo } from 'react';
import type { FlowView } from '../../src-main/contract/flow.ts';
import { isLater, useMoment } from '../flows/use-moment.ts';
import { selectEvent, useSelection } from '../store/index.ts';
import classes from './Sequence.module.css';
import { COLUMNS, SequenceRowView } from './SequenceRowView.tsx';
import type { Lanes } from './sequence-layout.ts';
import { rowSpan, type SequenceRow, selectedRow, stepRow } from './sequence-rows.ts';

/**
 * The rows of the diagram that are in sight: a grid that the arrow keys walk through and that screen readers read as a
 * table.
 */
export function SequenceRows({
  view,
  rows,
  lanes,
  scrolled,
}: {
  view: FlowView;
  rows: readonly SequenceRow[];
  lanes: Lanes;
  scrolled: RefObject<HTMLDivElement | null>;
}) {
  const span = useSelection((state) => state.span);
  const seq = useSelection((state) => state.seq);
  const moment = useMoment(view);
  const id = useId();
  const at = selectedRow(rows, span, seq);
  const selectedSpan = at < 0 ? undefined : rowSpan(rows[at] as SequenceRow);
  const virtualizer = useVirtualizer({
    count: rows.length,
    estimateSize: () => lanes.row,
    overscan: 12,
    scrollPaddingStart: lanes.heads + lanes.row,
    scrollPaddingEnd: lanes.row * 3,
    getScrollElement: () => scrolled.current,
    getItemKey: (index) => rows[index]?.seq ?? index,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another text size is what makes the rows higher.
  useEffect(() => virtualizer.measure(), [lanes.row, virtualizer]);

  const room = virtualizer.scrollRect?.height;
  // biome-ignore lint/correctness/useExhaustiveDependencies: with less room, the selected row may have gone out of sight.
  useEffect(() => {
    if (at >= 0) virtualizer.scrollToIndex(at, { align: 'auto' });
  }, [at, room, virtualizer]);

  const select = useCallback(
    (index: number) => {
      const row = rows[index];
      if (row && row.kind !== 'gap') selectEvent({ flow: view.flow, span: rowSpan(row), seq: row.seq });
    },
    [rows, view.flow],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, () => number> = {
      ArrowDown: () => stepRow(rows, at, 1),
      ArrowUp: () => stepRow(rows, at, -1),
      Home: () => stepRow(rows, -1, 1),
      End: () => stepRow(rows, rows.length, -1),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    select(move());
  };

  // What is there when a flow is opened stands still; what comes after appears.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another flow is what is opened.
  const seenTo = useMemo(() => rows.at(-1)?.seq ?? 0, [view.flow]);
  const items = virtualizer.getVirtualItems();
  const height = virtualizer.getTotalSize();
  return (
    <div
      aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
      aria-colcount={5}
      aria-label="Messages and decisions, in order"
      aria-rowcount={rows.length + 1}
      className={classes.rows}
      onKeyDown={onKeyDown}
      role="grid"
      style={{ minHeight: height }}
      tabIndex={0}
    >
      <div aria-rowindex={1} className={classes.hidden} role="row">
        {['Hop', ...COLUMNS].map((name) => (
          <span key={name} role="columnheader">
            {name}
          </span>
        ))}
      </div>
      <div aria-hidden className={classes.lifelines}>
        {view.participants.map((participant) => (
          <span
            className={classes.lifeline}
            key={participant.id}
            style={{ left: lanes.x.get(participant.id) }}
          />
        ))}
      </div>
      {items.map((item) => {
        const row = rows[item.index];
        return (
          row && (
            <SequenceRowView
              id={`${id}-${item.index}`}
              index={item.index}
              isNew={row.seq > seenTo}
              key={item.key}
              lanes={lanes}
              later={isLater(row.seq, moment)}
              ofHop={selectedSpan !== undefined && rowSpan(row) === selectedSpan}
              onSelect={select}
              row={row}
              selected={item.index === at}
              top={item.start}
              view={view}
            />
          )
        );
      })}
    </div>
  );
}
