import type { RunningParts } from '../../parts.ts';
import { CONFIRMING, confirmByCode, lookAtCode } from '../presented-code.ts';
import { ACCOUNT_PAGES } from './account-layout.ts';
import { type AccountPage, type Answer, codeOf, problemOf } from './answer.ts';
import { confirmPage, typeCodePage } from './confirm-page.ts';
import { donePage } from './done-page.ts';
import { refusedLink } from './refused-link.ts';

/** Confirms an address, by a link or by a code that is typed. */
export const confirm: AccountPage = {
  show: (parts, ctx) => {
    const code = codeOf(ctx);
    if (code === undefined) return [typeCodePage()];
    const looked = lookAtCode(parts, { secret: code }, CONFIRMING);
    if (!looked.ok) return refusedLink(parts, code, looked);
    const waiting = looked.code.data.address;
    const replaces = typeof waiting === 'string';
    return [confirmPage({ code, address: replaces ? waiting : looked.account.email, replaces })];
  },
  answer: async (parts, form) => {
    const username = form.get('username') ?? undefined;
    const secret = form.get('confirmation') ?? '';
    const before = parts.lifecycle.codes.find(secret);
    const applied = await confirmByCode(parts, { secret, username });
    if (applied.ok) return confirmed(parts, before?.scenario);
    return username === undefined
      ? refusedLink(parts, secret, applied)
      : [typeCodePage(problemOf(applied), username), 422];
  },
};

function confirmed({ lifecycle }: RunningParts, scenario: string | undefined): Answer {
  const title = 'Your address is confirmed';
  const { recovery } = lifecycle.governance.get();
  // Who registered with an address alone has chosen no password yet.
  if (scenario === 'LITE_SIGN_UP' && recovery.passwordEnabled) {
    const next = { href: ACCOUNT_PAGES.recover, text: 'Choose a password' };
    return [donePage({ title, text: 'Your account has no password yet. Choose one to sign in with.', next })];
  }
  const next = scenario?.endsWith('_ON_UPDATE')
    ? { href: ACCOUNT_PAGES.profile, text: 'See your account' }
    : undefined;
  return [donePage({ title, text: 'Messages for your account go there from now on.', next })];
}
