import { html } from '../../signin/html.ts';
import type { Page } from '../../signin/layout.ts';
import { ACCOUNT_PAGES, alertOf, field } from './account-layout.ts';
import type { Problem } from './problem.ts';

/** What the page for a registration shows. */
export interface RegisterPage {
  username: string;
  name: string;
  email: string;
  /** What a password has to be like, in words. */
  policy: string;
  /** What happens after it, in words. */
  then: string;
  /** Whether people may register with an address alone. */
  lite: boolean;
  problem?: Problem | undefined;
}

/** The page on which a person makes an account for herself. */
export function registerPage({ username, name, email, policy, then, lite, problem }: RegisterPage): Page {
  return {
    title: problem ? 'Create an account: try again' : 'Create an account',
    content: html`<h1>Create an account</h1>
<p class="lead">${then}</p>
${alertOf(problem)}
<form method="post" action="${ACCOUNT_PAGES.register}" novalidate>
${field('username', 'User name', { value: username, complete: 'username', about: 'You sign in with it.', problem, focus: true })}
${field('name', 'Your name', { value: name, complete: 'name' })}
${field('email', 'E-mail address', { type: 'email', value: email, complete: 'email', problem })}
${field('password', 'Password', { type: 'password', complete: 'new-password', about: policy, problem })}
<div class="buttons"><button type="submit" class="primary">Create the account</button></div>
</form>
${lite && html`<p class="links"><a href="${ACCOUNT_PAGES.registerAddress}">Register with an address alone</a></p>`}`,
  };
}

/** The page on which a person registers with an address alone (a lite registration). */
export function registerAddressPage({
  email,
  problem,
}: {
  email: string;
  problem?: Problem | undefined;
}): Page {
  return {
    title: problem ? 'Register with an address: try again' : 'Register with an address',
    content: html`<h1>Register with an address</h1>
<p class="lead">We send a link there. Open it to confirm that the address is yours; you choose a password after that.</p>
${alertOf(problem)}
<form method="post" action="${ACCOUNT_PAGES.registerAddress}" novalidate>
${field('email', 'E-mail address', { type: 'email', value: email, complete: 'email', about: 'It is your user name as well.', problem, focus: true })}
<div class="buttons"><button type="submit" class="primary">Register</button></div>
</form>
<p class="links"><a href="${ACCOUNT_PAGES.register}">Create an account with a user name</a></p>`,
  };
}
