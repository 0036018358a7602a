import { html, type Markup } from '../../signin/html.ts';
import type { Problem } from './problem.ts';

/** Pages at which people do something about their accounts. Two of them stand in messages. */
export const ACCOUNT_PAGES = {
  confirm: '/account/confirm',
  password: '/account/password',
  register: '/account/register',
  recover: '/account/recover',
  username: '/account/user-name',
} as const;

/** What went wrong with a form before. */
export function alertOf(problem: Problem | undefined): Markup | undefined {
  if (problem === undefined) return undefined;
  return html`<div class="alert" id="problem" role="alert"><strong>That did not work.</strong> ${problem.text}</div>`;
}

/** A field of a form, with its label and, below it, what to know about it. */
export function field(
  name: string,
  label: string,
  {
    value = '',
    type = 'text',
    complete = 'off',
    about = '',
    focus = false,
    problem = undefined as Problem | undefined,
  } = {},
): Markup {
  const invalid = problem?.fields.includes(name) ?? false;
  const focused = problem && problem.fields.length > 0 ? problem.fields[0] === name : focus;
  const described = [about === '' ? '' : `${name}-about`, invalid ? 'problem' : ''].filter(Boolean).join(' ');
  return html`<label for="${name}">${label}</label>
<input type="${type}" id="${name}" name="${name}" value="${value}" autocomplete="${complete}" autocapitalize="none" spellcheck="false" required${focused && html` autofocus`}${invalid && html` aria-invalid="true"`}${described !== '' && html` aria-describedby="${described}"`}>
${about !== '' && html`<p class="quiet" id="${name}-about">${about}</p>`}`;
}
