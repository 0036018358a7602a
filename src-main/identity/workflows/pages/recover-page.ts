import { html } from '../../signin/html.ts';
import type { Page } from '../../signin/layout.ts';
import { ACCOUNT_PAGES, alertOf, field } from './account-layout.ts';
import type { Problem } from './problem.ts';

/** By what a recovery can go on, as the directory is set. */
export interface RecoverPage {
  byLink: boolean;
  byOtp: boolean;
  /** Whether user names are recovered too. */
  userNames: boolean;
  username?: string;
  problem?: Problem | undefined;
}

/** The page on which a person says whose password was forgotten. */
export function recoverPage({ byLink, byOtp, userNames, username = '', problem }: RecoverPage): Page {
  const what = byLink && byOtp ? 'a link or a code' : byLink ? 'a link' : 'a code';
  return {
    title: problem === undefined ? 'Forgot your password' : 'Forgot your password: try again',
    content: html`<h1>Forgot your password?</h1>
<p class="lead">We send ${what} to the address of your account. With it you choose a new password; the old one works until then.</p>
${alertOf(problem)}
<form method="post" action="${ACCOUNT_PAGES.recover}" novalidate>
${field('username', 'User name or e-mail address', { value: username, complete: 'username', focus: true, problem })}
<div class="buttons">
${byLink && html`<button type="submit" class="primary" name="decision" value="link">Send a link</button>`}
${byOtp && html`<button type="submit"${!byLink && html` class="primary"`} name="decision" value="otp">Send a code</button>`}
</div>
</form>
${userNames && html`<p class="links"><a href="${ACCOUNT_PAGES.username}">Forgot your user name as well?</a></p>`}`,
  };
}

/** The page on which a person asks for her user name. */
export function userNamePage(problem?: Problem): Page {
  return {
    title: problem === undefined ? 'Forgot your user name' : 'Forgot your user name: try again',
    content: html`<h1>Forgot your user name?</h1>
<p class="lead">Type the e-mail address of your account. We send the user name there.</p>
${alertOf(problem)}
<form method="post" action="${ACCOUNT_PAGES.username}" novalidate>
${field('email', 'E-mail address', { type: 'email', complete: 'email', focus: true, problem })}
<div class="buttons"><button type="submit" class="primary">Send the user name</button></div>
</form>`,
  };
}
