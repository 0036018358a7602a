import type { Compared } from '../../src-main/trace/views/compare-flows.ts';

/** Rows that stand together. `folded`: all are the same in both runs, and are shown as one line. `at`: the first row. */
export type RowPart<T> = { at: number; folded: boolean; rows: readonly Compared<T>[] };

/** Folds each stretch of rows that are the same in both runs; with `fold` off nothing is folded. */
export function foldSame<T>(rows: readonly Compared<T>[], fold: boolean): RowPart<T>[] {
  const parts: { at: number; folded: boolean; rows: Compared<T>[] }[] = [];
  rows.forEach((row, at) => {
    const folded = fold && row.difference === 'same';
    const last = parts.at(-1);
    if (last?.folded === folded) last.rows.push(row);
    else parts.push({ at, folded, rows: [row] });
  });
  return parts;
}
