import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

/** This near the end, px, counts as being at the end. */
const NEAR = 48;

/** What a view that grows needs in order to stay at its newest end. */
export type FollowEnd = { away: boolean; onScroll: () => void; toEnd: () => void };

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
  const [away, setAway] = useState(false);

  const toEnd = useCallback(() => {
    following.current = true;
    setAway(false);
    const element = scrolled.current;
    if (element && axis === 'x') element.scrollLeft = element.scrollWidth;
    else if (element) element.scrollTop = element.scrollHeight;
  }, [scrolled, axis]);

  const onScroll = useCallback(() => {
    const element = scrolled.current;
    if (!element) return;
    const left =
      axis === 'x'
        ? element.scrollWidth - element.clientWidth - element.scrollLeft
        : element.scrollHeight - element.clientHeight - element.scrollTop;
    following.current = left <= NEAR;
    setAway(left > NEAR);
  }, [scrolled, axis]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new story is what starts anew.
  useEffect(() => {
    following.current = true;
    setAway(false);
  }, [story]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: more length is what moves the end.
  useEffect(() => {
    if (following.current) toEnd();
  }, [story, length, toEnd]);

  return { away, onScroll, toEnd };
}
