import { page } from '../server/pages.ts';
import { html } from '../shared/html.js';
import { tables } from '../shared/tables.js';
import { type AppFace, answerPanel, notice } from '../shared/views.js';
import type { Holdings, StolenSecret } from './holdings.ts';

export const FACE: AppFace = {
  id: 'notebook',
  name: 'Mallory’s notebook',
  lead: 'What Mallory holds that is not hers.',
  features: ['accounts'],
  ofPerson: true,
};

/** The page of the notebook: what she holds, each with what she can do with it, and her tricks. */
export function notebookPage(holdings: Holdings, device: { userCode: string } | undefined): string {
  const { secrets, access, data, last, said } = holdings;
  const content = html`<h1>What I hold</h1>
    ${said && notice({ kind: 'info', ...said })}
    ${last && answerPanel(last)}
    <section class="part">
      ${secrets.length === 0 && html`<p class="hush">Nothing yet.</p>`}
      ${
        secrets.length > 0 &&
        html`<table>
        <thead><tr><th>What</th><th>Whose</th><th>How I got it</th><th><span class="hidden">Actions</span></th></tr></thead>
        <tbody>${secrets.map(row)}</tbody>
      </table>`
      }
    </section>
    ${Object.keys(access).length > 0 && tables.accounts?.(data, FACE.features)}
    ${Object.values(access).some(({ client }) => client === 'signet') && ownProofCall()}
    <section class="part tricks" aria-labelledby="tricks">
      <h2 id="tricks">My tricks</h2>
      ${torch(holdings.torchOn)}
      ${trick('/copy', 'bob', 'Copy Pocket’s files from Bob’s phone', 'He left it with me, unlocked, for a minute.')}
      ${trick('/copy', 'bob', 'Copy Signet’s files from Bob’s phone', 'The other application. Its key is not among the files.', 'signet')}
      ${
        device &&
        trick(
          '/send',
          'alice',
          'Send Alice the code',
          `My television shows ${device.userCode}. It needs a customer.`,
        )
      }
    </section>`;
  return page(FACE, FACE.name, content);
}

function row({ id, kind, owner, client, how }: StolenSecret) {
  const isCode = kind === 'code';
  return html`<tr>
    <td>${isCode ? 'Authorization code' : 'Refresh token'} <span class="mono hush">${client}</span></td>
    <td>${owner}</td>
    <td>${how}</td>
    <td><form method="post" action="/spend"><input type="hidden" name="id" value="${id}"><button aria-label="${isCode ? 'Redeem' : 'Use'} number ${id}">${isCode ? 'Redeem' : 'Use'}</button></form>
      ${client === 'signet' && ownProofUse(id)}</td>
  </tr>`;
}

function ownProofUse(id: number) {
  return html`<form method="post" action="/spend"><input type="hidden" name="id" value="${id}"><input type="hidden" name="proof" value="own"><button aria-label="Use number ${id} with a proof of my own">Use with a proof of my own</button></form>`;
}

/** A bound token comes with a proof; this one is by a key that she makes for it. */
function ownProofCall() {
  return html`<div class="part-head"><p>The token is bound to a key, which I do not have. I can make one of my own.</p>
    <form method="post" action="/call"><input type="hidden" name="api" value="accounts"><input type="hidden" name="method" value="GET"><input type="hidden" name="path" value="/accounts"><input type="hidden" name="proof" value="own"><button>Show accounts with a proof of my own</button></form></div>`;
}

function torch(on: string | undefined) {
  const text =
    on === undefined
      ? 'A free torch app. It also claims Pocket’s redirect address.'
      : `Torch is on ${on}’s phone.`;
  return html`<div class="part-head"><p>${text}</p><form method="post" action="/torch">
    <input type="hidden" name="persona" value="${on ?? 'bob'}"><input type="hidden" name="installed" value="${on === undefined ? 'yes' : 'no'}">
    <button>${on === undefined ? 'Have Bob install Torch' : 'Remove Torch'}</button>
  </form></div>`;
}

function trick(action: string, persona: string, label: string, text: string, app = 'pocket') {
  return html`<div class="part-head"><p>${text}</p><form method="post" action="${action}"><input type="hidden" name="persona" value="${persona}"><input type="hidden" name="app" value="${app}"><button>${label}</button></form></div>`;
}
