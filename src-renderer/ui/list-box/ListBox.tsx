import type { CSSProperties, KeyboardEvent, ReactNode } from 'react';
import classes from './ListBox.module.css';

/** So many rows a page of the keyboard is. */
const PAGE = 10;

/**
 * A list box at the side of a screen. It has the focus, the arrow keys walk through its rows, and what is selected shows
 * beside it at once.
 */
export function ListBox({
  label,
  count,
  at,
  idAt,
  onMove,
  onEnter,
  height,
  children,
}: {
  label: string;
  count: number;
  /** The selected row; -1: none. */
  at: number;
  /** The id of the row at a place. */
  idAt: (index: number) => string;
  /** A key leads to a row, which may not be there yet. */
  onMove: (index: number) => void;
  onEnter?: (() => void) | undefined;
  /** Of all rows together, px, where they are placed one by one. */
  height?: number;
  children: ReactNode;
}) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && onEnter) {
      event.preventDefault();
      return onEnter();
    }
    const moves: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + PAGE,
      PageUp: at - PAGE,
      Home: 0,
      End: count - 1,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onMove(Math.max(0, Math.min(to, count - 1)));
  };
  return (
    <div
      aria-activedescendant={at < 0 ? undefined : idAt(at)}
      aria-label={label}
      className={classes.list}
      onKeyDown={onKeyDown}
      role="listbox"
      style={height === undefined ? undefined : { height }}
      tabIndex={0}
    >
      {children}
    </div>
  );
}

/** A row: two or three lines of one thing. With `place` it stands where it is told, of as many as there are. */
export function ListRow({
  id,
  selected,
  onPick,
  place,
  children,
}: {
  id: string;
  selected: boolean;
  onPick: () => void;
  place?: { index: number; count: number; top: number; height: number };
  children: ReactNode;
}) {
  const placed: CSSProperties | undefined = place && { top: place.top, height: place.height };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box takes the keys for all of its options.
    <div
      {...(place ? { 'aria-posinset': place.index + 1, 'aria-setsize': place.count } : {})}
      aria-selected={selected}
      className={classes.row}
      data-placed={place !== undefined || undefined}
      id={id}
      onClick={onPick}
      role="option"
      style={placed}
      tabIndex={-1}
    >
      {children}
    </div>
  );
}

/** A row that is on its way. */
export function ComingRow({ top, height }: { top: number; height: number }) {
  return (
    <div aria-hidden className={classes.row} data-coming data-placed style={{ top, height }}>
      <span className={classes.coming} />
      <span className={classes.coming} />
    </div>
  );
}
