import { Pin } from 'lucide-react';
import { memo } from 'react';
import type { FlowSummary } from '../../src-main/contract/flow.ts';
import { actorName } from '../../src-main/trace/views/flow-story.ts';
import { OutcomeBadge } from '../flows/OutcomeBadge.tsx';
import { outcomeLook } from '../flows/outcomes.ts';
import { count, formatDateTime, formatTime } from '../ui/format.ts';
import { ComingRow, ListRow, listClasses } from '../ui/list-box/index.ts';
import classes from './TraceList.module.css';

const DAY_MS = 86_400_000;

/** When a flow began: the time alone while it is of the same day as the newest. */
function when(vtime: number, newest: number): string {
  return Math.abs(newest - vtime) < DAY_MS / 2 ? formatTime(vtime) : formatDateTime(vtime);
}

/** One flow of the list; an empty row while it is on its way. */
export const TraceListRow = memo(function TraceListRow({
  summary,
  newest,
  id,
  index,
  rows,
  top,
  height,
  selected,
  onPick,
}: {
  summary: FlowSummary | undefined;
  /** Virtual time of the newest flow, ms. */
  newest: number;
  id: string;
  index: number;
  rows: number;
  /** Upper edge, px. */
  top: number;
  height: number;
  selected: boolean;
  onPick: (flow: string) => void;
}) {
  if (summary === undefined) return <ComingRow height={height} top={top} />;
  const look = outcomeLook(summary.outcome);
  const label = summary.outcome === 'ok' ? look.mark : `${look.mark} ${look.word}`;
  return (
    <ListRow
      id={id}
      onPick={() => onPick(summary.flow)}
      place={{ index, count: rows, top, height }}
      selected={selected}
    >
      <span className={listClasses.name}>{summary.title}</span>
      <span className={classes.facts}>
        <OutcomeBadge tone={look.tone}>{label}</OutcomeBadge>
        <span className={classes.actor}>{actorName(summary.actor)}</span>
        <span>{count(summary.hops, 'hop')}</span>
        {summary.pinned && <Pin aria-label="pinned" className={classes.pin} size={12} />}
        <time className={classes.time}>{when(summary.vtime, newest)}</time>
      </span>
    </ListRow>
  );
});
