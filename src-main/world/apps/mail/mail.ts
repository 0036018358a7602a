import type { Request, Response } from 'express';
import type { Channel } from '../../../contract/account-state.ts';
import { type Message, Messages } from '../../../store/messages.ts';
import { PERSONAS } from '../../seed/personas.ts';
import { type AppDeps, createApp, type DemoApp, finishApp } from '../server/app-base.ts';
import { messagePage, page } from '../server/pages.ts';
import { visitingPersona } from '../server/visiting-persona.ts';
import { html } from '../shared/html.js';
import type { AppFace } from '../shared/views.js';

const FACE: AppFace = {
  id: 'mail',
  name: 'Mail',
  lead: 'The messages of the person at the browser.',
  features: [],
};

const TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

/** Mail, and text messages on the phone. Each browser shows the messages of its own persona. */
export function mail(deps: AppDeps): DemoApp {
  const messages = new Messages(deps.core.store);
  const app = createApp(deps, { formTargets: [] });
  const mine = (): Message[] => {
    const persona = PERSONAS.find(({ id }) => id === visitingPersona());
    return persona === undefined ? [] : messages.of(persona.id, [persona.email]);
  };
  const show = (channel: Channel) => (_req: Request, res: Response) => {
    const name = PERSONAS.find(({ id }) => id === visitingPersona())?.name;
    const found = mine().filter((message) => message.channel === channel);
    // The page shows them to the person; the log of the page does not.
    for (const { code } of found) if (code !== null) deps.core.vault.issued(code);
    const what = channel === 'email' ? 'Messages' : 'Text messages';
    const content = html`<h1>${name === undefined ? what : `${what} for ${name}`}</h1>
      <p class="elsewhere">${channel === 'email' ? html`<a href="/phone">Text messages</a>` : html`<a href="/">Mail</a>`}</p>
      ${found.length === 0 ? html`<p class="hush">No messages. What somebody sends will stand here.</p>` : found.map(letter)}`;
    res.send(page(FACE, `${FACE.name} · ${name ?? 'nobody'}`, content));
  };
  app.get('/', show('email'));
  app.get('/phone', show('sms'));
  // The list does not hold the codes of its links: only who follows one goes on with the story that it came from.
  app.get('/open/:id', (req, res) => {
    const message = mine().find(({ id }) => id === req.params.id);
    if (!message?.link) {
      const text = 'It may have been deleted, or it lies in the inbox of somebody else.';
      res.status(404).send(messagePage(FACE, { kind: 'error', title: 'No such message', text }));
      return;
    }
    messages.markRead(message.id, deps.core.clock.now());
    res.redirect(303, message.link);
  });
  finishApp(app, deps.core, FACE);
  return { handler: app, stop: async () => undefined };
}

function letter({ id, sender, subject, text, link, linkText, template, sentAt }: Message) {
  // What people write themselves carries its link openly, as in any mail program.
  const address = template === 'free' ? link : `/open/${id}`;
  return html`<article class="part">
    <h2>${subject}</h2>
    <p class="hush">From ${sender}, ${TIME.format(sentAt)} UTC</p>
    <p class="letter">${text}</p>
    ${link !== null && html`<p><a href="${address ?? ''}">${linkText ?? 'Open'}</a></p>`}
  </article>`;
}
