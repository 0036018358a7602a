import { useVirtualizer } from '@tanstack/react-virtual';
import { Fragment, type ReactNode, useMemo, useRef, useState } from 'react';
import type { Compared, Difference } from '../../src-main/trace/views/compare-flows.ts';
import { count } from '../ui/format.ts';
import { Changes } from './Changes.tsx';
import classes from './CompareView.module.css';
import { foldSame, type RowPart } from './fold-same.ts';

type Side = 'left' | 'right';

const MARKS: Record<Difference, { mark: string; word: string }> = {
  same: { mark: '=', word: 'the same' },
  changed: { mark: '≠', word: 'differs' },
  'left-only': { mark: '←', word: 'only here, at the left' },
  'right-only': { mark: '→', word: 'only here, at the right' },
};

/**
 * Steps of two runs, row by row, of which only those in sight are drawn. Runs of rows that are the same fold into one line
 * while only differences are shown.
 */
export function ComparedTable<T>({
  rows,
  names,
  one,
  cell,
  keyOf,
  onlyDifferences,
}: {
  rows: readonly Compared<T>[];
  names: Record<Side, string>;
  /** What a row is, in the singular. */
  one: string;
  cell: (item: T, side: Side) => ReactNode;
  keyOf: (item: T) => string;
  onlyDifferences: boolean;
}) {
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const table = useRef<HTMLTableElement>(null);
  const lines = useMemo(
    () => foldSame(rows, onlyDifferences).flatMap((part) => linesOf(part, opened)),
    [rows, onlyDifferences, opened],
  );
  const virtualizer = useVirtualizer({
    count: lines.length,
    estimateSize: (index) => estimate(lines[index]),
    overscan: 8,
    getScrollElement: () => scrollerOf(table.current),
    getItemKey: (index) => keyOfLine(lines[index], keyOf),
  });
  const items = virtualizer.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <table aria-rowcount={lines.length + 1} className={classes.table} ref={table}>
      <thead>
        <tr>
          <th className={classes.markColumn} scope="col">
            <span className={classes.hidden}>Difference</span>
          </th>
          <th scope="col">{names.left}</th>
          <th scope="col">{names.right}</th>
        </tr>
      </thead>
      <Room height={before} />
      {items.map((item) => {
        const line = lines[item.index];
        return (
          line && (
            <tbody data-index={item.index} key={item.key} ref={virtualizer.measureElement}>
              {line.kind === 'row' ? (
                <Row cell={cell} names={names} row={line.row} />
              ) : (
                <tr className={classes.fold}>
                  <td className={classes.mark}>=</td>
                  <td colSpan={2}>
                    <button
                      className={classes.unfold}
                      onClick={() => setOpened(new Set([...opened, line.at]))}
                      type="button"
                    >
                      {count(line.same, `${one} is the same`, `${one}s are the same`)}: show
                    </button>
                  </td>
                </tr>
              )}
            </tbody>
          )
        );
      })}
      <Room height={after} />
    </table>
  );
}

/** What stands in the table: a row with its differences, or how many rows are the same. */
type Line<T> = { kind: 'row'; row: Compared<T> } | { kind: 'same'; at: number; same: number };

function linesOf<T>(part: RowPart<T>, opened: ReadonlySet<number>): Line<T>[] {
  if (part.folded && !opened.has(part.at)) return [{ kind: 'same', at: part.at, same: part.rows.length }];
  return part.rows.map((row) => ({ kind: 'row', row }));
}

function keyOfLine<T>(line: Line<T> | undefined, keyOf: (item: T) => string): string {
  if (line === undefined) return '';
  return line.kind === 'row' ? keyOfRow(line.row, keyOf) : `fold ${line.at}`;
}

/** About how high a line is, px, until it was measured. */
function estimate(line: Line<unknown> | undefined): number {
  if (line?.kind !== 'row') return 31;
  return 57 + Math.min(line.row.changes.length, 5) * 46;
}

/** The table is scrolled by what holds it. */
function scrollerOf(element: HTMLElement | null): HTMLElement | null {
  return element?.closest<HTMLElement>('[data-scroller]') ?? null;
}

/** Stands for the lines that are out of sight. */
function Room({ height }: { height: number }) {
  return (
    height > 0 && (
      <tbody aria-hidden>
        <tr>
          <td className={classes.room} colSpan={3} style={{ height }} />
        </tr>
      </tbody>
    )
  );
}

function keyOfRow<T>(row: Compared<T>, keyOf: (item: T) => string): string {
  return `${row.left === undefined ? '' : keyOf(row.left)} ${row.right === undefined ? '' : keyOf(row.right)}`;
}

function Row<T>({
  row,
  names,
  cell,
}: {
  row: Compared<T>;
  names: Record<Side, string>;
  cell: (item: T, side: Side) => ReactNode;
}) {
  const { mark, word } = MARKS[row.difference];
  return (
    <Fragment>
      <tr className={classes.row} data-difference={row.difference}>
        <td className={classes.mark}>
          <span aria-hidden>{mark}</span>
          <span className={classes.hidden}>{word}</span>
        </td>
        {(['left', 'right'] as const).map((side) => {
          const item = row[side];
          return (
            <td className={item === undefined ? classes.missing : undefined} key={side}>
              {item === undefined ? `not in “${names[side]}”` : cell(item, side)}
            </td>
          );
        })}
      </tr>
      {row.changes.length > 0 && (
        <tr className={classes.changesRow}>
          <td />
          <td colSpan={2}>
            <Changes changes={row.changes} names={names} />
          </td>
        </tr>
      )}
    </Fragment>
  );
}
