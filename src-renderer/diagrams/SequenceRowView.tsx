// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed one by one cannot be those of a table element.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and points at its active row.
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid takes the keys for all of its rows.
import { memo } from 'react';
import type { FlowView } from '../../src-main/contract/flow.ts';
import { formatSeconds } from '../../src-main/trace/views/durations.ts';
import { outcomeLook, participantIn } from '../flows/outcomes.ts';
import classes from './Sequence.module.css';
import { SequenceArrow } from './SequenceArrow.tsx';
import { SequenceMark } from './SequenceMark.tsx';
import type { Lanes } from './sequence-layout.ts';
import type { SequenceRow } from './sequence-rows.ts';

/** The columns of the grid after the hop's number, for screen readers. */
export const COLUMNS = ['From', 'To', 'Channel', 'Message'] as const;

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
 * One row with its drawing. Each row draws itself: scrolling adds and removes rows and touches no other, and a row is
 * drawn again only when something of it changed.
 */
export const SequenceRowView = memo(function SequenceRowView({
  view,
  row,
  lanes,
  id,
  index,
  top,
  selected,
  ofHop,
  later,
  isNew,
  onSelect,
}: {
  view: FlowView;
  row: SequenceRow;
  lanes: Lanes;
  id: string;
  index: number;
  /** Upper edge, px. */
  top: number;
  selected: boolean;
  /** It belongs to the hop that is selected. */
  ofHop: boolean;
  /** It had not happened yet at the moment that is shown. */
  later: boolean;
  /** It came while the diagram was looked at. */
  isNew: boolean;
  onSelect: (index: number) => void;
}) {
  const [number, ...words] = cells(view, row);
  const denied = row.kind === 'decision' && row.decision.outcome === 'denied';
  return (
    <div
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={classes.row}
      data-denied={denied || undefined}
      data-hop={ofHop || undefined}
      data-kind={row.kind}
      data-later={later || undefined}
      id={id}
      onClick={() => onSelect(index)}
      role="row"
      style={{ top, height: lanes.row }}
    >
      <span className={classes.number} role="gridcell">
        {row.kind === 'decision' ? <span className={classes.hidden}>{number}</span> : number}
      </span>
      {COLUMNS.map((name, column) => (
        <span
          className={row.kind === 'gap' && name === 'Message' ? classes.gap : classes.hidden}
          key={name}
          role="gridcell"
        >
          {words[column]}
        </span>
      ))}
      {row.kind !== 'gap' && (
        <svg
          aria-hidden
          className={classes.drawing}
          data-new={isNew || undefined}
          height={lanes.row}
          width={lanes.width}
        >
          {row.kind === 'decision' ? (
            <SequenceMark
              decision={row.decision}
              lanes={lanes}
              node={participantIn(view, row.decision.node)}
            />
          ) : (
            <SequenceArrow
              hop={row.hop}
              kind={row.kind}
              lanes={lanes}
              sender={participantIn(view, row.kind === 'request' ? row.hop.from : row.hop.to)}
            />
          )}
        </svg>
      )}
    </div>
  );
});
