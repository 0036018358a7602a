import type { Account } from '../../../store/accounts.ts';
import type { Effect } from '../trigger.ts';
import type { Move, SideEffectParts } from './move.ts';

/** Writes the account as the move leaves it. Answers it, or undefined where it is gone. */
export function save(
  { accounts, core, former, governance }: SideEffectParts,
  { account, draft, next, trigger, change, effects }: Move,
): Account | undefined {
  if (next === null) {
    if (account) accounts.remove(account.id, core.clock.now());
    if (account) former.forget(account.id);
    return undefined;
  }
  if (!account) {
    if (draft) accounts.save({ ...draft, state: next });
    return accounts.get(draft?.id ?? '');
  }
  if (change.attributes?.passwordHash !== undefined)
    former.remember(account, governance.get().password.history);
  const after = { ...account, ...change.attributes, ...dropped(effects), state: next };
  if (JSON.stringify(after) === JSON.stringify(account)) return account;
  // A sign-in is no edit: who edits the account meanwhile has no conflict with it.
  const edited = trigger.kind.startsWith('sign-in')
    ? {}
    : { updatedAt: core.clock.now(), version: account.version + 1 };
  accounts.save({ ...after, ...edited });
  return accounts.get(account.id);
}

/** The new addresses that wait no more. */
function dropped(effects: readonly Effect[]): Partial<Account> {
  const channels = effects.flatMap((effect) => (effect.kind === 'drop-address' ? [effect.channel] : []));
  return {
    ...(channels.includes('email') ? { pendingEmail: null } : {}),
    ...(channels.includes('sms') ? { pendingPhone: null } : {}),
  };
}
