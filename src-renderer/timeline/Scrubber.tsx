import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useMemo } from 'react';
import type { FlowView } from '../../src-main/contract/flow.ts';
import { useShownHops } from '../flows/assets.ts';
import { useMoment } from '../flows/use-moment.ts';
import { showAllMoments, showMoment } from '../store/index.ts';
import { formatTimeMs } from '../ui/format.ts';
import { flowMoments } from './flow-moments.ts';
import classes from './Scrubber.module.css';

/**
 * Moves every view of a flow through time, event by event in the order of the log. At its right end all is shown.
 */
export function Scrubber({ view }: { view: FlowView }) {
  const shown = useShownHops(view);
  const moments = useMemo(() => flowMoments(view, shown), [view, shown]);
  const moment = useMoment(view);
  const last = moments.length - 1;
  const found = moment === undefined ? -1 : moments.findIndex((each) => each.seq === moment.seq);
  const at = found < 0 ? last : found;
  const here = moments[at];
  if (here === undefined) return null;
  const go = (index: number) => {
    const next = moments[Math.max(index, 0)];
    // After the last event all is shown, and stays shown as the flow goes on.
    if (next === undefined || index >= last) showAllMoments();
    else showMoment({ flow: view.flow, span: next.span, seq: next.seq });
  };
  const all = found < 0;
  return (
    <div className={classes.scrubber} data-active={!all || undefined}>
      <Tooltip label="One event back">
        <ActionIcon aria-label="One event back" onClick={() => go(all ? last - 1 : at - 1)} size="sm">
          <ChevronLeft aria-hidden size={16} />
        </ActionIcon>
      </Tooltip>
      <div className={classes.track}>
        <div aria-hidden className={classes.marks}>
          {moments.map(
            (each, index) =>
              each.tone === 'denied' && (
                <span
                  className={classes.denied}
                  key={each.seq}
                  style={{ left: `${(index / Math.max(last, 1)) * 100}%` }}
                />
              ),
          )}
        </div>
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
