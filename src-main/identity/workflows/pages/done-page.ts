import { html } from '../../signin/html.ts';
import type { Page } from '../../signin/layout.ts';

/** What the last page of a workflow says. */
export interface DonePage {
  title: string;
  text: string;
  /** Where it goes on; absent: at whatever application the person wants to use. */
  next?: { href: string; text: string } | undefined;
}

/** The last page of a workflow. */
export function donePage({ title, text, next }: DonePage): Page {
  return {
    title,
    content: html`<p class="verdict good">Done</p>
<h1>${title}</h1>
<p class="lead">${text}</p>
${
  next
    ? html`<p class="buttons"><a class="button primary" href="${next.href}">${next.text}</a></p>`
    : html`<p>Go to the application that you want to use and sign in there. You can close this page.</p>`
}`,
  };
}

/** What is on its way to somebody. */
export interface SentPage {
  text: string;
  /** How it is sent once more: a form with one hidden field. */
  again?: { action: string; name: string; value: string; decision?: string; text: string } | undefined;
  /** Where else it can go on. */
  link?: { href: string; text: string } | undefined;
}

/** Said when a message was sent, or would have been: the page must not tell which. */
export function sentPage({ text, again, link }: SentPage): Page {
  return {
    title: 'Look at your messages',
    content: html`<p class="verdict good">Almost done</p>
<h1>Look at your messages</h1>
<p class="lead">${text}</p>
${
  again &&
  html`<form method="post" action="${again.action}">
<input type="hidden" name="${again.name}" value="${again.value}">
<p>Nothing came? Look at what you typed, or have it sent again. An older message stops working then.</p>
<div class="buttons"><button type="submit"${again.decision !== undefined && html` name="decision" value="${again.decision}"`}>${again.text}</button></div>
</form>`
}
${link && html`<p class="links"><a href="${link.href}">${link.text}</a></p>`}`,
  };
}
