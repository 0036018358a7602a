import type { Channel } from '../../../contract/account-state.ts';
import type { Account } from '../../../store/accounts.ts';
import type { ConfirmationCode } from '../../../store/confirmation-codes.ts';
import type { Trigger } from '../trigger.ts';
import type { SideEffectParts } from './move.ts';

/**
 * The channel by which the code came is the person's own; a parked address takes its place now. A code that was sent to
 * an address which is not the parked one any more proves nothing of the addresses that the account has.
 */
export function verifyChannel(
  { accounts, core }: SideEffectParts,
  id: string,
  code: ConfirmationCode | undefined,
): void {
  const account = accounts.get(id);
  if (!account) return;
  const byPhone = code?.channel === 'sms' || code?.step === 'VERIFY_MOBILE_NUMBER';
  const channel: Channel = byPhone ? 'sms' : 'email';
  const address = typeof code?.data.address === 'string' ? code.data.address : undefined;
  const claims =
    channel === 'email'
      ? { ...account.claims, email_verified: true }
      : { ...account.claims, phone_number_verified: true };
  const parked = channel === 'email' ? account.pendingEmail : account.pendingPhone;
  const takesOver = address !== undefined && address === parked;
  if (address !== undefined && !takesOver) return;
  accounts.save({
    ...account,
    claims: channel === 'sms' && takesOver ? { ...claims, phone_number: address } : claims,
    email: channel === 'email' && takesOver ? address : account.email,
    pendingEmail: channel === 'email' && takesOver ? null : account.pendingEmail,
    pendingPhone: channel === 'sms' && takesOver ? null : account.pendingPhone,
    confirmedAt: account.confirmedAt ?? core.clock.now(),
    updatedAt: core.clock.now(),
    version: account.version + 1,
  });
}

/** The new address that waits to be confirmed, where one does. */
export const waitingAddress = (account: Account | undefined, channel: Channel): string | undefined =>
  (channel === 'email' ? account?.pendingEmail : account?.pendingPhone) ?? undefined;

/** Whether the address that this is about is the one that waits; undefined for what is about none. */
export function addressWaits(
  account: Account | undefined,
  trigger: Trigger,
  code: ConfirmationCode | undefined,
): boolean | undefined {
  if (trigger.kind === 'send-address-again' || trigger.kind === 'withdraw-address')
    return waitingAddress(account, trigger.channel) !== undefined;
  const address = code?.data.address;
  if (typeof address !== 'string') return undefined;
  return address === account?.pendingEmail || address === account?.pendingPhone;
}
