/** The page of Online Banking: draws what {@link BankClient} keeps, and tells it what the person presses. */
import * as oauth from 'oauth4webapi';
import { html } from '../../shared/html.js';
import { home, topLine } from '../../shared/views.js';
import { FACE } from '../face.js';
import { BankClient, SignInFailed } from './bank-client.js';

const bank = new BankClient({
  oauth,
  fetch: (input, init) => fetch(input, init),
  storage: sessionStorage,
  origin: location.origin,
});

/** @type {import('../../shared/views.js').Notice | undefined} */
let notice;

async function open() {
  if (location.pathname === '/callback') {
    try {
      await bank.finishSignIn(location.href);
    } catch (thrown) {
      notice = failed('The sign-in could not be finished', thrown);
    }
    // The code must not stay in the address bar and in the history.
    history.replaceState(null, '', '/');
  } else if (location.pathname === '/signed-out') {
    notice = {
      kind: 'info',
      title: 'You are signed out',
      text: 'Online Banking and the bank’s sign-in have both forgotten you.',
    };
  }
  draw();
}

function draw() {
  const { user, data, last } = bank.kept;
  const root = /** @type {HTMLElement} */ (document.getElementById('app'));
  root.innerHTML =
    html`${topLine(FACE, user)}<main id="main" tabindex="-1">${home({ app: FACE, user, data, last, notice })}</main>`.text;
}

// In a browser without partitions another persona may take over: then this tab lets go of what it keeps.
const seats = new BroadcastChannel('persona-switch');
seats.onmessage = (/** @type {MessageEvent} */ { data }) => {
  if (data.ask !== 'leave') return;
  seats.postMessage({ kept: { ...sessionStorage } });
  sessionStorage.clear();
  notice = undefined;
  draw();
};

document.addEventListener('submit', (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  event.preventDefault();
  for (const button of form.querySelectorAll('button')) button.disabled = true;
  notice = undefined;
  act(new URL(form.action).pathname, new FormData(form)).catch((thrown) => {
    notice = failed('That did not work', thrown);
    draw();
  });
});

/**
 * @param {string} action
 * @param {FormData} fields
 */
async function act(action, fields) {
  if (action === '/sign-in') return location.assign(await bank.startSignIn());
  if (action === '/sign-out') return location.assign(await bank.startSignOut());
  const field = (/** @type {string} */ name) => String(fields.get(name) ?? '');
  const body = [...fields].flatMap(([name, value]) =>
    name.startsWith('body.') ? [[name.slice('body.'.length), String(value)]] : [],
  );
  await bank.call(
    { api: field('api'), method: field('method'), path: field('path') },
    body.length > 0 ? Object.fromEntries(body) : undefined,
  );
  draw();
  document.getElementById('main')?.focus();
}

/**
 * @param {string} title
 * @param {unknown} thrown
 * @returns {import('../../shared/views.js').Notice}
 */
function failed(title, thrown) {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return { kind: 'error', title, text, ...(thrown instanceof SignInFailed ? { detail: thrown.error } : {}) };
}

await open();
