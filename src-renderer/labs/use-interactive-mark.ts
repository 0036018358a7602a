import { useEffect } from 'react';

/**
 * Marks the frame in which something can be used for the first time, for whoever measures a start: `gatehouse:<name>` on
 * the page's timeline (User Timing Level 3).
 */
export function useInteractiveMark(name: string, usable: boolean): void {
  useEffect(() => {
    const mark = `gatehouse:${name}`;
    if (!usable || performance.getEntriesByName(mark).length > 0) return;
    // The frame after the one that shows it has been painted.
    requestAnimationFrame(() => requestAnimationFrame(() => performance.mark(mark)));
  }, [name, usable]);
}
