import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

/** This near the end, px, counts as being at the end. */
const NEAR = 48;

/**
 * Keeps a horizontal strip at its newest end while things are added to it, until the person scrolls away; coming back
 * to the end, or a new `story`, takes it up again.
 */
export function useFollowEnd(
  strip: RefObject<HTMLElement | null>,
  story: string | undefined,
  length: number,
): { away: boolean; onScroll: () => void; toEnd: () => void } {
  const following = useRef(true);
  const [away, setAway] = useState(false);

  const toEnd = useCallback(() => {
    following.current = true;
    setAway(false);
    const element = strip.current;
    if (element) element.scrollLeft = element.scrollWidth;
  }, [strip]);

  const onScroll = useCallback(() => {
    const element = strip.current;
    if (!element) return;
    const atEnd = element.scrollWidth - element.clientWidth - element.scrollLeft <= NEAR;
    following.current = atEnd;
    setAway(!atEnd);
  }, [strip]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new story is what starts anew.
  useEffect(() => {
    following.current = true;
    setAway(false);
  }, [story]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a longer strip is what moves its end.
  useEffect(() => {
    if (following.current) toEnd();
  }, [story, length, toEnd]);

  return { away, onScroll, toEnd };
}
