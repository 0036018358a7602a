import { html } from '../../signin/html.ts';
import type { Page } from '../../signin/layout.ts';
import { ACCOUNT_PAGES, alertOf, field } from './account-layout.ts';
import type { Problem } from './problem.ts';

/** What the page for a registration shows. */
export interface RegisterPage {
  username: string;
  name: string;
  email: string;
  minLength: number;
  problem?: Problem | undefined;
}

/** The page on which a person makes an account for herself. */
export function registerPage({ username, name, email, minLength, problem }: RegisterPage): Page {
  return {
    title: problem ? 'Create an account: try again' : 'Create an account',
    content: html`<h1>Create an account</h1>
<p class="lead">We send a message to your address; with it you confirm that it is yours.</p>
${alertOf(problem)}
<form method="post" action="${ACCOUNT_PAGES.register}" novalidate>
${field('username', 'User name', { value: username, complete: 'username', problem, focus: true })}
${field('name', 'Your name', { value: name, complete: 'name' })}
${field('email', 'E-mail address', { value: email, complete: 'email', problem })}
${field('password', 'Password', {
  type: 'password',
  complete: 'new-password',
  about: `At least ${minLength} characters.`,
  problem,
})}
<div class="buttons"><button type="submit" class="primary">Create the account</button></div>
</form>`,
  };
}
