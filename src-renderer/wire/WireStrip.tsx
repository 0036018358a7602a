import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useEffect, useId, useMemo, useRef } from 'react';
import type { Decision, FlowView } from '../../src-main/contract/flow.ts';
import type { ShownHops } from '../flows/assets.ts';
import { hopLook } from '../flows/outcomes.ts';
import { useSelectedHop } from '../flows/use-flow.ts';
import { type FollowEnd, useFollowEnd } from '../flows/use-follow-end.ts';
import { isLater, useMoment } from '../flows/use-moment.ts';
import { useTextScale } from '../flows/use-text-scale.ts';
import { selectHop } from '../store/index.ts';
import { HopCard } from './HopCard.tsx';
import classes from './Wire.module.css';

const CARD = 272;
const GAP = 10;

type Strip = FollowEnd & { element: RefObject<HTMLDivElement | null> };

/** The moving part of the wire. Kept by the wire, which shows the way back to the newest hop. */
export function useStrip(flow: string | undefined, length: number): Strip {
  const element = useRef<HTMLDivElement>(null);
  return { element, ...useFollowEnd(element, 'x', flow, length) };
}

/** The decision that denied each hop, by span. */
function refusals(view: FlowView | undefined): Map<string, Decision> {
  const found = new Map<string, Decision>();
  for (const decision of view?.decisions ?? []) {
    if (decision.outcome === 'denied' && decision.span !== undefined) found.set(decision.span, decision);
  }
  return found;
}

/** The cards of the wire: a list box that the arrow keys walk through. */
export function WireStrip({
  view,
  shown,
  strip,
}: {
  view: FlowView | undefined;
  shown: ShownHops;
  strip: Strip;
}) {
  const { hops, numbers } = shown;
  const { hop: selected } = useSelectedHop(view);
  const moment = useMoment(view);
  const denied = useMemo(() => refusals(view), [view]);
  const id = useId();
  const card = CARD * useTextScale();
  const virtualizer = useVirtualizer({
    horizontal: true,
    count: hops.length,
    estimateSize: () => card,
    gap: GAP,
    paddingStart: 2,
    paddingEnd: 12,
    overscan: 4,
    getScrollElement: () => strip.element.current,
    getItemKey: (index) => hops[index]?.request.seq ?? index,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text size is what makes the cards wider.
  useEffect(() => virtualizer.measure(), [card, virtualizer]);
  const at = selected === undefined ? -1 : hops.findIndex((hop) => hop.span === selected.span);

  useEffect(() => {
    if (at >= 0) virtualizer.scrollToIndex(at, { align: 'auto' });
  }, [at, virtualizer]);

  const go = (index: number) => {
    const hop = hops[Math.min(Math.max(index, 0), hops.length - 1)];
    if (hop && view) selectHop(view.flow, hop.span);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowLeft: at < 0 ? hops.length - 1 : at - 1,
      Home: 0,
      End: hops.length - 1,
    };
    const index = moves[event.key];
    if (index === undefined) return;
    event.preventDefault();
    go(index);
  };

  if (view === undefined || hops.length === 0) {
    return (
      <p className={classes.empty}>
        Nothing has travelled yet. Sign in or call an API: each hop appears here.
      </p>
    );
  }
  return (
    <div className={classes.strip} onScroll={strip.onScroll} ref={strip.element}>
      <div
        aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
        aria-label="Hops"
        aria-orientation="horizontal"
        className={classes.list}
        onKeyDown={onKeyDown}
        role="listbox"
        style={{ width: virtualizer.getTotalSize() }}
        tabIndex={0}
      >
        {virtualizer.getVirtualItems().map((item) => {
          const hop = hops[item.index];
          if (!hop) return null;
          const number = numbers.get(hop.span);
          const look = hopLook(hop);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list box takes the keys for all of its options.
            <div
              aria-posinset={item.index + 1}
              aria-selected={item.index === at}
              aria-setsize={hops.length}
              className={classes.card}
              data-span={hop.span}
              data-later={isLater(hop.request.seq, moment) || undefined}
              data-tone={look.tone}
              id={`${id}-${item.index}`}
              key={item.key}
              onClick={() => selectHop(view.flow, hop.span)}
              role="option"
              style={{ width: card, left: item.start }}
              tabIndex={-1}
            >
              <HopCard hop={hop} number={number} refusal={denied.get(hop.span)} view={view} />
            </div>
          );
        })}
      </div>
    </div>
  );
}
