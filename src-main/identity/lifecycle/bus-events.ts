import type { AccountState } from '../../contract/account-state.ts';
import type { Account } from '../../store/accounts.ts';
import { eventsAfter } from './handler-events.ts';
import type { Effect, Trigger } from './trigger.ts';

/** An event of WSO2's bus, after the fact, and the account that it is about (as it was, where it was deleted). */
export interface BusEvent {
  name: string;
  account: Account;
}

/** The names under which a transition is told on the bus: the same of which handlers are told once it is committed. */
export function busEvents(
  before: AccountState | null,
  trigger: Trigger,
  effects: readonly Effect[],
): readonly string[] {
  const events = effects.flatMap((effect) => (effect.kind === 'event' ? [effect.name] : []));
  const type = before === null ? 'account.created' : 'account.changed';
  return eventsAfter({ type, outcome: 'ok', data: { trigger: trigger.kind, events } });
}
