import type { Account } from '../../../store/accounts.ts';
import { inWords } from '../../lifecycle/in-words.ts';
import { html, type Markup } from '../../signin/html.ts';
import type { Page } from '../../signin/layout.ts';
import { APPROVALS_PAGE } from '../custom/engine/steps.ts';
import { ACCOUNT_PAGES, field, forPasswordManagers } from '../pages/account-layout.ts';
import type { Problem } from '../pages/problem.ts';
import { versionOf } from './own-entry.ts';

/** The forms of the page; a button of each says what is to happen. */
export type ProfileForm = 'names' | 'email' | 'phone' | 'password';

/** What went wrong with one of the forms; without fields it is told at the top. */
export interface ProfileProblem extends Problem {
  form?: ProfileForm | undefined;
}

/** What the page shows. */
export interface ProfilePage {
  account: Account;
  /** Virtual time, ms, until which the codes of new addresses work; undefined: none does. */
  until: { email: number | undefined; sms: number | undefined };
  now: number;
  /** What a password has to be like, in words. */
  policy: string;
  /** Whether a new password ends every other session, whatever the person wishes. */
  endsSessions: boolean;
  /** What was typed into a form that was refused. Passwords are not among it. */
  typed?: URLSearchParams | undefined;
  problem?: ProfileProblem | undefined;
  /** What was just done. */
  done?: string | undefined;
}

/** The page on which a person who is signed in keeps her own account. */
export function profilePage(page: ProfilePage): Page {
  const { account, problem, done } = page;
  const general = problem && problem.fields.length === 0 ? problem.text : undefined;
  return {
    title: problem ? 'Your account: try again' : 'Your account',
    content: html`<h1>Your account</h1>
<p class="lead">You are signed in as <strong>${account.name}</strong>. Your user name is <strong>${account.username}</strong>.</p>
${general && html`<div class="alert" role="alert"><strong>That did not work.</strong> ${general}</div>`}
${done !== undefined && html`<p class="verdict good" role="status">${done}</p>`}
${names(page)}
${email(page)}
${phone(page)}
${password(page)}
<p class="links"><a href="${APPROVALS_PAGE}">Decisions for you</a> <a href="/session/end">Sign out</a></p>`,
  };
}

/** A form that is sent with the version of the account that it was made of. */
function form(account: Account, content: Markup): Markup {
  return html`<form method="post" action="${ACCOUNT_PAGES.profile}" novalidate>
<input type="hidden" name="version" value="${versionOf(account)}">
${content}
</form>`;
}

/** What a field holds: what was typed into a form that was refused, or what is. */
function held({ typed, problem }: ProfilePage, of: ProfileForm, name: string, is = ''): string {
  return problem?.form === of ? (typed?.get(name) ?? is) : is;
}

const problemOf = ({ problem }: ProfilePage, of: ProfileForm): Problem | undefined =>
  problem?.form === of ? problem : undefined;

function names(page: ProfilePage): Markup {
  const { account } = page;
  const problem = problemOf(page, 'names');
  const claim = (name: string) =>
    typeof account.claims[name] === 'string' ? String(account.claims[name]) : '';
  const fields = html`${field('name', 'Full name', { value: held(page, 'names', 'name', account.name), complete: 'name', problem })}
${field('given_name', 'First name', { value: held(page, 'names', 'given_name', claim('given_name')), complete: 'given-name', optional: true, problem })}
${field('family_name', 'Last name', { value: held(page, 'names', 'family_name', claim('family_name')), complete: 'family-name', optional: true, problem })}
<div class="buttons"><button type="submit" name="decision" value="names">Save the name</button></div>`;
  return html`<section><h2>Name</h2>${form(account, fields)}</section>`;
}

const verified = (is: boolean): Markup =>
  html`<span class="quiet">${is ? 'confirmed' : 'not confirmed'}</span>`;

function email(page: ProfilePage): Markup {
  const { account } = page;
  const { email: address, pendingEmail, claims } = account;
  const waits =
    pendingEmail !== null &&
    html`<div class="waits"><p><strong>${pendingEmail}</strong> waits for its confirmation${timeLeft(page, 'email')}. Until then the old address holds.</p>
${form(account, html`<div class="buttons"><button type="submit" name="decision" value="email-again">Send the link again</button><button type="submit" name="decision" value="email-back">Take it back</button></div>`)}</div>`;
  const about = 'We send a link there. It holds once you have opened the link and confirmed.';
  const change = html`${field('email', pendingEmail === null ? 'New address' : 'Another address', { type: 'email', complete: 'email', about, value: held(page, 'email', 'email'), problem: problemOf(page, 'email') })}
<div class="buttons"><button type="submit" name="decision" value="email">Change the address</button></div>`;
  return html`<section><h2>E-mail address</h2>
<p>${address === '' ? 'None.' : html`<strong>${address}</strong> ${verified(claims.email_verified === true)}`}</p>
${waits}
${form(account, change)}</section>`;
}

function phone(page: ProfilePage): Markup {
  const { account } = page;
  const { pendingPhone, claims } = account;
  const number = typeof claims.phone_number === 'string' ? claims.phone_number : '';
  const problem = problemOf(page, 'phone');
  const code = html`${field('confirmation', 'Code of our text message', { complete: 'one-time-code', code: true, problem })}
<div class="buttons"><button type="submit" name="decision" value="phone-code" class="primary">Confirm the number</button><button type="submit" name="decision" value="phone-again">Send a new code</button><button type="submit" name="decision" value="phone-back">Take it back</button></div>`;
  const waits =
    pendingPhone !== null &&
    html`<div class="waits"><p><strong>${pendingPhone}</strong> waits for its confirmation${timeLeft(page, 'sms')}. Until then ${number === '' ? 'you have none' : 'the old number holds'}.</p>
${form(account, code)}</div>`;
  const about = `We send a code there.${number === '' ? '' : ' Leave it empty to have no number.'}`;
  const change = html`${field('phone', pendingPhone === null ? 'New number' : 'Another number', { type: 'tel', complete: 'tel', about, optional: true, value: held(page, 'phone', 'phone'), problem })}
<div class="buttons"><button type="submit" name="decision" value="phone">Change the number</button></div>`;
  return html`<section><h2>Telephone</h2>
<p>${number === '' ? 'None.' : html`<strong>${number}</strong> ${verified(claims.phone_number_verified === true)}`}</p>
${waits}
${form(account, change)}</section>`;
}

function password(page: ProfilePage): Markup {
  const { account, policy, endsSessions } = page;
  const problem = problemOf(page, 'password');
  const fields = html`${forPasswordManagers(account.username)}
${field('current_password', 'Present password', { type: 'password', complete: 'current-password', problem })}
${field('password', 'New password', { type: 'password', complete: 'new-password', about: policy, problem })}
${field('again', 'The same again', { type: 'password', complete: 'new-password', problem })}
${
  endsSessions
    ? html`<p class="quiet">You stay signed in here, and are signed out everywhere else.</p>`
    : html`<label class="check"><input type="checkbox" name="everywhere" value="on" checked> Sign me out everywhere else</label>`
}
<p class="quiet">Applications that have access to your account lose it: sign in to them anew. Wrong present passwords count as failed sign-ins.</p>
<div class="buttons"><button type="submit" name="decision" value="password">Change the password</button></div>`;
  return html`<section><h2>Password</h2>${form(account, fields)}</section>`;
}

function timeLeft({ until, now }: ProfilePage, channel: 'email' | 'sms'): string {
  const time = until[channel];
  return time === undefined ? '; its code works no more' : `, for another ${inWords(time - now)}`;
}
