import type { AccountState } from '../../contract/account-state.ts';
import type { Account } from '../../store/accounts.ts';
import type { Effect, Trigger } from './trigger.ts';

/** An event of WSO2's bus, after the fact, and the account that it is about (as it was, where it was deleted). */
export interface BusEvent {
  name: string;
  account: Account;
}

/** The names under which a transition is told on the bus: those of its row, and those that follow from its trigger. */
export function busEvents(
  before: AccountState | null,
  trigger: Trigger,
  effects: readonly Effect[],
): ReadonlySet<string> {
  const names = new Set(effects.flatMap((effect) => (effect.kind === 'event' ? [effect.name] : [])));
  if (before === null) names.add('POST_ADD_USER');
  if (trigger.kind === 'admin-set-password') names.add('POST_UPDATE_CREDENTIAL_BY_ADMIN');
  if (trigger.kind === 'set-password') names.add('POST_ADD_NEW_PASSWORD');
  return names;
}
