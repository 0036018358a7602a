import type { RunningParts } from '../../parts.ts';
import { html } from '../../signin/html.ts';
import type { Page } from '../../signin/layout.ts';
import { beginRecovery } from '../recovery/begin.ts';
import { sendCode } from '../recovery/send.ts';
import type { Refused } from '../refuse.ts';
import { resend as sendAgain } from '../register.ts';
import { undelivered } from '../undelivered.ts';
import { ACCOUNT_PAGES, alertOf, field } from './account-layout.ts';
import { type AccountPage, closed, problemOf } from './answer.ts';
import { sentPage } from './done-page.ts';
import type { Problem } from './problem.ts';

const CLOSED = 'Nothing can be sent again';
const SENT =
  'If something waits to be confirmed, a new message is on its way to its address. Those that came before no longer work.';

/** Sends again what an account waits for, by its user name or by a link that no longer works. */
export const resend: AccountPage = {
  show: (parts) => {
    const refused = undelivered(parts, 'resend');
    return refused ? closed(refused, CLOSED) : [resendPage()];
  },
  answer: async (parts, form) => {
    const refused = undelivered(parts, 'resend');
    if (refused) return closed(refused, CLOSED);
    const secret = form.get('confirmation');
    if (secret !== null) {
      // Whoever has an old link learns nothing from this, and what is sent goes to the account's own address.
      await byLink(parts, secret);
      return [sentPage({ text: SENT })];
    }
    const username = form.get('username') ?? '';
    const sent = sendAgain(parts, username);
    if (!sent.ok) return [resendPage(problemFor(sent), username), 422];
    const again = { action: ACCOUNT_PAGES.resend, name: 'username', value: username, text: 'Send it again' };
    return [sentPage({ text: SENT, again })];
  },
};

async function byLink(parts: RunningParts, secret: string): Promise<void> {
  const code = parts.lifecycle.codes.find(secret);
  const username = (code && parts.accounts.get(code.account)?.username) ?? '';
  if (code?.scenario !== 'NOTIFICATION_BASED_PW_RECOVERY') {
    sendAgain(parts, username);
    return;
  }
  const begun = await beginRecovery(parts, username, true);
  if (begun.ok) sendCode(parts, begun.account, 'EMAIL', 'link');
}

function problemFor(refused: Refused): Problem {
  if (refused.deniedBy === 'idp.lifecycle.state-fits')
    return { text: 'This account waits for no confirmation and no invitation.', fields: ['username'] };
  if (refused.deniedBy === 'idp.recovery.account-known')
    return { text: 'There is no account with this user name.', fields: ['username'] };
  return problemOf(refused);
}

function resendPage(problem?: Problem, username = ''): Page {
  return {
    title: problem ? 'Send it again: try again' : 'Send it again',
    content: html`<h1>Send it again</h1>
<p class="lead">For whoever waits for the message that confirms an address, or for an invitation.</p>
${alertOf(problem)}
<form method="post" action="${ACCOUNT_PAGES.resend}" novalidate>
${field('username', 'User name', { value: username, complete: 'username', focus: true, problem })}
<div class="buttons"><button type="submit" class="primary">Send a new message</button></div>
</form>
<p class="links"><a href="${ACCOUNT_PAGES.recover}">Forgot your password?</a></p>`,
  };
}
