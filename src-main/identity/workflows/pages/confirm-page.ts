import { html } from '../../signin/html.ts';
import type { Page } from '../../signin/layout.ts';
import { ACCOUNT_PAGES, alertOf, field } from './account-layout.ts';
import type { Problem } from './problem.ts';

/** The page that a link leads to: opening it changes nothing, since mail programs open links on their own. */
export function confirmPage({ code, address }: { code: string; address: string }): Page {
  return {
    title: 'Confirm your address',
    secretAddress: true,
    content: html`<h1>Confirm your address</h1>
<p class="lead">Is <strong>${address}</strong> yours? Then say so, and your account is ready.</p>
<form method="post" action="${ACCOUNT_PAGES.confirm}">
<input type="hidden" name="confirmation" value="${code}">
<div class="buttons"><button type="submit" class="primary">Confirm</button></div>
</form>`,
  };
}

/** Where a code is typed that came by mail or onto a phone. */
export function typeCodePage(problem?: Problem, username = ''): Page {
  return {
    title: problem ? 'Confirm your address: try again' : 'Confirm your address',
    secretAddress: true,
    content: html`<h1>Confirm your address</h1>
<p class="lead">Type your user name and the code that we sent you.</p>
${alertOf(problem)}
<form method="post" action="${ACCOUNT_PAGES.confirm}" novalidate>
${field('username', 'User name', { value: username, complete: 'username', problem })}
${field('confirmation', 'Code', { complete: 'one-time-code', problem })}
<div class="buttons"><button type="submit" class="primary">Confirm</button></div>
</form>`,
  };
}

/** The last page of a workflow. */
export function donePage(title: string, text: string, back?: { href: string; text: string }): Page {
  return {
    title,
    content: html`<p class="verdict good">Done</p>
<h1>${title}</h1>
<p class="lead">${text}</p>
${
  back
    ? html`<p><a href="${back.href}">${back.text}</a></p>`
    : html`<p>You can close this page, and sign in at the application that you want to use.</p>`
}`,
  };
}

/** Why a code does not work, and what to do. The same for every stranger: it names no account. */
export function refusedCodePage(why: string, next: string): Page {
  return {
    title: 'This code does not work',
    secretAddress: true,
    content: html`<p class="verdict">Refused</p>
<h1>This code does not work</h1>
<p class="lead">This does not hold: ${why}</p>
<h2>What to do</h2>
<p>${next}</p>
<p><a href="${ACCOUNT_PAGES.recover}">Forgot your password?</a></p>`,
  };
}
