import type { Channel } from '../../contract/account-state.ts';
import type { CodeFormat, CodeStep } from '../../contract/codes.ts';
import type { Governance } from '../../contract/governance.ts';
import type { JsonObject } from '../../contract/json.ts';
import { AccountSearch } from '../../store/account-search.ts';
import type { Account } from '../../store/accounts.ts';
import type { ConfirmationCode } from '../../store/confirmation-codes.ts';
import type { IssuedCode } from '../lifecycle/code-book.ts';
import { codeLink } from '../lifecycle/code-link.ts';
import type { Applied } from '../lifecycle/lifecycle.ts';
import { isNobody, nobody, nobodyWith } from '../lifecycle/nobody.ts';
import { addressOf, Postman } from '../lifecycle/postman.ts';
import type { RunningParts } from '../parts.ts';
import { IDP_RULES, type IdpRule } from '../rules.ts';
import { channelsOf, type RecoveryChannel, toldChannels } from './channels.ts';
import { CHOOSING, choosePassword, lookAtCode } from './presented-code.ts';
import { type Refused, refuse, refuseBy } from './refuse.ts';
import { hides, hidesExistence } from './strangers.ts';

/** A recovery that was begun. */
export interface BegunRecovery {
  ok: true;
  /** Whose it is; nobody's, where there is no such account or a stranger shall not learn of it. */
  account: Account;
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

/**
 * Begins a recovery (`init`): looks whether it can be, and hands out the codes of its first step. What the stranger is not
 * to learn is recorded, and the recovery begins for nobody. `tellsNothing`: the place where it is asked says the same of
 * every account, whatever the switches say.
 */
export function beginRecovery(
  parts: RunningParts,
  typed: string,
  tellsNothing = false,
): BegunRecovery | Refused {
  const { core, lifecycle } = parts;
  const governance = lifecycle.governance.get();
  const { recovery } = governance;
  if (!recovery.passwordEnabled || !(recovery.byLink || recovery.byOtp))
    return refuse(parts, 'recover', 'idp.recovery.enabled', { path: 'governance.recovery.passwordEnabled' });
  const found = accountFor(parts, typed);
  const obstacle = recoveryObstacle(found, governance);
  return core.store.transaction(() => {
    // Handlers are asked of real accounts alone, and what they say is kept from strangers as the switches say.
    const asked =
      obstacle === undefined && found
        ? parts.before(['PRE_SEND_RECOVERY_NOTIFICATION'], () => ({
            subject: found.id,
            rewritable: false,
            payload: { username: found.username, email: found.email, groups: found.groups },
          }))
        : undefined;
    const stopped = obstacle ?? asked?.deniedBy;
    if (stopped !== undefined) {
      const refused = asked
        ? refuseBy(parts, 'recover', found?.id, stopped, asked.reasons)
        : refuse(parts, 'recover', stopped, {
            account: found?.id,
            path: 'account.state',
            inputs: found ? JSON.parse(JSON.stringify(found.state)) : {},
          });
      const hidden = asked ? hidesExistence(governance) : hides(governance, stopped);
      if (!tellsNothing && !hidden) return refused;
      if (found && obstacle !== undefined) tellOwner(parts, found, obstacle);
    }
    const account = stopped === undefined && found ? found : nobody(typed, core.clock.now());
    lifecycle.codes.endAll(account.id, 'superseded', RECOVERY_STEPS);
    const flow = issue(parts, account, 'RECOVERY_FLOW', recovery.flowLifetime);
    const first = issue(parts, account, 'SEND_RECOVERY_INFORMATION', recovery.recoveryCodeLifetime);
    return {
      ok: true,
      account,
      flowConfirmationCode: flow.secret,
      recoveryCode: first.secret,
      channels: toldChannels(account, governance),
    };
  });
}

/** Only the person herself learns why her password cannot be recovered now. */
function tellOwner({ core, lifecycle, brand }: RunningParts, account: Account, obstacle: IdpRule): void {
  if (!lifecycle.governance.get().notifications.internal || addressOf(account, 'email') === undefined) return;
  new Postman(core, brand.organisation).deliver({
    account,
    channel: 'email',
    template: 'passwordRecoveryFailureNotify',
    detail: `${IDP_RULES[obstacle].title} ${IDP_RULES[obstacle].next}`,
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
    const governance = lifecycle.governance.get();
    const told = toldChannels(account, governance);
    const asked = told.find(({ id }) => id === wanted) ?? told[0];
    const channels = isNobody(account.id) ? told : channelsOf(account, governance);
    // One that the account does not have is answered by the one that it has: the answer does not tell which.
    const channel = channels.find(({ id }) => id === wanted) ?? channels[0];
    if (!channel || !asked)
      return refuse(parts, 'recover', 'idp.recovery.address-known', {
        account: account.id,
        path: 'channelId',
      });
    const format = channel.type === 'SMS' || !governance.recovery.byLink ? 'otp' : 'link';
    const sent = sendCode(parts, account, channel.type, format);
    const lifetime = governance.recovery.resendCodeLifetime;
    const again = issue(parts, account, 'RESEND_CONFIRMATION_CODE', lifetime, {
      data: { channel: asked.id },
    });
    return {
      ok: true,
      channel: asked.type,
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
    const wanted = { scenario: SCENARIO, step: 'UPDATE_PASSWORD', format } as const;
    const again = lifecycle.codes.again(account.id, wanted);
    lifecycle.codes.endAll(account.id, 'superseded', CHOOSING, again?.id);
    const code =
      again ??
      lifecycle.codes.issue({
        ...wanted,
        account: account.id,
        channel: type === 'EXTERNAL' ? 'external' : channel,
        lifetime: recovery.confirmationLifetime,
      });
    if (type !== 'EXTERNAL' && !isNobody(account.id))
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
  const owner = code?.account ?? '';
  const account = isNobody(owner) ? nobodyWith(owner, parts.core.clock.now()) : parts.accounts.get(owner);
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
