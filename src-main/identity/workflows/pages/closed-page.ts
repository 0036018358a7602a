import { html } from '../../signin/html.ts';
import type { Page } from '../../signin/layout.ts';

/** In place of a form that could come to nothing. */
export function closedPage(title: string, rule: string, next: string): Page {
  return {
    title,
    content: html`<p class="verdict">Not possible now</p>
<h1>${title}</h1>
<p class="lead">This does not hold: ${rule}</p>
<h2>What to do</h2>
<p>${next}</p>`,
  };
}
