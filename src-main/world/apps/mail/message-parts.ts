import type { Message } from '../../../store/messages.ts';
import type { PersonaSeed } from '../../seed/personas.ts';
import { type Html, html } from '../shared/html.js';

const LONG = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' });
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const HOUR = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'UTC' });

/** When a message came, on the clock of the sandbox: the hour if it was on this day, else the day. */
export function when(sentAt: number, now: number): Html {
  const sameDay = LONG.format(sentAt).slice(0, -5) === LONG.format(now).slice(0, -5);
  return html`<span class="time" title="${fullTime(sentAt)}">${(sameDay ? HOUR : DAY).format(sentAt)}</span>`;
}

/** The whole of it. */
export const fullTime = (sentAt: number): string => `${LONG.format(sentAt)} UTC`;

/** The way between mail and telephone. */
export function places(here: 'mail' | 'phone', unread: { mail: number; phone: number }): Html {
  const place = (name: 'mail' | 'phone', href: string, label: string) =>
    html`<a href="${href}" aria-current="${name === here ? 'page' : 'false'}">${label}${unread[name] > 0 && html` <span class="count">${unread[name]} unread</span>`}</a>`;
  return html`<nav class="places" aria-label="Messages">${place('mail', '/', 'Mail')} ${place('phone', '/phone', 'Text messages')}</nav>`;
}

/** As many characters of one word are laid out in one go. */
const WORD = /(\S{64})(?=\S)/;

/**
 * The text of a message. Very long words get places at which they may be broken: a browser that has to try every one of
 * tens of thousands of characters in a typeface with contextual forms is busy for half a minute.
 */
export const textOf = (text: string): Html =>
  html`<p class="letter" dir="auto">${text.split(WORD).map((piece, index) => html`${piece}${index % 2 === 1 && BREAK}`)}</p>`;
const BREAK = html`<wbr>`;

/** A code of a message, to be typed somewhere else. */
export function codeOf({ code }: Message): Html | false {
  return (
    code !== null &&
    html`<p class="take-code"><output class="user-code mono" aria-label="Code">${code}</output> <button type="button" data-copy="${code}" hidden>Copy the code</button></p>`
  );
}

/** Where a message leads, and how it gets there. What people write themselves carries its link openly. */
export function linkOf({ id, link, linkText, template }: Message): Html | false {
  if (link === null) return false;
  const { host, pathname } = new URL(link);
  return html`<p class="leads"><a class="button" href="${template === 'free' ? link : `/open/${id}`}">${linkText ?? 'Open the link'}</a> <span class="hush mono">${host}${pathname}</span></p>`;
}

/** The heading above somebody's messages. */
export const headed = (what: string, person: PersonaSeed | undefined): Html =>
  html`<h1>${person === undefined ? what : `${what} for ${person.name}`}</h1>`;

/** Said where no persona sits at the browser. */
export const nobodyHere = (): Html =>
  html`<p class="hush">This browser belongs to no persona, so it has no messages. Open Mail from the window of the sandbox, as the persona whose messages you want to read.</p>`;
