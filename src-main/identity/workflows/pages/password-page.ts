import { html } from '../../signin/html.ts';
import type { Page } from '../../signin/layout.ts';
import { ACCOUNT_PAGES, alertOf, field } from './account-layout.ts';
import type { Problem } from './problem.ts';

/** What the page for a new password shows. */
export interface PasswordPage {
  /** The code of the link, or the one that was typed at the sign-in page. Undefined: it is typed here. */
  code: string | undefined;
  /** For whom a typed code is; a link says so itself. */
  username: string | undefined;
  minLength: number;
  /** Why the person is here, if not because she asked. */
  because?: string | undefined;
  problem?: Problem | undefined;
}

/** The page on which a person chooses a password, by a link or by a code. */
export function passwordPage({ code, username, minLength, because, problem }: PasswordPage): Page {
  return {
    title: problem ? 'Choose a password: try again' : 'Choose a password',
    secretAddress: true,
    content: html`<h1>Choose a password</h1>
<p class="lead">${because ?? 'Whatever was signed in to your account before is signed out.'}</p>
${alertOf(problem)}
<form method="post" action="${ACCOUNT_PAGES.password}" novalidate>
${code !== undefined && html`<input type="hidden" name="confirmation" value="${code}">`}
${
  code !== undefined
    ? username !== undefined && html`<input type="hidden" name="username" value="${username}">`
    : html`${field('username', 'User name', { value: username ?? '', complete: 'username' })}
${field('confirmation', 'Code', { complete: 'one-time-code', problem })}`
}
${field('password', 'New password', {
  type: 'password',
  complete: 'new-password',
  about: `At least ${minLength} characters. Several words are easy to remember and hard to guess.`,
  focus: code !== undefined,
  problem,
})}
${field('again', 'The same again', { type: 'password', complete: 'new-password', problem })}
<div class="buttons"><button type="submit" class="primary">Set the password</button></div>
</form>`,
  };
}
