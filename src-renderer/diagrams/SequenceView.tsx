import { Button } from '@mantine/core';
import { ChevronsDown, Waypoints } from 'lucide-react';
import { memo, useDeferredValue, useMemo, useRef } from 'react';
import type { FlowView } from '../../src-main/contract/flow.ts';
import { setAssetsShown, useAssetsShown, useShownHops } from '../flows/assets.ts';
import { useCurrentFlow, useFlow } from '../flows/use-flow.ts';
import { useFollowEnd } from '../flows/use-follow-end.ts';
import { useTextScale } from '../flows/use-text-scale.ts';
import { ActorIcon } from '../ui/actor-icon/index.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { count } from '../ui/format.ts';
import { useWidth } from '../ui/use-width.ts';
import classes from './Sequence.module.css';
import { SequenceRows } from './SequenceRows.tsx';
import { layLanes } from './sequence-layout.ts';
import { sequenceRows } from './sequence-rows.ts';

/** The sequence diagram of the selected flow, or of the newest. */
export function SequenceView() {
  const flow = useCurrentFlow();
  const { view: newest, loading, error } = useFlow(flow);
  // In a flood of events it is drawn in between what the person does, not before it.
  const view = useDeferredValue(newest);
  if (error && view === undefined) {
    return (
      <div className={classes.note}>
        <ErrorNote error={error} />
      </div>
    );
  }
  if (view === undefined || view.hops.length + view.decisions.length === 0) {
    return loading ? null : (
      <EmptyState icon={Waypoints} title="Nothing has travelled yet">
        Sign in as a persona or call an API. Each request, each answer and each decision is drawn here as it
        happens.
      </EmptyState>
    );
  }
  return <Diagram view={view} />;
}

const Diagram = memo(function Diagram({ view }: { view: FlowView }) {
  const scrolled = useRef<HTMLDivElement>(null);
  // Inside the scroll bar: measured outside of it, the diagram would always be a bar too wide.
  const width = useWidth(scrolled);
  const scale = useTextScale();
  const shown = useShownHops(view);
  const assetsShown = useAssetsShown((state) => state.shown);
  const rows = useMemo(() => sequenceRows(view, shown), [view, shown]);
  const lanes = useMemo(() => layLanes(view.participants, width, scale), [view.participants, width, scale]);
  const { missed, onScroll, toEnd } = useFollowEnd(scrolled, 'y', view.flow, rows.length);
  return (
    <section aria-label="Sequence diagram" className={classes.view}>
      <div className={classes.scroll} onScroll={onScroll} ref={scrolled}>
        <div className={classes.canvas} style={{ width: lanes.width }}>
          <div className={classes.heads} style={{ height: lanes.heads }}>
            <ul aria-label="Participants" className={classes.participants}>
              {view.participants.map((participant) => (
                <li
                  className={classes.head}
                  data-compact={lanes.compact || undefined}
                  key={participant.id}
                  title={participant.name}
                  style={{ left: (lanes.x.get(participant.id) ?? 0) - lanes.head / 2, width: lanes.head }}
                >
                  <ActorIcon kind={participant.kind} />
                  <span>{participant.name}</span>
                </li>
              ))}
            </ul>
          </div>
          {width > 0 && <SequenceRows lanes={lanes} rows={rows} scrolled={scrolled} view={view} />}
          {shown.assets > 0 && (
            <button
              className={classes.assets}
              onClick={() => setAssetsShown(!assetsShown)}
              style={{ marginLeft: lanes.gutter }}
              type="button"
            >
              {assetsShown ? 'Hide' : 'Show'} {count(shown.assets, 'request')} for styles, scripts and icons
            </button>
          )}
        </div>
      </div>
      {missed && (
        <Button
          className={classes.newest}
          leftSection={<ChevronsDown aria-hidden size={14} />}
          onClick={toEnd}
          size="compact-sm"
        >
          Newest
        </Button>
      )}
    </section>
  );
});
