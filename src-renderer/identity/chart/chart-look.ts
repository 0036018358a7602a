import type { AccountState } from '../../../src-main/contract/account-state.ts';
import type { ChartTransition } from '../../../src-main/contract/accounts.ts';
import type { LifecycleRow } from '../../../src-main/contract/lifecycle.ts';
import { labelOf } from '../state-words.ts';

/** What the chart needs to know of one account. */
export interface Charted {
  state: AccountState;
  /** What each row is for the account now; nothing is open in a picture of what was. */
  ways: ReadonlyMap<string, ChartTransition>;
  /** How often each row was taken, as far as the log tells. */
  taken: ReadonlyMap<string, number>;
  /** The rows that are pointed at. */
  marked: readonly string[];
}

/** How a row, or several on one line, show: the strongest of what holds of them. */
export type RowLook = (typeof LOOKS)[number];
export const LOOKS = ['marked', 'open', 'taken', 'closed'] as const;

/** What is lit: one label, one value of the lock, one of the flag. */
export const litOf = (state: AccountState): ReadonlySet<string> =>
  new Set([labelOf(state), state.locked ? 'locked' : 'not-locked', state.disabled ? 'disabled' : 'enabled']);

/** Rows that lead on from one place. */
type Leading = { from: string; rows: readonly LifecycleRow[] };

/** A row is open where the account stands, not in the other places that it can begin in. */
export const isOpen = ({ from, rows }: Leading, { state, ways }: Charted): boolean =>
  (from === 'any' || litOf(state).has(from)) && rows.some(({ id }) => ways.get(id)?.open === true);

/** How rows show that stand together. */
export function lookOf(leading: Leading, charted: Charted): RowLook {
  if (leading.rows.some(({ id }) => charted.marked.includes(id))) return 'marked';
  if (isOpen(leading, charted)) return 'open';
  return leading.rows.some(({ id }) => charted.taken.has(id)) ? 'taken' : 'closed';
}
