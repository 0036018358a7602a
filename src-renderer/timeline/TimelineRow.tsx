import type { Decision, FlowView } from '../../src-main/contract/flow.ts';
import { formatMillis } from '../../src-main/trace/views/durations.ts';
import type { WaterfallRow } from '../../src-main/trace/views/waterfall.ts';
import { hopLook, outcomeLook, participantIn } from '../flows/outcomes.ts';
import { isLater, type Moment } from '../flows/use-moment.ts';
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
export function rowText(view: FlowView, row: WaterfallRow, number: number | undefined): string {
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
export function RowName({
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

/** The span of a row with the decisions made in it; what had not happened yet at the moment is faint. */
export function SpanDrawing({
  view,
  row,
  layout,
  y,
  moment,
}: {
  view: FlowView;
  row: WaterfallRow;
  layout: TimelineLayout;
  y: number;
  moment: Moment | undefined;
}) {
  const color = ACTOR_LOOK[partOf(view, row).kind].color;
  const middle = y + layout.row / 2;
  if (row.kind === 'moment') {
    return <Mark color={color} decision={row.decision} layout={layout} moment={moment} y={middle} />;
  }
  const { hop, marks } = row;
  const start = layout.x(hop.request.seq);
  if (start === undefined) return null;
  const end = hop.response && layout.x(hop.response.seq);
  const width = Math.max((end ?? start + 24) - start, SLIMMEST);
  const { tone } = hopLook(hop);
  return (
    <g data-later={isLater(hop.request.seq, moment) || undefined} style={{ color }}>
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
        <Mark color={color} decision={mark} key={mark.seq} layout={layout} moment={moment} y={middle} />
      ))}
    </g>
  );
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
  moment,
}: {
  decision: Decision;
  layout: TimelineLayout;
  color: string;
  y: number;
  moment: Moment | undefined;
}) {
  const x = layout.x(decision.seq);
  if (x === undefined) return null;
  const { tone } = outcomeLook(decision.outcome);
  const own = tone === 'denied' || tone === 'challenged' ? `var(--gh-${tone})` : color;
  return (
    <path
      className={classes.mark}
      d={SHAPES[tone]}
      data-later={isLater(decision.seq, moment) || undefined}
      style={{ color: own }}
      transform={`translate(${x} ${y})`}
    >
      <title>{decision.title}</title>
    </path>
  );
}
