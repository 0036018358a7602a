/**
 * What the applications show, as HTML. The servers of Care Desk and Pocket and the page of Online Banking draw the same
 * views, hence plain JavaScript.
 */
import { html } from './html.js';
import { tables } from './tables.js';

/**
 * @typedef {import('./html.js').Html} Html
 * @typedef {import('./api-answer.js').ApiAnswer} ApiAnswer
 * @typedef {object} AppFace
 * @property {string} id
 * @property {string} name
 * @property {string} lead
 * @property {readonly string[]} features
 * @property {boolean} [ofPerson] It belongs to whoever sits at the browser, not to the bank.
 * @typedef {{ kind: 'info' | 'error', title: string, text: string, detail?: string }} Notice
 * @typedef {object} HomeModel
 * @property {AppFace} app
 * @property {{ sub: string, name: string }} [user] The person who is signed in.
 * @property {Readonly<Record<string, unknown>>} data Bodies that APIs answered, by view.
 * @property {ApiAnswer} [last] The newest answer of an API.
 * @property {Notice} [notice]
 */

/** The bank's sign (from Lucide, ISC licence). */
const ANCHOR = html`<svg class="mark" width="18" height="18" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M12 6v16"/><path d="m19 13 2-1a9 9 0 0 1-18 0l2 1"/><path d="M9 11h6"/><circle cx="12" cy="4" r="2"/></svg>`;

/**
 * The top line of every page.
 * @param {AppFace} app
 * @param {HomeModel['user']} user
 * @returns {Html}
 */
export function topLine(app, user) {
  return html`<header class="top">
    <p class="brand">${app.ofPerson ? html`${app.name}` : html`${ANCHOR} Harbour Bank <span class="app-name">${app.name}</span>`}</p>
    ${
      user &&
      html`<p class="who"><span class="hush">Signed in as</span> <strong>${user.name}</strong></p>
        <form method="post" action="/sign-out"><button class="quiet">Sign out</button></form>`
    }
  </header>`;
}

/**
 * The home page, signed out or in.
 * @param {HomeModel} model
 * @returns {Html}
 */
export function home(model) {
  return html`${model.notice && notice(model.notice)}${model.user ? signedIn(model) : signedOut(model.app)}`;
}

/**
 * A message above the page.
 * @param {Notice} message
 * @returns {Html}
 */
export function notice(message) {
  return html`<section class="notice ${message.kind}" role="${message.kind === 'error' ? 'alert' : 'status'}">
    <h2>${message.title}</h2>
    <p>${message.text}</p>
    ${message.detail && html`<p class="mono">${message.detail}</p>`}
  </section>`;
}

/**
 * @param {AppFace} app
 * @returns {Html}
 */
function signedOut(app) {
  return html`<section class="welcome">
    <h1>${app.name}</h1>
    <p class="lead">${app.lead}</p>
    <form method="get" action="/sign-in"><button class="primary">Sign in</button></form>
    <p class="hush">You sign in at the bank’s own sign-in page. ${app.name} never sees your password.</p>
  </section>`;
}

/**
 * @param {HomeModel} model
 * @returns {Html}
 */
function signedIn({ app, user, data, last }) {
  return html`<h1>Hello, ${user?.name}</h1>
    ${last && answerPanel(last)}
    ${app.features.map((feature) => tables[feature]?.(data, app.features))}`;
}

/**
 * What the newest call brought: outcome by colour, by sign and by word.
 * @param {ApiAnswer} answer
 * @returns {Html}
 */
export function answerPanel(answer) {
  const outcome = answer.ok ? 'allowed' : answer.status === 0 || answer.status >= 500 ? 'failed' : 'denied';
  return html`<section class="answer ${outcome}" role="${answer.ok ? 'status' : 'alert'}" aria-label="Last answer">
    <h2><span aria-hidden="true">${answer.ok ? '✓' : '✕'}</span> ${answer.title}</h2>
    <p>${answer.text}</p>
    <dl class="facts">
      <div><dt>Call</dt><dd class="mono">${answer.method} ${answer.path}</dd></div>
      <div><dt>Status</dt><dd class="mono">${answer.status === 0 ? 'none' : answer.status}</dd></div>
      ${answer.error && html`<div><dt>Error</dt><dd class="mono">${answer.error}</dd></div>`}
      ${answer.needs && html`<div><dt>Needs</dt><dd class="mono">${answer.needs}</dd></div>`}
    </dl>
  </section>`;
}
