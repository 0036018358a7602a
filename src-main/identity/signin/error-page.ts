import { IDP_RULES, type IdpRule } from '../rules.ts';
import { html } from './html.ts';
import type { Page } from './layout.ts';

/** What a person is told about a refusal. */
export interface ErrorPage {
  rule: IdpRule;
  error: string;
  description: string | undefined;
  /** What was asked: method and endpoint. */
  request: string;
  /** What the request said, secrets left out. */
  parameters: readonly (readonly [string, string])[];
  application: string | undefined;
}

/** What people meet who only use a page, in their words. The others speak to whoever builds an application. */
const HEADLINES: Readonly<Partial<Record<IdpRule, string>>> = {
  'idp.interaction.known': 'This sign-in is over, or belongs to another browser.',
  'idp.request.form-token': 'This form is not good any more.',
  'idp.route.known': 'There is no such page.',
};

/** Explains a refusal: what was asked, which rule refused it, where that rule is written, and what to do. */
export function errorPage(page: ErrorPage): Page {
  const rule = IDP_RULES[page.rule];
  return {
    title: 'Refused',
    wide: true,
    content: html`<p class="verdict">Refused</p>
<h1>${HEADLINES[page.rule] ?? sentence(page.description) ?? 'The provider refused this request.'}</h1>
<p class="lead"><code>${page.error}</code>${page.application && html` for ${page.application}`}${HEADLINES[page.rule] !== undefined && page.description && html` · ${sentence(page.description)}`}</p>
<h2>The rule that refused it</h2>
<div class="rule">
<p>${rule.title}</p>
<p class="quiet"><span class="mono">${page.rule}</span> · ${rule.standard}</p>
</div>
<h2>What to do</h2>
<p>${rule.next}</p>
<h2>What the request asked</h2>
<p><code>${page.request}</code></p>
${page.parameters.length > 0 && html`<table><tbody>${page.parameters.map(([name, value]) => html`<tr><th scope="row"><code>${name}</code></th><td><code>${value}</code></td></tr>`)}</tbody></table>`}`,
  };
}

function sentence(text: string | undefined): string | undefined {
  if (!text) return undefined;
  // Names of parameters are written as they are.
  const capital = /^\w*_/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
