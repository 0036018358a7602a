import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { vetoWords } from '../../lifecycle/hooks.ts';
import type { RunningParts } from '../../parts.ts';
import { IDP_RULES } from '../../rules.ts';
import { readForm } from '../../signin/form.ts';
import { type Page, sendPage } from '../../signin/layout.ts';
import { refusePage } from '../../signin/refuse-page.ts';
import { channelsOf } from '../channels.ts';
import { CHOOSING, CONFIRMING, choosePassword, confirmByCode, lookAtCode } from '../presented-code.ts';
import { beginRecovery } from '../recovery/begin.ts';
import { sendCode } from '../recovery/send.ts';
import { recoverUserName } from '../recovery/user-name.ts';
import type { Refused } from '../refuse.ts';
import { registerStranger } from '../register.ts';
import { undelivered } from '../undelivered.ts';
import { ACCOUNT_PAGES } from './account-layout.ts';
import { confirmPage, donePage, refusedCodePage, typeCodePage } from './confirm-page.ts';
import { passwordPage } from './password-page.ts';
import { type Problem, problemBy } from './problem.ts';
import { recoverPage, sentPage, userNamePage } from './recover-page.ts';
import { registerPage } from './register-page.ts';

/** What a page answers: the page, and the status where it is not 200. */
type Answer = [page: Page, status?: number];

interface AccountPage {
  show: (parts: RunningParts, ctx: KoaContextWithOIDC) => Answer;
  answer: (parts: RunningParts, form: URLSearchParams) => Promise<Answer>;
}

const PAGES: Readonly<Record<string, AccountPage>> = {
  [ACCOUNT_PAGES.confirm]: { show: showConfirm, answer: answerConfirm },
  [ACCOUNT_PAGES.password]: { show: showPassword, answer: answerPassword },
  [ACCOUNT_PAGES.register]: { show: showRegister, answer: answerRegister },
  [ACCOUNT_PAGES.recover]: { show: showRecover, answer: answerRecover },
  [ACCOUNT_PAGES.username]: { show: showUserName, answer: answerUserName },
};

/** The pages of the identity workflows, for people who are not signed in. */
export function accountPages(parts: RunningParts) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> => {
    const page = PAGES[ctx.path];
    if (!page || !['GET', 'HEAD', 'POST'].includes(ctx.method)) {
      await next();
      return;
    }
    try {
      const [content, status] =
        ctx.method === 'POST'
          ? await page.answer(parts, await readForm(ctx, parts.provider.issuer))
          : page.show(parts, ctx);
      sendPage(ctx, parts.brand, content, status);
    } catch (error) {
      if (!(error instanceof errors.OIDCProviderError)) throw error;
      refusePage(parts, ctx, error, 'account');
    }
  };
}

function showConfirm(parts: RunningParts, ctx: KoaContextWithOIDC): Answer {
  const code = codeOf(ctx);
  if (code === undefined) return [typeCodePage()];
  const looked = lookAtCode(parts, { secret: code }, CONFIRMING);
  if (!looked.ok) return refusedCode(looked);
  const waiting = looked.code.data.address;
  return [confirmPage({ code, address: typeof waiting === 'string' ? waiting : looked.account.email })];
}

async function answerConfirm(parts: RunningParts, form: URLSearchParams): Promise<Answer> {
  const username = form.get('username') ?? undefined;
  const applied = confirmByCode(parts, { secret: form.get('confirmation') ?? '', username });
  if (applied.ok) return [donePage('Your address is confirmed', 'Your account is ready.')];
  return username === undefined ? refusedCode(applied) : [typeCodePage(problemOf(applied), username), 422];
}

function showPassword(parts: RunningParts, ctx: KoaContextWithOIDC): Answer {
  const code = codeOf(ctx);
  const minLength = lengthOf(parts);
  if (code === undefined) return [passwordPage({ code, username: '', minLength })];
  const looked = lookAtCode(parts, { secret: code }, CHOOSING);
  if (!looked.ok) return refusedCode(looked);
  const because =
    looked.code.scenario === 'PASSWORD_EXPIRY'
      ? 'Your password is older than the directory allows. Choose a new one; then go on with your sign-in.'
      : undefined;
  return [passwordPage({ code, username: undefined, minLength, because })];
}

