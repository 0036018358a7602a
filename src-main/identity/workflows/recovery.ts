import type { Channel } from '../../contract/account-state.ts';
import type { CodeFormat, CodeStep } from '../../contract/codes.ts';
import type { JsonObject } from '../../contract/json.ts';
import { AccountSearch } from '../../store/account-search.ts';
import type { Account } from '../../store/accounts.ts';
import type { ConfirmationCode } from '../../store/confirmation-codes.ts';
import type { IssuedCode } from '../lifecycle/code-book.ts';
import { codeLink } from '../lifecycle/code-link.ts';
import type { Applied } from '../lifecycle/lifecycle.ts';
import { addressOf, Postman } from '../lifecycle/postman.ts';
import type { RunningParts } from '../parts.ts';
import type { IdpRule } from '../rules.ts';
import { CHOOSING, choosePassword, lookAtCode } from './presented-code.ts';
import { type Refused, refuse } from './refuse.ts';

/** One way by which a code can reach the person. */
export interface RecoveryChannel {
  id: string;
  type: 'EMAIL' | 'SMS' | 'EXTERNAL';
  /** The address, most of it hidden. */
  value: string;
  preferred: boolean;
}

/** A recovery that was begun. */
export interface BegunRecovery {
  ok: true;
  flowConfirmationCode: string;
  recoveryCode: string;
  channels: RecoveryChannel[];
}

/** Codes of a recovery: a new one takes the place of what was begun before. */
const RECOVERY_STEPS: readonly CodeStep[] = [
  'RECOVERY_FLOW',
  'SEND_RECOVERY_INFORMATION',
  'RESEND_CONFIRMATION_CODE',
  'SET_PASSWORD',
];
const SCENARIO = 'NOTIFICATION_BASED_PW_RECOVERY' as const;

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
export function recoveryObstacle(account: Account | undefined): IdpRule | undefined {
  if (!account) return 'idp.recovery.account-known';
  if (channelsOf(account).length === 0) return 'idp.recovery.address-known';
  const { disabled, locked, label } = account.state;
  if (disabled) return 'idp.recovery.account-enabled';
  if (!locked) return undefined;
  if (label === 'PENDING_SR') return 'idp.recovery.registration-confirmed';
  if (label === 'PENDING_AP') return 'idp.recovery.invitation-accepted';
  return 'idp.recovery.account-unlocked';
}

/** Begins a recovery (`init`): looks whether it can be, and hands out the codes of its first step. */
export function beginRecovery(parts: RunningParts, account: Account | undefined): BegunRecovery | Refused {
  const { core, lifecycle } = parts;
  const { recovery, notifications } = lifecycle.governance.get();
  if (!recovery.passwordEnabled)
    return refuse(parts, 'recover', 'idp.recovery.enabled', { path: 'governance.recovery.passwordEnabled' });
  const obstacle = recoveryObstacle(account);
  if (obstacle !== undefined || !account)
    return refuse(parts, 'recover', obstacle ?? 'idp.recovery.account-known', {
      account: account?.id,
      path: 'account.state',
      inputs: account ? JSON.parse(JSON.stringify(account.state)) : {},
    });
  return core.store.transaction(() => {
    lifecycle.codes.endAll(account.id, 'superseded', RECOVERY_STEPS);
    const flow = issue(parts, account, 'RECOVERY_FLOW', recovery.flowLifetime);
    const first = issue(parts, account, 'SEND_RECOVERY_INFORMATION', recovery.recoveryCodeLifetime);
    return {
      ok: true,
      flowConfirmationCode: flow.secret,
      recoveryCode: first.secret,
      channels: channelsOf(account, notifications.internal),
    };
  });
}

/** What the second step came to: nothing but where it goes on, or the code itself for the caller to deliver. */
export interface SentRecovery {
  ok: true;
  channel: RecoveryChannel['type'];
  resendCode: string;
  /** Only where the caller has to deliver it. */
  confirmationCode: string | undefined;
}

/** Sends the code of a recovery (`recover`, and `resend` with the code for that). */
export function sendRecovery(
  parts: RunningParts,
  secret: string,
  channelId: string,
  step: 'SEND_RECOVERY_INFORMATION' | 'RESEND_CONFIRMATION_CODE',
): SentRecovery | Refused {
  const { core, lifecycle } = parts;
  return core.store.transaction(() => {
    const looked = lookAtCode(parts, { secret }, [step]);
    if (!looked.ok) return looked;
    const { account, code } = looked;
    lifecycle.codes.use(code);
    const wanted = typeof code.data.channel === 'string' ? code.data.channel : channelId;
    const { recovery, notifications } = lifecycle.governance.get();
    const channels = channelsOf(account, notifications.internal);
    const channel = channels.find(({ id }) => id === wanted) ?? channels[0];
    if (!channel)
      return refuse(parts, 'recover', 'idp.recovery.address-known', {
        account: account.id,
        path: 'channelId',
      });
    const format = channel.type === 'SMS' || !recovery.byLink ? 'otp' : 'link';
    const sent = sendCode(parts, account, channel.type, format);
    const again = issue(parts, account, 'RESEND_CONFIRMATION_CODE', recovery.resendCodeLifetime, {
      data: { channel: channel.id },
    });
    return {
      ok: true,
      channel: channel.type,
      resendCode: again.secret,
      confirmationCode: channel.type === 'EXTERNAL' ? sent.secret : undefined,
    };
  });
}

