import type { Request, Response } from 'express';
import type { Channel } from '../../../contract/account-state.ts';
import { type Message, Messages } from '../../../store/messages.ts';
import { PERSONAS, type PersonaSeed } from '../../seed/personas.ts';
import { type AppDeps, createApp, type DemoApp, finishApp } from '../server/app-base.ts';
import { messagePage, page } from '../server/pages.ts';
import { visitingPersona } from '../server/visiting-persona.ts';
import type { HtmlValue } from '../shared/html.js';
import type { AppFace } from '../shared/views.js';
import copyCode from './copy-code.js?raw';
import { inbox } from './inbox.ts';
import { phone } from './phone.ts';

const FACE: AppFace = {
  id: 'mail',
  name: 'Mail',
  lead: 'The messages of the person at the browser.',
  features: [],
  ofPerson: true,
};

const COPY_CODE = '/assets/copy-code.js';

/** Mail, and text messages on the phone. Each browser shows the messages of its own persona. */
export function mail(deps: AppDeps): DemoApp {
  const { clock, store, vault } = deps.core;
  const messages = new Messages(store);
  const app = createApp(deps, { formTargets: [], connect: [] });
  const who = (): PersonaSeed | undefined => PERSONAS.find(({ id }) => id === visitingPersona());
  const mine = (channel?: Channel): Message[] => {
    const persona = who();
    const found = persona === undefined ? [] : messages.of(persona.id, [persona.email]);
    return channel === undefined ? found : found.filter((message) => message.channel === channel);
  };
  const send = (res: Response, content: HtmlValue, shown: readonly Message[]): void => {
    // The page shows them to the person; the log of the page does not.
    for (const { code } of shown) if (code !== null) vault.issued(code);
    res.send(page(FACE, `${FACE.name} · ${who()?.name ?? 'nobody'}`, content, { scripts: [COPY_CODE] }));
  };
  const unread = (found: readonly Message[]): number => found.filter(({ readAt }) => readAt === null).length;

  app.get('/', (_req, res) => {
    const letters = mine('email');
    const reading = letters[0];
    const model = {
      person: who(),
      letters,
      reading,
      chosen: false,
      now: clock.now(),
      texts: unread(mine('sms')),
    };
    send(res, inbox(model), reading ? [reading] : []);
  });
  app.get('/message/:id', (req, res) => {
    const letters = mine('email');
    const reading = letters.find(({ id }) => id === req.params.id);
    if (!reading) return noSuchMessage(res);
    messages.markRead(reading.id, clock.now());
    const read = letters.map((letter) => (letter === reading ? { ...letter, readAt: clock.now() } : letter));
    const model = {
      person: who(),
      letters: read,
      reading,
      chosen: true,
      now: clock.now(),
      texts: unread(mine('sms')),
    };
    send(res, inbox(model), [reading]);
  });
  app.get('/phone', (_req, res) => {
    const texts = mine('sms');
    send(res, phone({ person: who(), texts, now: clock.now(), letters: unread(mine('email')) }), texts);
    // They stand in full on the screen.
    for (const { id } of texts) messages.markRead(id, clock.now());
  });
  // The list does not hold the codes of its links: only who follows one goes on with the story that it came from.
  app.get('/open/:id', (req: Request<{ id: string }>, res) => {
    const message = mine().find(({ id }) => id === req.params.id);
    if (!message?.link) return noSuchMessage(res);
    messages.markRead(message.id, clock.now());
    res.redirect(303, message.link);
  });
  app.get(COPY_CODE, (_req, res) => void res.type('text/javascript').send(copyCode));
  finishApp(app, deps.core, FACE);
  return { handler: app, stop: async () => undefined };
}

function noSuchMessage(res: Response): void {
  const text = 'It may have been deleted, or it lies in the inbox of somebody else.';
  res.status(404).send(messagePage(FACE, { kind: 'error', title: 'No such message', text }));
}
