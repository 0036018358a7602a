import { useElementSize } from '@mantine/hooks';
import { ChartGantt } from 'lucide-react';
import { useMemo, useRef } from 'react';
import type { FlowView } from '../../src-main/contract/flow.ts';
import { formatMillis } from '../../src-main/trace/views/durations.ts';
import { waterfall } from '../../src-main/trace/views/waterfall.ts';
import { useShownHops } from '../flows/assets.ts';
import { useCurrentFlow, useFlow } from '../flows/use-flow.ts';
import { useTextScale } from '../flows/use-text-scale.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import classes from './Timeline.module.css';
import { TimelineRows } from './TimelineRows.tsx';
import { layTimeline } from './timeline-layout.ts';

/** The selected flow, or the newest, as spans in real time. */
export function TimelineView() {
  const { view, loading, error } = useFlow(useCurrentFlow());
  if (error && view === undefined) return <ErrorNote error={error} />;
  if (view === undefined || view.hops.length + view.decisions.length === 0) {
    return loading ? null : (
      <EmptyState icon={ChartGantt} title="No time has been spent yet">
        Sign in as a persona or call an API. Each part that answers gets a span here, as long as it took.
      </EmptyState>
    );
  }
  return <Timeline view={view} />;
}

function Timeline({ view }: { view: FlowView }) {
  const { ref: sized, width } = useElementSize<HTMLDivElement>();
  const scrolled = useRef<HTMLDivElement>(null);
  const scale = useTextScale();
  const { hops, numbers } = useShownHops(view);
  const { rows, axis } = useMemo(() => waterfall(view, hops), [view, hops]);
  const layout = useMemo(() => layTimeline(axis, width, scale), [axis, width, scale]);
  const jumps = axis.breaks.filter(({ jumpMs }) => jumpMs !== 0).length;
  return (
    <section aria-label="Timeline" className={classes.view} ref={sized}>
      <div className={classes.scroll} ref={scrolled}>
        <div className={classes.canvas} style={{ width: layout.width }}>
          <div className={classes.head}>
            <span className={classes.headLabels} style={{ width: layout.labels }}>
              <span>Span</span>
              <span
                className={classes.total}
                title={
                  axis.breaks.length > jumps ? 'Real time that is drawn; idle time is left out' : 'Real time'
                }
              >
                {formatMillis(axis.length)} drawn
              </span>
            </span>
            {layout.breaks.map(({ seq, x, text, jump }) => (
              <span
                className={classes.breakText}
                data-jump={jump || undefined}
                key={seq}
                style={{ left: x }}
                title={jump ? `The virtual clock moved by ${text}` : `Nothing happened for ${text}`}
              >
                {text}
              </span>
            ))}
          </div>
          {width > 0 && (
            <TimelineRows layout={layout} numbers={numbers} rows={rows} scrolled={scrolled} view={view} />
          )}
        </div>
      </div>
    </section>
  );
}