/** Makes the code by which the password is chosen, and sends it; earlier ones no longer work. */
export function sendCode(
  parts: RunningParts,
  account: Account,
  type: RecoveryChannel['type'],
  format: CodeFormat,
): IssuedCode {
  const { core, lifecycle, brand, provider } = parts;
  const { recovery } = lifecycle.governance.get();
  const channel: Channel = type === 'SMS' ? 'sms' : 'email';
  return core.store.transaction(() => {
    lifecycle.codes.endAll(account.id, 'superseded', CHOOSING);
    const code = lifecycle.codes.issue({
      account: account.id,
      scenario: SCENARIO,
      step: 'UPDATE_PASSWORD',
      format,
      channel: type === 'EXTERNAL' ? 'external' : channel,
      lifetime: recovery.confirmationLifetime,
    });
    if (type !== 'EXTERNAL')
      new Postman(core, brand.organisation).deliver({
        account,
        channel,
        template: format === 'link' ? 'passwordreset' : 'passwordresetotp',
        code: code.secret,
        lifetime: recovery.confirmationLifetime,
        link: format === 'link' ? codeLink(provider.issuer, SCENARIO, code.secret) : undefined,
      });
    return code;
  });
}

/** Changes the code that reached the person for the one that sets the password (`confirm`). */
export function confirmRecovery(
  parts: RunningParts,
  flow: string,
  secret: string,
): { ok: true; resetCode: string } | Refused {
  const { core, lifecycle } = parts;
  return core.store.transaction(() => {
    const begun = flowOf(parts, flow);
    if (!begun.ok) return begun;
    const looked = lookAtCode(parts, { secret, username: begun.account.username }, CHOOSING);
    if (!looked.ok) return looked;
    lifecycle.codes.use(looked.code);
    const reset = issue(
      parts,
      looked.account,
      'SET_PASSWORD',
      lifecycle.governance.get().recovery.flowLifetime,
      {
        by: looked.code.channel,
      },
    );
    return { ok: true, resetCode: reset.secret };
  });
}

/** Sets the password (`reset`). A stolen reset code alone is not enough: the code of the flow has to come with it. */
export async function resetPassword(
  parts: RunningParts,
  { flow, resetCode, password }: { flow: string; resetCode: string; password: string },
): Promise<Applied> {
  const begun = flowOf(parts, flow);
  if (!begun.ok) return begun;
  const shown = { secret: resetCode, username: begun.account.username };
  return choosePassword(parts, shown, password, ['SET_PASSWORD']);
}

function flowOf(parts: RunningParts, secret: string): { ok: true; account: Account } | Refused {
  const code = parts.lifecycle.codes.find(secret);
  const account = code && parts.accounts.get(code.account);
  const good =
    code?.step === 'RECOVERY_FLOW' && code.status === 'open' && parts.core.clock.now() < code.expiresAt;
  if (good && account) return { ok: true, account };
  return refuse(parts, 'recover', 'idp.recovery.flow', {
    account: code?.account,
    path: 'flowConfirmationCode',
    inputs: { known: code !== undefined, step: code?.step ?? null, status: code?.status ?? null },
  });
}

function issue(
  parts: RunningParts,
  account: Account,
  step: CodeStep,
  lifetime: number,
  { by = 'handed-over', data = {} }: { by?: ConfirmationCode['channel']; data?: JsonObject } = {},
): IssuedCode {
  const request = { account: account.id, scenario: SCENARIO, step, format: 'link', lifetime } as const;
  return parts.lifecycle.codes.issue({ ...request, channel: by, data });
}

/** By what messages of a recovery can reach the person of an account. */
export function channelsOf(account: Account, internal = true): RecoveryChannel[] {
  const email = addressOf(account, 'email');
  const phone = addressOf(account, 'sms');
  if (!internal && (email ?? phone) !== undefined)
    return [{ id: '1', type: 'EXTERNAL', value: '', preferred: true }];
  const found: RecoveryChannel[] = [];
  if (email !== undefined)
    found.push({
      id: '1',
      type: 'EMAIL',
      value: maskedEmail(email),
      preferred: account.preferredChannel === 'email',
    });
  if (phone !== undefined)
    found.push({
      id: '2',
      type: 'SMS',
      value: maskedPhone(phone),
      preferred: account.preferredChannel === 'sms',
    });
  return found;
}

const maskedEmail = (address: string): string =>
  address.replace(/^(.)(.*)@/, (_, first: string, rest: string) => `${first}${'*'.repeat(rest.length)}@`);
const maskedPhone = (number: string): string => number.replace(/.(?=.{2})/g, '*');