async function answerPassword(parts: RunningParts, form: URLSearchParams): Promise<Answer> {
  const secret = form.get('confirmation') ?? '';
  const username = form.get('username') ?? undefined;
  const password = form.get('password') ?? '';
  const again = (problem: Problem): Answer => [
    passwordPage({ code: secret === '' ? undefined : secret, username, minLength: lengthOf(parts), problem }),
    422,
  ];
  if (password !== (form.get('again') ?? ''))
    return again({
      text: 'The two passwords differ. Type the same one twice.',
      fields: ['password', 'again'],
    });
  const returnTo = parts.lifecycle.codes.find(secret)?.data.returnTo;
  const applied = await choosePassword(parts, { secret, username }, password);
  if (applied.ok) {
    const back =
      typeof returnTo === 'string' ? { href: returnTo, text: 'Go on with your sign-in' } : undefined;
    return [donePage('Your password is set', 'It works from now on.', back)];
  }
  if (applied.deniedBy.startsWith('idp.password.')) return again(problemOf(applied));
  if (username === undefined) return refusedCode(applied);
  const page = { code: undefined, username, minLength: lengthOf(parts), problem: problemOf(applied) };
  return [passwordPage(page), 422];
}

const blankRegistration = (parts: RunningParts, problem?: Problem): Page =>
  registerPage({ username: '', name: '', email: '', minLength: lengthOf(parts), problem });

function showRegister(parts: RunningParts): Answer {
  const refused = undelivered(parts, 'self-register');
  return refused ? [blankRegistration(parts, problemOf(refused)), 403] : [blankRegistration(parts)];
}

function showRecover(parts: RunningParts): Answer {
  const refused = undelivered(parts, 'recover');
  return refused
    ? [recoverPage({ ...ways(parts), problem: problemOf(refused) }), 403]
    : [recoverPage(ways(parts))];
}

function showUserName(parts: RunningParts): Answer {
  const refused = undelivered(parts, 'recover-username');
  return refused ? [userNamePage(problemOf(refused)), 403] : [userNamePage()];
}

async function answerRegister(parts: RunningParts, form: URLSearchParams): Promise<Answer> {
  const typed = {
    username: form.get('username') ?? '',
    name: form.get('name') ?? '',
    email: form.get('email') ?? '',
  };
  const password = form.get('password') ?? '';
  const refused = undelivered(parts, 'self-register');
  if (refused)
    return [registerPage({ ...typed, minLength: lengthOf(parts), problem: problemOf(refused) }), 403];
  const applied = await registerStranger(parts, { ...typed, password, claims: {}, channelVerified: false });
  if (!applied.ok)
    return [registerPage({ ...typed, minLength: lengthOf(parts), problem: problemOf(applied) }), 422];
  if (applied.issued.length === 0) return [donePage('Your account is made', 'You can sign in at once.')];
  const text = `We sent a message to ${typed.email}. Open its link to confirm that the address is yours.`;
  return [donePage('Look at your messages', text)];
}

/** The same answer whether there is such an account or not; why nothing was sent stands in the log. */
async function answerRecover(parts: RunningParts, form: URLSearchParams): Promise<Answer> {
  const refused = undelivered(parts, 'recover');
  const username = form.get('username') ?? '';
  const begun = refused ?? beginRecovery(parts, username, true);
  if (!begun.ok) {
    const status = refused ? 403 : 422;
    return [recoverPage({ ...ways(parts), problem: problemOf(begun) }), status];
  }
  const { byLink, byOtp } = ways(parts);
  const typesCode = byOtp && (form.get('decision') === 'otp' || !byLink);
  // Whoever has no address but a telephone number gets a code there: a link is of no use on it.
  const byPhone =
    begun.account.email === '' && channelsOf(begun.account, parts.lifecycle.governance.get()).length > 0;
  sendCode(parts, begun.account, byPhone ? 'SMS' : 'EMAIL', typesCode || byPhone ? 'otp' : 'link');
  if (!typesCode) return [sentPage('a link')];
  const because = 'If there is such an account, a code is on its way to its address. Type it here.';
  return [passwordPage({ code: undefined, username, minLength: lengthOf(parts), because })];
}

async function answerUserName(parts: RunningParts, form: URLSearchParams): Promise<Answer> {
  const refused = undelivered(parts, 'recover-username');
  const sent = refused ?? recoverUserName(parts, form.get('email') ?? '');
  if (!sent.ok) return [userNamePage(problemOf(sent)), refused ? 403 : 422];
  return [sentPage('the user name')];
}

const codeOf = (ctx: KoaContextWithOIDC): string | undefined => {
  const given = ctx.query.confirmation;
  return typeof given === 'string' && given !== '' ? given : undefined;
};

const lengthOf = ({ lifecycle }: RunningParts): number => lifecycle.governance.get().password.minLength;

const ways = ({ lifecycle }: RunningParts) => {
  const { byLink, byOtp } = lifecycle.governance.get().recovery;
  return { byLink, byOtp };
};

function refusedCode({ deniedBy }: Refused): Answer {
  const { title, next, answer } = IDP_RULES[deniedBy];
  return [refusedCodePage(title, next), Number(answer.split(' ')[0])];
}

function problemOf({ deniedBy, reasons }: Refused): Problem {
  const words = vetoWords(reasons);
  return words === undefined ? problemBy(deniedBy) : { text: words, fields: [] };
}
