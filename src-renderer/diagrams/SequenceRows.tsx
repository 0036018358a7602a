// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed one by one cannot be those of a table element.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and points at its active row.
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid takes the keys for all of its rows.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useEffect, useId } from 'react';
import type { FlowView } from '../../src-main/contract/flow.ts';
import { formatSeconds } from '../../src-main/trace/views/durations.ts';
import { outcomeLook, participantIn } from '../flows/outcomes.ts';
import { isLater, useMoment } from '../flows/use-moment.ts';
import { selectEvent, useSelection } from '../store/index.ts';
import classes from './Sequence.module.css';
import { SequenceArrow } from './SequenceArrow.tsx';
import { SequenceMark } from './SequenceMark.tsx';
import type { Lanes } from './sequence-layout.ts';
import { rowSpan, type SequenceRow, selectedRow, stepRow } from './sequence-rows.ts';

const COLUMNS = ['From', 'To', 'Channel', 'Message'] as const;

/** What stands between two rows when virtual time passed: `15 min later`. */
function gapText(ms: number): string {
  return ms < 0 ? `${formatSeconds(ms / 1000)} earlier` : `${formatSeconds(ms / 1000)} later`;
}

/** A row in words, column by column: hop, from, to, channel, message. */
function cells(view: FlowView, row: SequenceRow): [string, string, string, string, string] {
  if (row.kind === 'gap') return ['', '', '', '', gapText(row.ms)];
  const number = row.number === undefined ? '' : String(row.number);
  if (row.kind === 'decision') {
    const { decision } = row;
    const node = participantIn(view, decision.node).name;
    return [number, node, '', 'decision', `${outcomeLook(decision.outcome).word}: ${decision.title}`];
  }
  const { hop } = row;
  const from = participantIn(view, hop.from).name;
  const to = participantIn(view, hop.to).name;
  const channel = hop.channel === 'front' ? 'front channel' : 'back channel';
  return row.kind === 'request'
    ? [number, from, to, channel, hop.title]
    : [number, to, from, channel, hop.response?.title ?? ''];
}

/**
 * The rows of the diagram: a grid that the arrow keys walk through and that screen readers read as a table, with the
 * drawing of the same rows above it.
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

  const select = (index: number) => {
    const row = rows[index];
    if (row && row.kind !== 'gap') selectEvent({ flow: view.flow, span: rowSpan(row), seq: row.seq });
  };
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
        if (!row) return null;
        const [number, ...words] = cells(view, row);
        const denied = row.kind === 'decision' && row.decision.outcome === 'denied';
        return (
          <div
            aria-rowindex={item.index + 2}
            aria-selected={item.index === at}
            className={classes.row}
            data-denied={denied || undefined}
            data-hop={(selectedSpan !== undefined && rowSpan(row) === selectedSpan) || undefined}
            data-kind={row.kind}
            data-later={isLater(row.seq, moment) || undefined}
            id={`${id}-${item.index}`}
            key={item.key}
            onClick={() => select(item.index)}
            role="row"
            style={{ top: item.start, height: item.size }}
          >
            <span className={classes.number} role="gridcell">
              {row.kind === 'decision' ? <span className={classes.hidden}>{number}</span> : number}
            </span>
            {COLUMNS.map((name, index) => (
              <span
                className={row.kind === 'gap' && name === 'Message' ? classes.gap : classes.hidden}
                key={name}
                role="gridcell"
              >
                {words[index]}
              </span>
            ))}
          </div>
        );
      })}
      <svg aria-hidden className={classes.drawing} height={height} width={lanes.width}>
        <title>Drawing of the rows</title>
        {items.map((item) => {
          const row = rows[item.index];
          if (!row || row.kind === 'gap') return null;
          const selected = selectedSpan !== undefined && rowSpan(row) === selectedSpan;
          const denied = row.kind === 'decision' && row.decision.outcome === 'denied';
          return (
            <g
              className={classes.item}
              data-denied={denied || undefined}
              data-hop={selected || undefined}
              data-later={isLater(row.seq, moment) || undefined}
              key={item.key}
            >
              {row.kind === 'decision' ? (
                <SequenceMark
                  decision={row.decision}
                  node={participantIn(view, row.decision.node)}
                  lanes={lanes}
                  y={item.start}
                />
              ) : (
                <SequenceArrow
                  hop={row.hop}
                  kind={row.kind}
                  sender={participantIn(view, row.kind === 'request' ? row.hop.from : row.hop.to)}
                  lanes={lanes}
                  y={item.start}
                />
              )}
            </g>
          );
        })}
      </svg>
    </div>
  );
}
