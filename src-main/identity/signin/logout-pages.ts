import { html } from './html.ts';
import type { Page } from './layout.ts';

/** What the page needs that asks whether to sign out. */
export interface LogoutPage {
  action: string;
  xsrf: string;
  application: string | undefined;
  redirectUri: string | undefined;
}

/** Asks whether to sign out at the provider (OpenID Connect RP-Initiated Logout §2). */
export function logoutPage({ action, xsrf, application, redirectUri }: LogoutPage): Page {
  return {
    title: 'Sign out?',
    leadsTo: [redirectUri],
    content: html`<h1>Sign out?</h1>
<p class="lead">${application ? html`${application} has signed you out.` : ''} Sign out here as well, and no application can sign you in without your password.</p>
<form method="post" action="${action}">
<input type="hidden" name="xsrf" value="${xsrf}">
<div class="buttons">
<button type="submit" class="primary" name="decision" value="allow">Sign out</button>
<button type="submit" name="decision" value="deny">Stay signed in</button>
</div>
</form>`,
  };
}

/** The page after signing out, when no application wants the person back. */
export function loggedOutPage(application: string | undefined): Page {
  return {
    title: application ? 'Signed out of the application' : 'Signed out',
    content: html`<h1>You are signed out${application ? html` of ${application}` : ''}</h1>
<p class="lead">${application ? 'You are still signed in here.' : 'The session at the provider has ended.'} You can close this page.</p>`,
  };
}

/** What the page needs that says that another person has signed in. */
export interface SwitchPersonPage {
  action: string;
  xsrf: string;
  /** Names of the two. */
  from: string;
  to: string;
}

/** Said when another person signs in where one is signed in: one browser has one session. */
export function switchPersonPage({ action, xsrf, from, to }: SwitchPersonPage): Page {
  return {
    title: `Go on as ${to}`,
    content: html`<h1>Go on as ${to}</h1>
<p class="lead">${from} is signed in here. To go on as <strong>${to}</strong>, ${from} is signed out first.</p>
<form method="post" action="${action}">
<input type="hidden" name="xsrf" value="${xsrf}">
<div class="buttons"><button type="submit" class="primary" name="decision" value="allow">Continue</button></div>
</form>`,
  };
}
