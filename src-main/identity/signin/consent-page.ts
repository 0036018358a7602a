import { html, type Markup } from './html.ts';
import type { Page } from './layout.ts';

/** One thing that the application asks for. */
export interface AskedScope {
  name: string;
  about: string;
}

/** What the consent page shows. */
export interface ConsentPage {
  application: string;
  person: string;
  identity: readonly AskedScope[];
  apis: readonly { name: string; scopes: readonly AskedScope[] }[];
  /** What it asks for, but the person's role does not have: nobody can give what she has not. */
  withheld: readonly AskedScope[];
  /** Single claims that were asked for by the claims parameter. */
  claims: readonly string[];
  redirectUri?: string;
  problem?: string;
}

/** The page on which a person allows an application what it asks for, or refuses. */
export function consentPage(page: ConsentPage): Page {
  const nothing = page.identity.length + page.apis.length + page.claims.length === 0;
  return {
    title: `Allow ${page.application}?`,
    leadsTo: [page.redirectUri],
    content: html`<h1>Allow ${page.application}?</h1>
<p class="lead">You are signed in as <strong>${page.person}</strong>. ${page.application} gets what you allow here, until its access ends or is revoked.</p>
${page.problem && html`<div class="alert" role="alert"><strong>Nothing was decided.</strong> ${page.problem}</div>`}
${nothing && html`<p>${page.application} asks for nothing that you have not allowed before. It is an application on a device, which anybody could imitate, so you are asked each time.</p>`}
${page.identity.length > 0 && section('About you it would like to', page.identity)}
${
  page.claims.length > 0 &&
  section(
    'It would like to know',
    page.claims.map((name) => ({ name, about: name.replaceAll('_', ' ') })),
  )
}
${page.apis.map((api) => section(`At the ${api.name} it would like to`, api.scopes))}
${page.withheld.length > 0 && section('It asks for this too, which your role does not have: it goes on without', page.withheld)}
<form method="post">
<div class="buttons">
<button type="submit" class="primary" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="deny">Deny</button>
</div>
</form>
${page.redirectUri !== undefined && html`<p class="quiet">Either way you go back to ${page.application} at <span class="mono">${placeOf(page.redirectUri)}</span>.</p>`}`,
  };
}

/** Where an address leads, for people: host and port, or the scheme of an application on a phone. */
function placeOf(address: string): string {
  if (!URL.canParse(address)) return address;
  const { host, protocol } = new URL(address);
  return protocol.startsWith('http') ? host : protocol;
}

function section(title: string, scopes: readonly AskedScope[]): Markup {
  return html`<h2>${title}</h2>
<ul class="scopes">${scopes.map((scope) => html`<li>${scope.about}<code>${scope.name}</code></li>`)}</ul>`;
}
