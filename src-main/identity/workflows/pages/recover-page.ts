import { html } from '../../signin/html.ts';
import type { Page } from '../../signin/layout.ts';
import { ACCOUNT_PAGES, alertOf, field } from './account-layout.ts';
import type { Problem } from './problem.ts';

/** By what a recovery can go on, as the directory is set. */
export interface RecoverPage {
  byLink: boolean;
  byOtp: boolean;
  problem?: Problem | undefined;
}

/** The page on which a person says whose password was forgotten. */
export function recoverPage({ byLink, byOtp, problem }: RecoverPage): Page {
  return {
    title: problem === undefined ? 'Forgot your password' : 'Forgot your password: try again',
    content: html`<h1>Forgot your password?</h1>
<p class="lead">We send a message to the address of your account. With it you choose a new password.</p>
${alertOf(problem)}
<form method="post" action="${ACCOUNT_PAGES.recover}" novalidate>
${field('username', 'User name or e-mail address', { complete: 'username', focus: true, problem })}
<div class="buttons">
${byLink && html`<button type="submit" class="primary" name="decision" value="link">Send a link</button>`}
${byOtp && html`<button type="submit" name="decision" value="otp">Send a code</button>`}
</div>
</form>
<p class="links"><a href="${ACCOUNT_PAGES.username}">Forgot your user name as well?</a></p>`,
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
${field('email', 'E-mail address', { complete: 'email', focus: true, problem })}
<div class="buttons"><button type="submit" class="primary">Send the user name</button></div>
</form>`,
  };
}

/** Said whether there is such an account or not: the page must not tell. */
export function sentPage(what: string): Page {
  return {
    title: 'Look at your messages',
    content: html`<p class="verdict good">Sent</p>
<h1>Look at your messages</h1>
<p class="lead">If there is such an account and it can be recovered, ${what} is on its way to its address.</p>
<p>Nothing came? Check what you typed, or ask an administrator.</p>`,
  };
}
