import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import type { FlowView } from '../../src-main/contract/flow.ts';
import { useShownHops } from '../flows/assets.ts';
import { useMoment } from '../flows/use-moment.ts';
import { showAllMoments, showMoment } from '../store/index.ts';
import { formatTimeMs } from '../ui/format.ts';
import { type FlowMoment, flowMoments } from './flow-moments.ts';
import classes from './Scrubber.module.css';

/**
 * Moves every view of a flow through time, event by event in the order of the log. At its right end all is shown.
 */
export function Scrubber({ view }: { view: FlowView }) {
  const shown = useShownHops(view);
  const moments = useMemo(() => flowMoments(view, shown), [view, shown]);
  const moment = useMoment(view);
  const places = useMemo(() => new Map(moments.map(({ seq }, index) => [seq, index])), [moments]);
  const last = moments.length - 1;
  const shownAt = (moment && places.get(moment.seq)) ?? last;
  const { at, go } = useFramePaced(shownAt, (index) => {
    const next = moments[Math.max(index, 0)];
    // After the last event all is shown, and stays shown as the flow goes on.
    if (next === undefined || index >= last) showAllMoments();
    else showMoment({ flow: view.flow, span: next.span, seq: next.seq });
  });
  const here = moments[Math.min(Math.max(at, 0), last)];
  if (here === undefined) return null;
  const all = at >= last && (moment === undefined || shownAt !== at);
  return (
    <div className={classes.scrubber} data-active={!all || undefined}>
      <Tooltip label="One event back">
        <ActionIcon aria-label="One event back" onClick={() => go(Math.max(at - 1, 0))} size="sm">
          <ChevronLeft aria-hidden size={16} />
        </ActionIcon>
      </Tooltip>
      <div className={classes.track}>
        <DeniedMarks moments={moments} />
        <input
          aria-label="Moment of the flow"
          aria-valuetext={all ? 'all that happened' : `${at + 1} of ${last + 1}: ${here.text}`}
          className={classes.range}
          max={last}
          min={0}
          onChange={(event) => go(Number(event.currentTarget.value))}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || all) return;
            event.preventDefault();
            showAllMoments();
          }}
          type="range"
          value={at}
        />
      </div>
      <Tooltip label="One event on">
        <ActionIcon aria-label="One event on" disabled={all} onClick={() => go(at + 1)} size="sm">
          <ChevronRight aria-hidden size={16} />
        </ActionIcon>
      </Tooltip>
      <span className={classes.where}>
        {all ? (
          'all events'
        ) : (
          <>
            <span className={classes.time}>{formatTimeMs(here.vtime)}</span> {here.text}
          </>
        )}
      </span>
      {!all && (
        <Button onClick={showAllMoments} size="compact-xs">
          Show all
        </Button>
      )}
    </div>
  );
}

/** Where something was denied along the track. */
const DeniedMarks = memo(function DeniedMarks({ moments }: { moments: readonly FlowMoment[] }) {
  const last = Math.max(moments.length - 1, 1);
  return (
    <div aria-hidden className={classes.marks}>
      {moments.map(
        ({ seq, tone }, index) =>
          tone === 'denied' && (
            <span className={classes.denied} key={seq} style={{ left: `${(index / last) * 100}%` }} />
          ),
      )}
    </div>
  );
});

/**
 * The place that the person moved to, at once, while every view follows once a frame: a key that is held down sends more
 * moves than can be drawn.
 */
function useFramePaced(shown: number, show: (index: number) => void) {
  const [ahead, setAhead] = useState<number>();
  const newest = useRef(show);
  useEffect(() => {
    newest.current = show;
  });
  useEffect(() => {
    if (ahead === undefined) return undefined;
    const frame = requestAnimationFrame(() => {
      newest.current(ahead);
      setAhead(undefined);
    });
    return () => cancelAnimationFrame(frame);
  }, [ahead]);
  return { at: ahead ?? shown, go: setAhead };
}
