import type { Governance } from '../../../contract/governance.ts';
import { AccountSearch } from '../../../store/account-search.ts';
import type { Account } from '../../../store/accounts.ts';
import type { RunningParts } from '../../parts.ts';
import type { IdpRule } from '../../rules.ts';
import { channelsOf } from '../channels.ts';

/** Finds the one account that a user name, or an address, means. */
export function accountFor({ accounts, core }: RunningParts, typed: string): Account | undefined {
  const wanted = typed.trim();
  if (wanted === '') return undefined;
  const byEmail = new AccountSearch(core.store).byEmail(wanted);
  return accounts.byUsername(wanted) ?? (byEmail.length === 1 ? byEmail[0] : undefined);
}

/**
 * Why the password of an account cannot be recovered, in the order of WSO2's NotificationPasswordRecoveryManager; undefined
 * when it can.
 */
export function recoveryObstacle(account: Account | undefined, governance: Governance): IdpRule | undefined {
  if (!account) return 'idp.recovery.account-known';
  if (channelsOf(account, governance).length === 0) return 'idp.recovery.address-known';
  const { disabled, locked, label } = account.state;
  // Who is invited has no password yet; that she is invited is the better answer.
  if (account.passwordHash === '' && label !== 'PENDING_AP') return 'idp.recovery.local-credential';
  if (disabled) return 'idp.recovery.account-enabled';
  if (!locked) return undefined;
  if (label === 'PENDING_SR') return 'idp.recovery.registration-confirmed';
  if (label === 'PENDING_AP') return 'idp.recovery.invitation-accepted';
  return 'idp.recovery.account-unlocked';
}
