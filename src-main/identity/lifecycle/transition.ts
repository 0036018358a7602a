import type { AccountLabel, AccountState } from '../../contract/account-state.ts';
import type { IdpRule } from '../rules.ts';
import type { Effect, Situation, TriggerKind } from './trigger.ts';

/** Something that must hold, and the rule that denies where it does not. */
export interface Precondition<K extends TriggerKind = TriggerKind> {
  rule: IdpRule;
  /** The input that settles it, e.g. `governance.selfRegistration.enabled`. */
  path: string;
  holds: (situation: Situation<K>) => boolean;
}

/** Something that decides which row is taken; together the rows of a trigger leave nothing out. */
export interface Condition<K extends TriggerKind = TriggerKind> {
  text: string;
  holds: (situation: Situation<K>) => boolean;
}

/** One row of the transition table: engine and chart both read it. */
export interface Transition<K extends TriggerKind = TriggerKind> {
  /** The row's number in the table; null for what the table leaves out since nothing changes in the label. */
  row: number | null;
  trigger: K;
  title: string;
  /** From which labels: `none`, no account; `unwritten`, one without a label; `any`, every account. */
  from: readonly (AccountLabel | 'none' | 'unwritten' | 'any')[];
  /** Where it leads, for the picture; `same` leaves the label as it is. */
  to: readonly (AccountLabel | 'none' | 'unwritten' | 'same')[];
  when: readonly Condition<K>[];
  /** The state after it; null: the account is gone. */
  next: (situation: Situation<K> & { state: AccountState }) => AccountState | null;
  effects: (situation: Situation<K> & { state: AccountState }) => readonly Effect[];
}

/** A row that ends where it began: what is refused, or simply does not happen. The picture shows it too. */
export interface Standstill {
  row: number;
  title: string;
  from: readonly (AccountLabel | 'any')[];
  /** The rules that refuse; none where nothing happens at all. */
  rules: readonly IdpRule[];
  about: string;
}

/** Lets a row be written for its own trigger and kept with all others. */
export const transition = <K extends TriggerKind>(row: Transition<K>): Transition =>
  row as unknown as Transition;
