import { html, type Markup } from '../../signin/html.ts';

/** Pages at which people do something about their accounts. Two of them stand in messages. */
export const ACCOUNT_PAGES = {
  confirm: '/account/confirm',
  password: '/account/password',
  register: '/account/register',
  recover: '/account/recover',
  username: '/account/user-name',
} as const;

/** What went wrong with a form before. */
export function alertOf(problem: string | undefined): Markup | undefined {
  if (problem === undefined) return undefined;
  return html`<div class="alert" id="problem" role="alert"><strong>That did not work.</strong> ${problem}</div>`;
}

/** A field of a form, with its label and, below it, what to know about it. */
export function field(
  name: string,
  label: string,
  { value = '', type = 'text', complete = 'off', about = '', focus = false, invalid = false } = {},
): Markup {
  const described = [about === '' ? '' : `${name}-about`, invalid ? 'problem' : ''].filter(Boolean).join(' ');
  return html`<label for="${name}">${label}</label>
<input type="${type}" id="${name}" name="${name}" value="${value}" autocomplete="${complete}" autocapitalize="none" spellcheck="false" required${focus && html` autofocus`}${invalid && html` aria-invalid="true"`}${described !== '' && html` aria-describedby="${described}"`}>
${about !== '' && html`<p class="quiet" id="${name}-about">${about}</p>`}`;
}
