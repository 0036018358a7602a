import type { Message } from '../../../store/messages.ts';
import type { PersonaSeed } from '../../seed/personas.ts';
import { type Html, html } from '../shared/html.js';
import { codeOf, headed, linkOf, nobodyHere, places, textOf, when } from './message-parts.ts';

/** What somebody's telephone shows. */
export interface Phone {
  person: PersonaSeed | undefined;
  /** The newest first. */
  texts: readonly Message[];
  now: number;
  /** Unread mail. */
  letters: number;
}

/** Text messages, the newest on top. */
export function phone({ person, texts, now, letters }: Phone): Html {
  const unread = texts.filter(({ readAt }) => readAt === null).length;
  return html`${headed('Text messages', person)}
    ${places('phone', { mail: letters, phone: unread })}
    ${!person && nobodyHere()}
    ${person && texts.length === 0 && html`<p class="hush">No text messages yet. Codes that go to the telephone of ${person.name} will stand here.</p>`}
    ${texts.length > 0 && html`<div class="phone">${texts.map((message) => bubble(message, now))}</div>`}`;
}

function bubble(message: Message, now: number): Html {
  const { sender, subject, text, sentAt, readAt } = message;
  return html`<article class="bubble ${readAt === null ? 'unread' : ''}">
    <h2><bdi>${sender}</bdi> ${when(sentAt, now)}</h2>
    ${subject !== '' && html`<p class="subject"><bdi>${subject}</bdi></p>`}
    ${textOf(text)}
    ${codeOf(message)}
    ${linkOf(message)}
  </article>`;
}
