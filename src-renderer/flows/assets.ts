import { useMemo } from 'react';
import { create } from 'zustand';
import type { FlowView, Hop } from '../../src-main/contract/flow.ts';
import { isAsset, numberHops } from '../../src-main/trace/views/hops.ts';

/** Whether style sheets, scripts and icons are shown among the hops. One switch for every view. */
export const useAssetsShown = create<{ shown: boolean }>()(() => ({ shown: false }));

/** Shows or hides what browsers fetch to draw pages. */
export function setAssetsShown(shown: boolean): void {
  useAssetsShown.setState({ shown });
}

/** The hops of a story as every view shows them: which, under which number, and how many are left out. */
export type ShownHops = { hops: readonly Hop[]; numbers: ReadonlyMap<string, number>; assets: number };

/** Picks the hops to show. */
export function shownHops(view: FlowView | undefined, assetsShown: boolean): ShownHops {
  if (view === undefined) return { hops: [], numbers: new Map(), assets: 0 };
  const numbers = numberHops(view.hops);
  const assets = view.hops.length - numbers.size;
  const hops = assetsShown || assets === 0 ? view.hops : view.hops.filter((hop) => !isAsset(hop));
  return { hops, numbers, assets };
}

/** {@link shownHops} of a story, kept between renders. */
export function useShownHops(view: FlowView | undefined): ShownHops {
  const { shown } = useAssetsShown();
  return useMemo(() => shownHops(view, shown), [view, shown]);
}
