import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

/** This near the end, px, counts as being at the end. */
const NEAR = 48;

/** What a view that grows needs in order to stay at its newest end. `missed`: it grew while the person was elsewhere. */
export type FollowEnd = { missed: boolean; onScroll: () => void; toEnd: () => void };

/**
 * Keeps a scrolled view at its newest end while things are added to it, until the person scrolls away; coming back to
 * the end, or a new `story`, takes it up again.
 */
export function useFollowEnd(
  scrolled: RefObject<HTMLElement | null>,
  axis: 'x' | 'y',
  story: string | undefined,
  length: number,
): FollowEnd {
  const following = useRef(true);
  const [missed, setMissed] = useState(false);

  const toEnd = useCallback(() => {
    following.current = true;
    setMissed(false);
    const element = scrolled.current;
    if (element && axis === 'x') element.scrollLeft = element.scrollWidth;
    else if (element) element.scrollTop = element.scrollHeight;
  }, [scrolled, axis]);

  const look = useOncePerFrame(
    useCallback(() => {
      const element = scrolled.current;
      if (!element) return;
      const left =
        axis === 'x'
          ? element.scrollWidth - element.clientWidth - element.scrollLeft
          : element.scrollHeight - element.clientHeight - element.scrollTop;
      following.current = left <= NEAR;
      if (following.current) setMissed(false);
    }, [scrolled, axis]),
  );
  const follow = useOncePerFrame(
    useCallback(() => {
      if (following.current) toEnd();
      else setMissed(true);
    }, [toEnd]),
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new story is what starts anew.
  useEffect(() => {
    following.current = true;
    setMissed(false);
  }, [story]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: more length is what moves the end.
  useEffect(() => follow(), [story, length, follow]);

  return { missed, onScroll: look, toEnd };
}

/**
 * Does `work` before the next frame is drawn, once however often it is asked for: each look at a size in between makes the
 * browser lay out what is changed again before it is shown.
 */
function useOncePerFrame(work: () => void): () => void {
  const waiting = useRef<number>(undefined);
  useEffect(() => () => cancelAnimationFrame(waiting.current ?? 0), []);
  return useCallback(() => {
    cancelAnimationFrame(waiting.current ?? 0);
    waiting.current = requestAnimationFrame(work);
  }, [work]);
}
