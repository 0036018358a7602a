import { html, type Markup } from '../../signin/html.ts';
import type { Problem } from './problem.ts';

/** Pages at which people do something about their accounts. Two stand in messages; for one they are signed in. */
export const ACCOUNT_PAGES = {
  confirm: '/account/confirm',
  password: '/account/password',
  register: '/account/register',
  registerAddress: '/account/register/address',
  recover: '/account/recover',
  username: '/account/user-name',
  resend: '/account/resend',
  profile: '/account/profile',
} as const;

/** What went wrong with a form before, where no single field is to blame. */
export function alertOf(problem: Problem | undefined): Markup | undefined {
  if (problem === undefined || problem.fields.length > 0) return undefined;
  return html`<div class="alert" role="alert"><strong>That did not work.</strong> ${problem.text}</div>`;
}

/** How a field takes what is typed. */
interface Typing {
  type?: 'text' | 'password' | 'email' | 'tel';
  value?: string;
  /** `autocomplete`, by the names of HTML (§4.10.18.7). */
  complete?: string;
  /** What to know before something is typed. */
  about?: string;
  /** It is where a person begins, unless something was wrong elsewhere. */
  focus?: boolean;
  problem?: Problem | undefined;
  /** A short code: capitals, in the typeface of codes. */
  code?: boolean;
  /** It may be left empty. */
  optional?: boolean;
}

/** A field of a form: its label, what to know about it, and what was wrong with it, told where the cursor is put. */
export function field(
  name: string,
  label: string,
  {
    type = 'text',
    value = '',
    complete = 'off',
    about = '',
    focus = false,
    problem,
    code = false,
    optional = false,
  }: Typing = {},
): Markup {
  const place = problem?.fields.indexOf(name) ?? -1;
  const [first] = problem?.fields ?? [];
  const focused = first === undefined ? focus : place === 0;
  const described = [place >= 0 && `${first}-problem`, about !== '' && `${name}-about`]
    .filter(Boolean)
    .join(' ');
  return html`<label for="${name}">${label}</label>
<input type="${type}" id="${name}" name="${name}" value="${value}" autocomplete="${complete}" autocapitalize="${code ? 'characters' : 'none'}" spellcheck="false"${!optional && html` required`}${code && html` class="code"`}${focused && html` autofocus`}${place >= 0 && html` aria-invalid="true"`}${described !== '' && html` aria-describedby="${described}"`}>
${place === 0 && html`<p class="problem" id="${name}-problem" role="alert">${problem?.text}</p>`}
${about !== '' && html`<p class="quiet" id="${name}-about">${about}</p>`}`;
}

/** The user name for whatever keeps passwords: it stands in no form field that is sent, and nobody sees it. */
export const forPasswordManagers = (username: string): Markup =>
  html`<input type="text" class="unseen" value="${username}" autocomplete="username" aria-label="User name" readonly tabindex="-1">`;
