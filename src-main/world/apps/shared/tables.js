/** The accounts, payments and cards of the signed-in person, each with the buttons that call an API. */
import { html } from './html.js';

/**
 * @typedef {import('./html.js').Html} Html
 * @typedef {Readonly<Record<string, unknown>>} Data Bodies that APIs answered, by view.
 * @typedef {Record<string, unknown>} Item
 */

/**
 * Under which name the body of an answer is kept for the views.
 * @param {string} api
 * @param {string} method
 * @param {string} path
 */
export function viewOf(api, method, path) {
  const segments = path.split('/').filter(Boolean);
  if (method !== 'GET') return `${api}.changed`;
  if (segments.length > 2) return `${api}.${segments[2]}`;
  return segments.length === 2 ? `${api}.one` : `${api}.all`;
}

/**
 * The part of the page for a feature of an application. `pay` is a part of `payments`.
 * @type {Readonly<Record<string, (data: Data, features: readonly string[]) => Html>>}
 */
export const tables = { accounts: accountsPart, payments: paymentsPart, cards: cardsPart };

/**
 * @param {Data} data
 * @returns {Html}
 */
function accountsPart(data) {
  const one = item(data['accounts.one']);
  return html`<section class="part" aria-labelledby="accounts-title">
    <div class="part-head"><h2 id="accounts-title">Accounts</h2>${call('accounts', 'GET', '/accounts', 'Show accounts')}</div>
    ${
      data['accounts.all'] !== undefined &&
      html`<table>
        <thead><tr><th>Account</th><th class="minor">Holder</th><th>Number</th><th><span class="hidden">Actions</span></th></tr></thead>
        <tbody>${records(data['accounts.all'], 'accounts').map(
          (account) => html`<tr>
            <td>${text(account.name)} <span class="mono hush">${text(account.id)}</span></td>
            <td class="minor">${text(account.holder)}</td>
            <td class="mono">${grouped(text(account.iban))}</td>
            <td>${call('accounts', 'GET', `/accounts/${text(account.id)}`, 'Open', `account ${text(account.id)}`)}</td>
          </tr>`,
        )}</tbody>
      </table>`
    }
    ${
      one &&
      html`<div class="card">
        <h3>${text(one.name)} <span class="mono hush">${text(one.id)}</span></h3>
        <p class="amount">${money(one.balance)}</p>
        <p class="mono hush">${grouped(text(one.iban))}</p>
        ${call('accounts', 'GET', `/accounts/${text(one.id)}/transactions`, 'Show bookings')}
      </div>`
    }
    ${
      data['accounts.transactions'] !== undefined &&
      html`<table>
        <thead><tr><th>Day</th><th>Booking</th><th class="end">Amount</th></tr></thead>
        <tbody>${records(data['accounts.transactions'], 'transactions').map(
          (booking) => html`<tr>
            <td class="mono">${text(booking.booked_at).slice(0, 10)}</td>
            <td>${text(booking.text)}</td>
            <td class="end mono">${money(booking.amount)}</td>
          </tr>`,
        )}</tbody>
      </table>`
    }
  </section>`;
}

/**
 * @param {Data} data
 * @param {readonly string[]} features
 * @returns {Html}
 */
function paymentsPart(data, features) {
  return html`<section class="part" aria-labelledby="payments-title">
    <div class="part-head"><h2 id="payments-title">Payments</h2>${call('payments', 'GET', '/payments', 'Show payments')}</div>
    ${
      data['payments.all'] !== undefined &&
      html`<table>
        <thead><tr><th>Day</th><th>To</th><th>Reference</th><th class="end">Amount</th></tr></thead>
        <tbody>${records(data['payments.all'], 'payments').map(
          (payment) => html`<tr>
            <td class="mono">${text(payment.made_at).slice(0, 10)}</td>
            <td>${text(payment.to_name)}</td>
            <td>${text(payment.reference)}</td>
            <td class="end mono">${money(payment.amount)}</td>
          </tr>`,
        )}</tbody>
      </table>`
    }
    ${features.includes('pay') && newPayment()}
  </section>`;
}

/** @returns {Html} */
function newPayment() {
  return html`<details>
    <summary>New payment</summary>
    <form class="fields" method="post" action="/call">
      ${hidden('payments', 'POST', '/payments')}
      <label>From account <input name="body.from_account" inputmode="numeric" autocomplete="off" required></label>
      <label>To (account number) <input name="body.to_iban" autocomplete="off" required></label>
      <label>Name <input name="body.to_name" autocomplete="off" required></label>
      <label>Reference <input name="body.reference" autocomplete="off"></label>
      <label>Amount in EUR <input name="body.amount" inputmode="decimal" autocomplete="off" required></label>
      <button>Pay</button>
    </form>
  </details>`;
}

/**
 * @param {Data} data
 * @returns {Html}
 */
function cardsPart(data) {
  return html`<section class="part" aria-labelledby="cards-title">
    <div class="part-head"><h2 id="cards-title">Cards</h2>${call('cards', 'GET', '/cards', 'Show cards')}</div>
    ${
      data['cards.all'] !== undefined &&
      html`<table>
        <thead><tr><th>Card</th><th class="minor">Holder</th><th>Status</th><th><span class="hidden">Actions</span></th></tr></thead>
        <tbody>${records(data['cards.all'], 'cards').map(
          (card) => html`<tr>
            <td>${text(card.kind)} <span class="mono">${text(card.number)}</span></td>
            <td class="minor">${text(card.holder)}</td>
            <td>${text(card.status)}</td>
            <td>${call('cards', 'POST', `/cards/${text(card.id)}/block`, 'Block', `card ${text(card.id)}`)}</td>
          </tr>`,
        )}</tbody>
      </table>`
    }
  </section>`;
}

/**
 * A button that calls an API. `object` tells a screen reader which of several alike it is.
 * @param {string} api
 * @param {string} method
 * @param {string} path
 * @param {string} label
 * @param {string} [object]
 * @returns {Html}
 */
function call(api, method, path, label, object) {
  return html`<form method="post" action="/call">${hidden(api, method, path)}
    <button>${label}${object && html`<span class="hidden"> ${object}</span>`}</button></form>`;
}

/**
 * @param {string} api
 * @param {string} method
 * @param {string} path
 * @returns {Html}
 */
function hidden(api, method, path) {
  return html`<input type="hidden" name="api" value="${api}"><input type="hidden" name="method" value="${method}"><input type="hidden" name="path" value="${path}">`;
}

/**
 * The list inside a body, or none when the body is not what the API promises.
 * @param {unknown} body
 * @param {string} member
 * @returns {Item[]}
 */
export function records(body, member) {
  const list = item(body)?.[member];
  if (!Array.isArray(list)) return [];
  return list.map(item).filter((entry) => entry !== undefined);
}

/**
 * @param {unknown} value
 * @returns {Item | undefined}
 */
function item(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? /** @type {Item} */ (value)
    : undefined;
}

/** @param {unknown} value */
const text = (value) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/** @param {string} iban */
const grouped = (iban) => iban.replace(/(.{4})(?=.)/g, '$1 ');

/** @param {unknown} value */
function money(value) {
  const amount = item(value);
  if (!amount) return '';
  return new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency: text(amount.currency) || 'EUR',
  }).format(Number(amount.value));
}
