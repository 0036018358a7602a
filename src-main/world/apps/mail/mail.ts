import { PERSONAS } from '../../seed/personas.ts';
import { type AppDeps, createApp, type DemoApp, finishApp } from '../server/app-base.ts';
import { page } from '../server/pages.ts';
import { visitingPersona } from '../server/visiting-persona.ts';
import { html } from '../shared/html.js';
import type { AppFace } from '../shared/views.js';
import { Mailbox, type MailMessage } from './mailbox.ts';

const FACE: AppFace = {
  id: 'mail',
  name: 'Mail',
  lead: 'The messages of the person at the browser.',
  features: [],
};

const TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

/** Mail: what the people of the world send one another. Each browser shows the messages of its own persona. */
export function mail(deps: AppDeps): DemoApp {
  const mailbox = new Mailbox(deps.core.store);
  const app = createApp(deps, { formTargets: [] });
  app.get('/', (_req, res) => {
    const persona = visitingPersona();
    const name = PERSONAS.find(({ id }) => id === persona)?.name;
    const messages = persona === undefined ? [] : mailbox.of(persona);
    const content = html`<h1>${name === undefined ? 'Messages' : `Messages for ${name}`}</h1>
      ${messages.length === 0 ? html`<p class="hush">No messages. What somebody sends will stand here.</p>` : messages.map(letter)}`;
    res.send(page(FACE, `${FACE.name} · ${name ?? 'nobody'}`, content));
  });
  finishApp(app, deps.core, FACE);
  return { handler: app, stop: async () => undefined };
}

function letter({ from, subject, text, link, linkText, sentAt }: MailMessage) {
  return html`<article class="part">
    <h2>${subject}</h2>
    <p class="hush">From ${from}, ${TIME.format(sentAt)} UTC</p>
    <p>${text}</p>
    <p><a href="${link}">${linkText}</a></p>
  </article>`;
}
