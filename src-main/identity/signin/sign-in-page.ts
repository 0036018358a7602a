import { html } from './html.ts';
import type { Page } from './layout.ts';

/** What the sign-in page shows. */
export interface SignInPage {
  application: string;
  username?: string;
  /** What went wrong with the try before, for the person. */
  problem?: string;
  /** Why somebody who is signed in is asked again. */
  because?: string;
  redirectUri?: string;
  links: readonly SignInLink[];
}

/** What else the page offers. */
export interface SignInLink {
  href: string;
  text: string;
}

/** The page on which a person signs in with user name and password. */
export function signInPage({
  application,
  username = '',
  problem,
  because,
  redirectUri,
  links,
}: SignInPage): Page {
  const invalid = problem ? html` aria-invalid="true" aria-describedby="problem"` : '';
  return {
    title: problem ? 'Sign in: try again' : 'Sign in',
    leadsTo: [redirectUri],
    content: html`<h1>Sign in</h1>
<p class="lead">to go on to <strong>${application}</strong></p>
${problem && html`<div class="alert" id="problem" role="alert"><strong>That did not work.</strong> ${problem}</div>`}
${because && html`<p>${because}</p>`}
<form method="post" novalidate>
<label for="username">User name</label>
<input type="text" id="username" name="username" value="${username}" autocomplete="username" autocapitalize="none" spellcheck="false" required${username === '' && html` autofocus`}${invalid}>
<label for="password">Password</label>
<input type="password" id="password" name="password" autocomplete="current-password" required${username !== '' && html` autofocus`}${invalid}>
<div class="buttons">
<button type="submit" class="primary" name="decision" value="allow">Sign in</button>
<button type="submit" name="decision" value="deny">Cancel</button>
</div>
</form>
${links.length > 0 && html`<p class="links">${links.map(({ href, text }) => html`<a href="${href}">${text}</a>`)}</p>`}`,
  };
}
