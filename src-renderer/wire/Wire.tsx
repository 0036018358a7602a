import { Button } from '@mantine/core';
import { ChevronDown, ChevronUp, StepForward } from 'lucide-react';
import { memo, useDeferredValue } from 'react';
import type { FlowView } from '../../src-main/contract/flow.ts';
import { setAssetsShown, useAssetsShown, useShownHops } from '../flows/assets.ts';
import { OutcomeBadge } from '../flows/OutcomeBadge.tsx';
import { hopLook } from '../flows/outcomes.ts';
import { useCurrentFlow, useFlow } from '../flows/use-flow.ts';
import { setWireOpen, useUi } from '../store/index.ts';
import { Scrubber } from '../timeline/index.ts';
import { count } from '../ui/format.ts';
import classes from './Wire.module.css';
import { useStrip, WireStrip } from './WireStrip.tsx';

/** The strip along the bottom: one card for each hop of the flow, as it happens. */
export function Wire() {
  const flow = useCurrentFlow();
  const { view } = useFlow(flow);
  // In a flood of events it is drawn in between what the person does, not before it.
  return <WireOf flow={useDeferredValue(flow)} view={useDeferredValue(view)} />;
}

const WireOf = memo(function WireOf({
  flow,
  view,
}: {
  flow: string | undefined;
  view: FlowView | undefined;
}) {
  const open = useUi((state) => state.wireOpen);
  const shown = useShownHops(view);
  const assetsShown = useAssetsShown((state) => state.shown);
  const strip = useStrip(flow, shown.hops.length);
  const last = shown.hops.at(-1);

  if (!open) {
    return (
      <section aria-label="The wire" className={classes.closed}>
        <button className={classes.bar} onClick={() => setWireOpen(true)} type="button">
          <ChevronUp aria-hidden size={16} />
          <span className={classes.name}>The wire</span>
          <span>{count(shown.numbers.size, 'hop')}</span>
          {last && (
            <>
              <code className={classes.last}>{last.title}</code>
              <OutcomeBadge tone={hopLook(last).tone}>{hopLook(last).label}</OutcomeBadge>
            </>
          )}
        </button>
      </section>
    );
  }
  return (
    <section aria-label="The wire" className={classes.open}>
      {view && view.hops.length > 0 && <Scrubber view={view} />}
      <div className={classes.wire}>
        <div className={classes.side}>
          <button aria-expanded className={classes.toggle} onClick={() => setWireOpen(false)} type="button">
            <span className={classes.name}>The wire</span>
            <ChevronDown aria-hidden size={14} />
          </button>
          <span className={classes.count}>{count(shown.numbers.size, 'hop')}</span>
          {strip.missed ? (
            <Button
              className={classes.newest}
              leftSection={<StepForward aria-hidden size={13} />}
              onClick={strip.toEnd}
              size="compact-xs"
            >
              Newest
            </Button>
          ) : (
            shown.assets > 0 && (
              <button className={classes.assets} onClick={() => setAssetsShown(!assetsShown)} type="button">
                {assetsShown ? 'Hide' : 'Show'} {count(shown.assets, 'asset')}
              </button>
            )
          )}
        </div>
        <WireStrip shown={shown} strip={strip} view={view} />
      </div>
    </section>
  );
});
