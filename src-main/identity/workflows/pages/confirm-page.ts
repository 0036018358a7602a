import { html } from '../../signin/html.ts';
import type { Page } from '../../signin/layout.ts';
import { ACCOUNT_PAGES, alertOf, field } from './account-layout.ts';
import type { Problem } from './problem.ts';

/** What a link confirms. */
export interface ConfirmPage {
  code: string;
  address: string;
  /** The account has another address until then. */
  replaces: boolean;
}

/** The page that a link leads to: opening it changes nothing, since mail programs open links on their own. */
export function confirmPage({ code, address, replaces }: ConfirmPage): Page {
  return {
    title: 'Confirm your address',
    secretAddress: true,
    content: html`<h1>Confirm your address</h1>
<p class="lead">Is <strong>${address}</strong> yours? ${replaces ? 'Confirm it, and it takes the place of the old one.' : 'Confirm it, and you can sign in.'}</p>
<form method="post" action="${ACCOUNT_PAGES.confirm}">
<input type="hidden" name="confirmation" value="${code}">
<div class="buttons"><button type="submit" class="primary">Confirm</button></div>
</form>
<p class="quiet">If it is not yours, or you did not ask for this, close this page: nothing happens.</p>`,
  };
}

/** Where a code is typed that came by mail or onto a phone. */
export function typeCodePage(problem?: Problem, username = ''): Page {
  return {
    title: problem ? 'Confirm your address: try again' : 'Confirm your address',
    secretAddress: true,
    content: html`<h1>Confirm your address</h1>
<p class="lead">Type your user name and the code of our newest message.</p>
${alertOf(problem)}
<form method="post" action="${ACCOUNT_PAGES.confirm}" novalidate>
${field('username', 'User name', { value: username, complete: 'username', focus: true, problem })}
${field('confirmation', 'Code', { complete: 'one-time-code', code: true, problem })}
<div class="buttons"><button type="submit" class="primary">Confirm</button></div>
</form>
<p class="links"><a href="${ACCOUNT_PAGES.resend}">Ask for a new code</a></p>`,
  };
}
