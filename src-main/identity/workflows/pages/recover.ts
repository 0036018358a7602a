import { inWords } from '../../lifecycle/in-words.ts';
import type { RunningParts } from '../../parts.ts';
import { channelsOf } from '../channels.ts';
import { passwordPolicy } from '../password-policy.ts';
import { beginRecovery } from '../recovery/begin.ts';
import { sendCode } from '../recovery/send.ts';
import { recoverUserName } from '../recovery/user-name.ts';
import { type Refused, refuse } from '../refuse.ts';
import { undelivered } from '../undelivered.ts';
import { ACCOUNT_PAGES } from './account-layout.ts';
import { type AccountPage, closed, problemOf } from './answer.ts';
import { sentPage } from './done-page.ts';
import { passwordPage } from './password-page.ts';
import { recoverPage, userNamePage } from './recover-page.ts';

const NO_PASSWORDS = 'Passwords are not recovered here now';
const NO_USER_NAMES = 'User names are not recovered here now';

/** A forgotten password. The same answer whether there is such an account or not; why nothing was sent stands in the log. */
export const recover: AccountPage = {
  show: (parts) => {
    const refused = shut(parts, 'recover');
    return refused ? closed(refused, NO_PASSWORDS) : [recoverPage(ways(parts))];
  },
  answer: async (parts, form) => {
    const refused = shut(parts, 'recover');
    if (refused) return closed(refused, NO_PASSWORDS);
    const username = form.get('username') ?? '';
    const begun = await beginRecovery(parts, username, true);
    if (!begun.ok) return [recoverPage({ ...ways(parts), username, problem: problemOf(begun) }), 422];
    const { byLink, byOtp } = ways(parts);
    const typesCode = byOtp && (form.get('decision') === 'otp' || !byLink);
    const governance = parts.lifecycle.governance.get();
    // Whoever has no address but a telephone number gets a code there: a link is of no use on it.
    const byPhone = begun.account.email === '' && channelsOf(begun.account, governance).length > 0;
    sendCode(parts, begun.account, byPhone ? 'SMS' : 'EMAIL', typesCode || byPhone ? 'otp' : 'link');
    const within = inWords(governance.recovery.confirmationLifetime);
    if (typesCode) {
      const because = `If there is such an account, a code is on its way to its address. It works for ${within}.`;
      return [passwordPage({ code: undefined, username, policy: passwordPolicy(parts), because })];
    }
    const toPhone = byOtp ? ' An account without an address gets a code on its phone.' : '';
    const text = `If there is such an account and it can be recovered, a link is on its way to its address. It works for ${within}.${toPhone}`;
    const again = { action: ACCOUNT_PAGES.recover, name: 'username', value: username, decision: 'link' };
    const link = byOtp ? { href: ACCOUNT_PAGES.password, text: 'Type a code' } : undefined;
    return [sentPage({ text, again: { ...again, text: 'Send it again' }, link })];
  },
};

/** A forgotten user name. */
export const userName: AccountPage = {
  show: (parts) => {
    const refused = shut(parts, 'recover-username');
    return refused ? closed(refused, NO_USER_NAMES) : [userNamePage()];
  },
  answer: async (parts, form) => {
    const refused = shut(parts, 'recover-username');
    if (refused) return closed(refused, NO_USER_NAMES);
    const email = form.get('email') ?? '';
    const sent = recoverUserName(parts, email);
    if (!sent.ok) return [userNamePage(problemOf(sent)), 422];
    const text = 'If there is an account with this address, its user name is on its way there.';
    const again = { action: ACCOUNT_PAGES.username, name: 'email', value: email, text: 'Send it again' };
    return [sentPage({ text, again })];
  },
};

/** Why nothing of this kind is recovered now; a refusal is recorded. */
function shut(parts: RunningParts, trigger: 'recover' | 'recover-username'): Refused | undefined {
  const { passwordEnabled, usernameEnabled, byLink, byOtp } = parts.lifecycle.governance.get().recovery;
  const open = trigger === 'recover' ? passwordEnabled && (byLink || byOtp) : usernameEnabled;
  if (!open) return refuse(parts, trigger, 'idp.recovery.enabled', { path: 'governance.recovery' });
  return undelivered(parts, trigger);
}

const ways = ({ lifecycle }: RunningParts) => {
  const { byLink, byOtp, usernameEnabled } = lifecycle.governance.get().recovery;
  return { byLink, byOtp, userNames: usernameEnabled };
};
