import { memo } from 'react';
import type { Decision, FlowView } from '../../src-main/contract/flow.ts';
import { formatMillis } from '../../src-main/trace/views/durations.ts';
import type { WaterfallRow } from '../../src-main/trace/views/waterfall.ts';
import { hopLook, outcomeLook, participantIn } from '../flows/outcomes.ts';
import { ACTOR_LOOK, ActorDot } from '../ui/actor-icon/index.ts';
import { count } from '../ui/format.ts';
import classes from './Timeline.module.css';
import type { TimelineLayout } from './timeline-layout.ts';

/** How far a span stands in from the one that it was made in, px at 100 % text size. */
const INDENT = 14;
const SLIMMEST = 3;

/** The part whose time a row is. */
function partOf(view: FlowView, row: WaterfallRow) {
  return participantIn(view, row.kind === 'span' ? row.hop.to : row.decision.node);
}

/** A row in words, for screen readers: the drawing beside it says nothing more. */
function rowText(view: FlowView, row: WaterfallRow, number: number | undefined): string {
  const part = partOf(view, row).name;
  if (row.kind === 'moment') {
    return `${part}: ${outcomeLook(row.decision.outcome).word}: ${row.decision.title}`;
  }
  const { hop, marks, depth } = row;
  const took = hop.response ? formatMillis(hop.response.durationMs) : 'no answer yet';
  return [
    number === undefined ? hop.title : `Hop ${number}: ${hop.title}`,
    `${part}, for ${participantIn(view, hop.from).name}`,
    depth > 0 ? `within another span, level ${depth + 1}` : undefined,
    `${hopLook(hop).label}, ${took}`,
    marks.length > 0
      ? `${count(marks.length, 'decision')}: ${marks.map(({ title }) => title).join('; ')}`
      : undefined,
  ]
    .filter((each) => each !== undefined)
    .join('. ');
}

/** The name of a row at its left: whose time it is, and what for. */
function RowName({
  view,
  row,
  number,
  width,
}: {
  view: FlowView;
  row: WaterfallRow;
  number: number | undefined;
  width: number;
}) {
  const part = partOf(view, row);
  const title = row.kind === 'span' ? row.hop.title : row.decision.title;
  return (
    <span aria-hidden className={classes.name} style={{ width }}>
      <span className={classes.number}>{number}</span>
      <span className={classes.indent} style={{ width: row.depth * INDENT }} />
      <ActorDot kind={part.kind} />
      <span className={classes.title} title={`${part.name}: ${title}`}>
        {title}
      </span>
      <span className={classes.part}>{part.name}</span>
    </span>
  );
}

/** The span of a row with the decisions made in it; what came after the event `until` is faint. */
function SpanDrawing({
  view,
  row,
  layout,
  until,
}: {
  view: FlowView;
  row: WaterfallRow;
  layout: TimelineLayout;
  until: number;
}) {
  const color = ACTOR_LOOK[partOf(view, row).kind].color;
  const middle = layout.row / 2;
  if (row.kind === 'moment') {
    return <Mark color={color} decision={row.decision} layout={layout} until={until} y={middle} />;
  }
  const { hop, marks } = row;
  const start = layout.x(hop.request.seq);
  if (start === undefined) return null;
  const end = hop.response && layout.x(hop.response.seq);
  const width = Math.max((end ?? start + 24) - start, SLIMMEST);
  const { tone } = hopLook(hop);
  return (
    <g data-later={hop.request.seq > until || undefined} style={{ color }}>
      <rect
        className={classes.span}
        data-open={end === undefined || undefined}
        data-tone={tone}
        height={12}
        rx={3}
        width={width}
        x={start}
        y={middle - 6}
      />
      <text className={classes.length} data-tone={tone} x={start + width + 8} y={middle + 4}>
        {hop.response ? formatMillis(hop.response.durationMs) : '…'}
        {tone === 'denied' || tone === 'challenged' ? ` ${hopLook(hop).label}` : ''}
      </text>
      {marks.map((mark) => (
        <Mark color={color} decision={mark} key={mark.seq} layout={layout} until={until} y={middle} />
      ))}
    </g>
  );
}

/**
 * One row: the name at its left, the span beside it. It is drawn again only when something of it changed. `until` is the
 * last event that it shows as having happened; what comes later is all the same to a row.
 */
export const TimelineRow = memo(function TimelineRow({
  view,
  row,
  layout,
  number,
  until,
  id,
  index,
  count: rows,
  top,
  selected,
  onSelect,
}: {
  view: FlowView;
  row: WaterfallRow;
  layout: TimelineLayout;
  number: number | undefined;
  until: number;
  id: string;
  index: number;
  count: number;
  /** Upper edge, px. */
  top: number;
  selected: boolean;
  onSelect: (index: number) => void;
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box takes the keys for all of its options.
    <div
      aria-posinset={index + 1}
      aria-selected={selected}
      aria-setsize={rows}
      className={classes.row}
      data-later={row.seq > until || undefined}
      id={id}
      onClick={() => onSelect(index)}
      role="option"
      style={{ top, height: layout.row }}
      tabIndex={-1}
    >
      <span className={classes.hidden}>{rowText(view, row, number)}</span>
      <RowName number={number} row={row} view={view} width={layout.labels} />
      <svg aria-hidden className={classes.drawing} height={layout.row} width={layout.width}>
        <SpanDrawing layout={layout} row={row} until={until} view={view} />
      </svg>
    </div>
  );
});

/** The newest event that a row shows. */
export function lastOfRow(row: WaterfallRow): number {
  if (row.kind === 'moment') return row.seq;
  return Math.max(row.seq, row.marks.at(-1)?.seq ?? 0);
}

const SHAPES = {
  allowed: 'M0 -4.5L4.5 0L0 4.5L-4.5 0z',
  neutral: 'M0 -4.5L4.5 0L0 4.5L-4.5 0z',
  challenged: 'M0 -5L5 4H-5z',
  denied: 'M-4 -4h8v8h-8z',
} as const;

function Mark({
  decision,
  layout,
  color,
  y,
  until,
}: {
  decision: Decision;
  layout: TimelineLayout;
  color: string;
  y: number;
  until: number;
}) {
  const x = layout.x(decision.seq);
  if (x === undefined) return null;
  const { tone } = outcomeLook(decision.outcome);
  const own = tone === 'denied' || tone === 'challenged' ? `var(--gh-${tone})` : color;
  return (
    <path
      className={classes.mark}
      d={SHAPES[tone]}
      data-later={decision.seq > until || undefined}
      style={{ color: own }}
      transform={`translate(${x} ${y})`}
    >
      <title>{decision.title}</title>
    </path>
  );
}
