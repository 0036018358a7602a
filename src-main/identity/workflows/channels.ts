import type { Governance } from '../../contract/governance.ts';
import type { Account } from '../../store/accounts.ts';
import { addressOf } from '../lifecycle/postman.ts';
import { hidesExistence } from './strangers.ts';

/** One way by which a code can reach the person. */
export interface RecoveryChannel {
  id: string;
  type: 'EMAIL' | 'SMS' | 'EXTERNAL';
  /** The address, most of it hidden. */
  value: string;
  preferred: boolean;
}

/** By what messages of a recovery reach the person of an account. A phone gets codes that are typed, no links. */
export function channelsOf(account: Account, { recovery, notifications }: Governance): RecoveryChannel[] {
  const email = addressOf(account, 'email');
  const phone = recovery.byOtp ? addressOf(account, 'sms') : undefined;
  if (!notifications.internal) return (email ?? phone) === undefined ? [] : [EXTERNAL];
  const prefers = (channel: string) => account.preferredChannel === channel;
  const found: RecoveryChannel[] = [];
  if (email !== undefined)
    found.push({ id: '1', type: 'EMAIL', value: maskedEmail(email), preferred: prefers('email') });
  if (phone !== undefined)
    found.push({ id: '2', type: 'SMS', value: maskedPhone(phone), preferred: prefers('sms') });
  return found;
}

/**
 * The channels that a stranger is told. Where accounts are hidden they are the same for every account: which of them an
 * account has, and how its address begins, would tell that there is one.
 */
export function toldChannels(account: Account, governance: Governance): RecoveryChannel[] {
  if (!hidesExistence(governance)) return channelsOf(account, governance);
  if (!governance.notifications.internal) return [EXTERNAL];
  return governance.recovery.byOtp ? [ANY_EMAIL, ANY_PHONE] : [ANY_EMAIL];
}

const EXTERNAL = { id: '1', type: 'EXTERNAL', value: '', preferred: true } as const;
const ANY_EMAIL = { id: '1', type: 'EMAIL', value: '******@******', preferred: true } as const;
const ANY_PHONE = { id: '2', type: 'SMS', value: '******', preferred: false } as const;

const maskedEmail = (address: string): string =>
  address.replace(/^(.)(.*)@/, (_, first: string, rest: string) => `${first}${'*'.repeat(rest.length)}@`);
const maskedPhone = (number: string): string => number.replace(/.(?=.{2})/g, '*');
