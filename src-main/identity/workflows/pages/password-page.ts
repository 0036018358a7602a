import { html } from '../../signin/html.ts';
import type { Page } from '../../signin/layout.ts';
import { ACCOUNT_PAGES, alertOf, field, forPasswordManagers } from './account-layout.ts';
import type { Problem } from './problem.ts';

/** What the page for a new password shows. */
export interface PasswordPage {
  /** The code of the link, or the one that was typed at the sign-in page. Undefined: it is typed here. */
  code: string | undefined;
  /** For whom a typed code is; a link says so itself. */
  username: string | undefined;
  /** Whose password it is, where the code has told that already. */
  owner?: string | undefined;
  /** What a password has to be like, in words. */
  policy: string;
  /** Why the person is here, if not because she asked. */
  because?: string | undefined;
  problem?: Problem | undefined;
}

/** The page on which a person chooses a password, by a link or by a code. */
export function passwordPage({ code, username, owner, policy, because, problem }: PasswordPage): Page {
  return {
    title: problem ? 'Choose a password: try again' : 'Choose a password',
    secretAddress: true,
    content: html`<h1>Choose a password</h1>
<p class="lead">${because ?? (code === undefined ? 'Type the code of our newest message, and the password that you want.' : 'You sign in with it from then on.')}</p>
${owner !== undefined && html`<p>Your user name is <strong>${owner}</strong>.</p>`}
${alertOf(problem)}
<form method="post" action="${ACCOUNT_PAGES.password}" novalidate>
${code !== undefined && html`<input type="hidden" name="confirmation" value="${code}">`}
${owner !== undefined && forPasswordManagers(owner)}
${
  code !== undefined
    ? username !== undefined && html`<input type="hidden" name="username" value="${username}">`
    : html`${field('username', 'User name', { value: username ?? '', complete: 'username', focus: !username, problem })}
${field('confirmation', 'Code', { complete: 'one-time-code', code: true, focus: Boolean(username), problem })}`
}
${field('password', 'New password', { type: 'password', complete: 'new-password', about: policy, focus: code !== undefined, problem })}
${field('again', 'The same again', { type: 'password', complete: 'new-password', problem })}
<div class="buttons"><button type="submit" class="primary">Set the password</button></div>
</form>
<p class="quiet">Applications that have access to your account lose it: sign in to them anew.</p>
${code === undefined && html`<p class="links"><a href="${ACCOUNT_PAGES.recover}">Ask for a new code</a></p>`}`,
  };
}
