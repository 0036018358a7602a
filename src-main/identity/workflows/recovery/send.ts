import type { Channel } from '../../../contract/account-state.ts';
import type { CodeFormat } from '../../../contract/codes.ts';
import type { Account } from '../../../store/accounts.ts';
import type { IssuedCode } from '../../lifecycle/code-book.ts';
import { codeLink } from '../../lifecycle/code-link.ts';
import { isNobody } from '../../lifecycle/nobody.ts';
import { type Letter, Postman } from '../../lifecycle/postman.ts';
import type { RunningParts } from '../../parts.ts';
import { channelsOf, type RecoveryChannel, toldChannels } from '../channels.ts';
import { CHOOSING, lookAtCode } from '../presented-code.ts';
import { type Refused, refuse } from '../refuse.ts';
import { issue, SCENARIO } from './issue.ts';

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
    if (type === 'EXTERNAL') return code;
    const letter: Letter = {
      account,
      channel,
      template: format === 'link' ? 'passwordreset' : 'passwordresetotp',
      code: code.secret,
      lifetime: recovery.confirmationLifetime,
      link: format === 'link' ? codeLink(provider.issuer, SCENARIO, code.secret) : undefined,
    };
    const postman = new Postman(core, brand.organisation);
    if (isNobody(account.id)) postman.pretend(letter);
    else postman.deliver(letter);
    return code;
  });
}
