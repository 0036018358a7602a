import { passwordPolicy } from '../password-policy.ts';
import { CHOOSING, choosePassword, lookAtCode } from '../presented-code.ts';
import { type AccountPage, type Answer, codeOf, problemOf } from './answer.ts';
import { donePage } from './done-page.ts';
import { passwordPage } from './password-page.ts';
import type { Problem } from './problem.ts';
import { refusedLink } from './refused-link.ts';

/** Chooses a password: by the link of an invitation, of a recovery or of an administrator, or by a code. */
export const password: AccountPage = {
  show: (parts, ctx) => {
    const code = codeOf(ctx);
    const policy = passwordPolicy(parts);
    if (code === undefined) return [passwordPage({ code, username: '', policy })];
    const looked = lookAtCode(parts, { secret: code }, CHOOSING);
    if (!looked.ok) return refusedLink(parts, code, looked);
    const because =
      looked.code.scenario === 'PASSWORD_EXPIRY'
        ? 'Your password is older than the directory allows. Choose a new one; then go on with your sign-in.'
        : undefined;
    const owner = looked.account.username || undefined;
    return [passwordPage({ code, username: undefined, owner, policy, because })];
  },
  answer: async (parts, form) => {
    const secret = form.get('confirmation') ?? '';
    const username = form.get('username') ?? undefined;
    const chosen = form.get('password') ?? '';
    const policy = passwordPolicy(parts);
    const again = (code: string | undefined, problem: Problem): Answer => [
      passwordPage({ code, username, policy, problem }),
      422,
    ];
    const shown = secret === '' ? undefined : secret;
    if (chosen !== (form.get('again') ?? ''))
      return again(shown, {
        text: 'The two passwords differ. Type the same one twice.',
        fields: ['password', 'again'],
      });
    const returnTo = parts.lifecycle.codes.find(secret)?.data.returnTo;
    const applied = await choosePassword(parts, { secret, username }, chosen);
    if (applied.ok) {
      const next =
        typeof returnTo === 'string' ? { href: returnTo, text: 'Go on with your sign-in' } : undefined;
      return [donePage({ title: 'Your password is set', text: 'Sign in with it from now on.', next })];
    }
    const problem = problemOf(applied);
    if (applied.deniedBy.startsWith('idp.password.')) return again(shown, problem);
    return username === undefined ? refusedLink(parts, secret, applied) : again(undefined, problem);
  },
};
