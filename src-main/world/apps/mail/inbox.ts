import type { Message } from '../../../store/messages.ts';
import type { PersonaSeed } from '../../seed/personas.ts';
import { type Html, html } from '../shared/html.js';
import { codeOf, fullTime, headed, linkOf, nobodyHere, places, textOf, when } from './message-parts.ts';

/** What the page of somebody's mail shows. */
export interface Inbox {
  person: PersonaSeed | undefined;
  /** The newest first. */
  letters: readonly Message[];
  reading: Message | undefined;
  /** It was opened, not only the newest: on a narrow screen it stands alone. */
  chosen: boolean;
  now: number;
  /** Unread text messages. */
  texts: number;
}

/** Mail: the list, and beside it the letter that is read. */
export function inbox({ person, letters, reading, chosen, now, texts }: Inbox): Html {
  const mail = letters.filter(({ readAt }) => readAt === null).length;
  return html`${headed('Messages', person)}
    ${places('mail', { mail, phone: texts })}
    ${!person && nobodyHere()}
    ${person && letters.length === 0 && html`<p class="hush">No mail yet. What anybody sends to ${person.email} will stand here.</p>`}
    ${
      reading &&
      html`<div class="inbox ${chosen ? 'chosen' : ''}">
      <ul class="letters" aria-label="Mail">${letters.map((message) => row(message, message === reading || message.id === reading.id, now))}</ul>
      ${letter(reading, chosen)}
    </div>`
    }`;
}

function row({ id, sender, subject, sentAt, readAt }: Message, open: boolean, now: number): Html {
  return html`<li><a href="/message/${id}" aria-current="${open ? 'true' : 'false'}" class="${readAt === null ? 'unread' : 'read'}">
      <span class="sender"><bdi>${sender}</bdi></span> ${when(sentAt, now)}
      <span class="subject"><bdi>${subject}</bdi>${readAt === null && html`<span class="hidden"> (unread)</span>`}</span>
    </a></li>`;
}

function letter(message: Message, chosen: boolean): Html {
  const { subject, sender, address, sentAt, text, template, note } = message;
  return html`<article class="part reading">
    ${chosen && html`<p class="back"><a href="/">All mail</a></p>`}
    <h2><bdi>${subject}</bdi></h2>
    <dl class="heads">
      <div><dt>From</dt><dd><bdi>${sender}</bdi> ${template === 'smtp' && html`<span class="tag">by SMTP, sender not checked</span>`}</dd></div>
      <div><dt>To</dt><dd><bdi>${address}</bdi></dd></div>
      <div><dt>Sent</dt><dd>${fullTime(sentAt)}</dd></div>
    </dl>
    ${textOf(text)}
    ${codeOf(message)}
    ${linkOf(message)}
    ${note !== null && html`<p class="hush note">${note}</p>`}
  </article>`;
}
