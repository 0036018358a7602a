import { Pin } from 'lucide-react';
import { memo } from 'react';
import type { FlowSummary } from '../../src-main/contract/flow.ts';
import { actorName } from '../../src-main/trace/views/flow-story.ts';
import { OutcomeBadge } from '../flows/OutcomeBadge.tsx';
import { outcomeLook } from '../flows/outcomes.ts';
import { count, formatDateTime, formatTime } from '../ui/format.ts';
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
  if (summary === undefined) {
    return (
      <div aria-hidden className={classes.row} data-coming style={{ top, height }}>
        <span className={classes.coming} />
        <span className={classes.coming} />
      </div>
    );
  }
  const look = outcomeLook(summary.outcome);
  const label = summary.outcome === 'ok' ? look.mark : `${look.mark} ${look.word}`;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box takes the keys for all of its options.
    <div
      aria-posinset={index + 1}
      aria-selected={selected}
      aria-setsize={rows}
      className={classes.row}
      id={id}
      onClick={() => onPick(summary.flow)}
      role="option"
      style={{ top, height }}
      tabIndex={-1}
    >
      <span className={classes.what}>{summary.title}</span>
      <span className={classes.facts}>
        <OutcomeBadge tone={look.tone}>{label}</OutcomeBadge>
        <span className={classes.actor}>{actorName(summary.actor)}</span>
        <span>{count(summary.hops, 'hop')}</span>
        {summary.pinned && <Pin aria-label="pinned" className={classes.pin} size={12} />}
        <time className={classes.time}>{when(summary.vtime, newest)}</time>
      </span>
    </div>
  );
});
