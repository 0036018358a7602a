import type { Scenario } from '../../../contract/codes.ts';
import type { ConfirmationCode } from '../../../store/confirmation-codes.ts';
import type { RunningParts } from '../../parts.ts';
import { IDP_RULES, type IdpRule } from '../../rules.ts';
import { html, type Markup } from '../../signin/html.ts';
import type { Refused } from '../refuse.ts';
import { ACCOUNT_PAGES } from './account-layout.ts';
import type { Answer } from './answer.ts';

/** How a link that no longer works is replaced: it is sent again from this page, from the account, or not from here. */
const REPLACED: Readonly<Record<Scenario, 'sent' | 'account' | string>> = {
  SELF_SIGN_UP: 'sent',
  LITE_SIGN_UP: 'sent',
  ASK_PASSWORD: 'sent',
  ASK_PASSWORD_VIA_EMAIL_OTP: 'sent',
  ASK_PASSWORD_VIA_SMS_OTP: 'sent',
  EMAIL_VERIFICATION_OTP: 'sent',
  NOTIFICATION_BASED_PW_RECOVERY: 'sent',
  EMAIL_VERIFICATION_ON_UPDATE: 'account',
  MOBILE_VERIFICATION_ON_UPDATE: 'account',
  USERNAME_RECOVERY: 'Ask for your user name again.',
  ADMIN_FORCED_PASSWORD_RESET_VIA_EMAIL_LINK: 'Ask the administrator for a new link.',
  ADMIN_FORCED_PASSWORD_RESET_VIA_OTP: 'Ask the administrator for a new code.',
  ADMIN_FORCED_PASSWORD_RESET_VIA_SMS_OTP: 'Ask the administrator for a new code.',
  ADMIN_FORCED_PASSWORD_RESET_OFFLINE: 'Ask the administrator for a new code.',
  ADMIN_INVITE_SET_PASSWORD_OFFLINE: 'Ask whoever gave you the link for a new one.',
  PASSWORD_EXPIRY: 'Sign in again: that leads you to a new link.',
};

/** Why a link does not work, and what to do. The same for every stranger: it names no account. */
export function refusedLink({ lifecycle }: RunningParts, secret: string, { deniedBy }: Refused): Answer {
  const code = lifecycle.codes.find(secret);
  const rule = IDP_RULES[deniedBy];
  const { title, text } = saidOf(deniedBy, code);
  const content = html`<p class="verdict">Refused</p>
<h1>${title}</h1>
<p class="lead">${text}</p>
${whatToDo(secret, code)}
<p class="quiet">The rule: ${rule.title} <span class="mono">${deniedBy}</span></p>`;
  return [{ title, secretAddress: true, content }, Number(rule.answer.split(' ')[0])];
}

function saidOf(rule: IdpRule, code: ConfirmationCode | undefined): { title: string; text: string } {
  if (rule === 'idp.confirmation.open' && code?.status === 'used')
    return {
      title: 'This link was used already',
      text: 'A link works once. If it was you, it has done its work: you can sign in.',
    };
  if (rule === 'idp.confirmation.open')
    return { title: 'This link was replaced', text: 'A newer message took its place. Open the newest one.' };
  if (rule === 'idp.confirmation.fresh')
    return { title: 'This link has expired', text: 'A link works for a while only. You can get a new one.' };
  if (rule === 'idp.confirmation.known')
    return {
      title: 'This link is not known',
      text: 'It was cut off, or nobody sent it. Open it from the message, or copy the whole of it.',
    };
  return { title: 'This link does not work here', text: IDP_RULES[rule].next };
}

function whatToDo(secret: string, code: ConfirmationCode | undefined): Markup {
  if (code === undefined || code.status === 'used')
    return html`<p class="links"><a href="${ACCOUNT_PAGES.recover}">Forgot your password?</a> <a href="${ACCOUNT_PAGES.resend}">Ask for a new link</a></p>`;
  const replaced = REPLACED[code.scenario];
  if (replaced === 'account')
    return html`<h2>What to do</h2><p>Open your account: if the new address still waits, a new message is sent from there.</p>
<p class="links"><a href="${ACCOUNT_PAGES.profile}">Your account</a></p>`;
  if (replaced !== 'sent') return html`<h2>What to do</h2><p>${replaced}</p>`;
  return html`<form method="post" action="${ACCOUNT_PAGES.resend}">
<input type="hidden" name="confirmation" value="${secret}">
<p>The new one goes to the address that the old one went to.</p>
<div class="buttons"><button type="submit" class="primary">Send a new link</button></div>
</form>`;
}
