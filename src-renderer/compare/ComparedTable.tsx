import { Fragment, type ReactNode, useState } from 'react';
import type { Compared, Difference } from '../../src-main/trace/views/compare-flows.ts';
import { count } from '../ui/format.ts';
import { Changes } from './Changes.tsx';
import classes from './CompareView.module.css';
import { foldSame } from './fold-same.ts';

type Side = 'left' | 'right';

const MARKS: Record<Difference, { mark: string; word: string }> = {
  same: { mark: '=', word: 'the same' },
  changed: { mark: '≠', word: 'differs' },
  'left-only': { mark: '←', word: 'only here, at the left' },
  'right-only': { mark: '→', word: 'only here, at the right' },
};

/** Steps of two runs, row by row. Runs of rows that are the same fold into one line while only differences are shown. */
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
  const parts = foldSame(rows, onlyDifferences);
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th className={classes.markColumn} scope="col">
            <span className={classes.hidden}>Difference</span>
          </th>
          <th scope="col">{names.left}</th>
          <th scope="col">{names.right}</th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => {
          if (part.folded && !opened.has(part.at)) {
            return (
              <tr className={classes.fold} key={`fold ${part.at}`}>
                <td className={classes.mark}>=</td>
                <td colSpan={2}>
                  <button
                    className={classes.unfold}
                    onClick={() => setOpened(new Set([...opened, part.at]))}
                    type="button"
                  >
                    {count(part.rows.length, `${one} is the same`, `${one}s are the same`)}: show
                  </button>
                </td>
              </tr>
            );
          }
          return part.rows.map((row) => (
            <Row cell={cell} key={keyOfRow(row, keyOf)} names={names} row={row} />
          ));
        })}
      </tbody>
    </table>
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
