import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import { z } from 'zod';
import { GatehouseError } from '../../../contract/errors.ts';
import { Messages } from '../../../store/messages.ts';
import { PERSONAS } from '../../seed/personas.ts';
import { type AppDeps, createApp, type DemoApp, finishApp } from '../server/app-base.ts';
import { messagePage } from '../server/pages.ts';
import type { AppSession } from '../server/session.ts';
import { SessionStore } from '../server/session-store.ts';
import { visitingPersona } from '../server/visiting-persona.ts';
import { type Holdings, NotebookHoldings } from './holdings.ts';
import { FACE, notebookPage } from './notebook-page.ts';
import { type Proof, Thief } from './thief.ts';

const OWNER = 'mallory';
const APP_NAMES = { pocket: 'Pocket', signet: 'Signet' } as const;

const takenSchema = z.object({ code: z.string().max(512), redirect_uri: z.url(), owner: z.string().max(40) });
/** One of what she holds by its number, or the newest of a kind, or the newest of all. */
const choiceSchema = z.object({
  id: z.coerce.number().int().optional(),
  kind: z.enum(['code', 'refresh_token']).optional(),
});
/** With a proof by a key of her own, or without one. */
const proofSchema = z.object({ proof: z.enum(['none', 'own']).default('none') });
const filesSchema = z.object({
  persona: z.string().max(40),
  app: z.enum(['pocket', 'signet']).default('pocket'),
});
const personaSchema = z.object({ persona: z.string().max(40) });
const callSchema = z.object({
  api: z.string().max(40),
  method: z.literal('GET'),
  path: z.string().startsWith('/').max(200),
});

/** Mallory's notebook: what she holds that is not hers, and what she can do with it. For her browser alone. */
export function notebook(deps: AppDeps): DemoApp {
  const { core } = deps;
  const holdings = new NotebookHoldings(core);
  const thief = new Thief(core, deps.issuer, deps.gatewayUrl);
  const app = createApp(deps, { formTargets: [] });

  // Torch on a phone sends here what the phone gave it. It has no other right.
  app.post('/drop', (req, res) => {
    const { code, redirect_uri, owner } = takenSchema.parse(req.body);
    const how = 'Torch on the phone claims the redirect address of Pocket';
    holdings.take({ kind: 'code', value: code, client: 'pocket', redirectUri: redirect_uri, owner, how });
    res.status(204).end();
  });

  app.use((_req, res, next) => {
    if (visitingPersona() === OWNER) return next();
    const text = 'This is Mallory’s notebook. It opens in her browser alone.';
    res.status(403).send(messagePage(FACE, { kind: 'error', title: 'Not yours', text }));
  });
  app.get('/', (_req, res) => void res.send(notebookPage(holdings.read(), pendingDevice())));

  app.post('/torch', (req, res) => {
    const { persona, installed } = personaSchema.extend({ installed: z.enum(['yes', 'no']) }).parse(req.body);
    holdings.torch(persona, installed === 'yes');
    res.redirect(303, '/');
  });

  app.post('/copy', (req, res) => {
    copyFiles(filesSchema.parse(req.body));
    res.redirect(303, '/');
  });

  app.post('/spend', async (req, res) => {
    const before = holdings.read();
    const { id, kind } = choiceSchema.parse(req.body);
    const secret = before.secrets.find(
      (held) => held.id === (id ?? held.id) && held.kind === (kind ?? held.kind),
    );
    if (!secret) throw emptyHands();
    await change((now) => thief.spend(now, secret, proofOf(req)));
    res.redirect(303, '/');
  });

  app.post('/call', async (req: Request, res) => {
    const call = callSchema.parse(req.body);
    await change((now) => thief.call(now, call, proofOf(req)));
    res.redirect(303, '/');
  });

  app.post('/send', (req, res) => {
    sendCode(personaSchema.parse(req.body).persona);
    res.redirect(303, '/');
  });
  finishApp(app, deps.core, FACE);

  async function change(work: (now: Holdings) => Promise<Holdings>): Promise<void> {
    holdings.save({ ...(await work(holdings.read())), said: undefined });
  }

  /** Takes the tokens from an application's files, as whoever holds an unlocked phone can. */
  function copyFiles({ persona: owner, app: client }: z.infer<typeof filesSchema>): void {
    const session = new SessionStore(core.store, core.clock, client)
      .signedIn()
      .map((stored) => stored.session)
      .filter(({ user }) => user?.sub === owner)
      .sort((a, b) => (b.user?.signedInAt ?? 0) - (a.user?.signedInAt ?? 0))[0];
    const value = session?.tokens?.refreshToken;
    if (value === undefined) throw nothingToCopy(owner, client);
    const how = `a copy of the files that ${APP_NAMES[client]} keeps on the phone`;
    holdings.take({ kind: 'refresh_token', value, client, owner, how }, accessIn(session, client));
  }

  /** A bound access token lies beside the refresh token; the key does not: no program can read it. */
  function accessIn(session: AppSession | undefined, client: string): Holdings['access'] {
    const found = session?.key === undefined ? {} : (session.tokens?.access ?? {});
    return Object.fromEntries(
      Object.entries(found).map(([resource, { token }]) => [resource, { token, client }]),
    );
  }

  function pendingDevice() {
    return new SessionStore(core.store, core.clock, 'tv')
      .live()
      .flatMap(({ session }) => session.device ?? [])
      .sort((a, b) => b.startedAt - a.startedAt)[0];
  }

  function sendCode(to: string): void {
    const device = pendingDevice();
    if (!device) throw noDevice();
    core.store.transaction(() => {
      new Messages(core.store).deliver({
        id: randomUUID(),
        channel: 'email',
        account: to,
        address: PERSONAS.find(({ id }) => id === to)?.email ?? to,
        sender: 'Harbour Bank Security <no-reply@harbour-alerts.example>',
        template: 'free',
        subject: 'Please confirm your access',
        text: `We have updated our security. To keep your access, open the bank’s own page and confirm the code ${device.userCode} within ten minutes.`,
        link: device.verificationUriComplete,
        linkText: 'Confirm at the bank’s sign-in page',
        sentAt: core.clock.now(),
        readAt: null,
      });
      const said = {
        title: 'The message is sent',
        text: `It stands in the mail of ${to}, with the code ${device.userCode}.`,
      };
      holdings.save({ ...holdings.read(), last: undefined, said });
      core.recorder.record({
        type: 'attacker.message.sent',
        outcome: 'ok',
        subject: to,
        data: { to, userCode: device.userCode, client: 'tv' },
      });
    });
  }

  return { handler: app, stop: async () => undefined };
}

const proofOf = (req: Request): Proof => proofSchema.parse(req.body).proof;

function emptyHands(): GatehouseError {
  return new GatehouseError({
    code: 'notebook.empty',
    what: 'Nothing was sent.',
    why: 'Mallory holds no code and no refresh token.',
    next: 'Have her take one first.',
  });
}

function nothingToCopy(owner: string, app: keyof typeof APP_NAMES): GatehouseError {
  return new GatehouseError({
    code: 'notebook.nothing-to-copy',
    what: 'Nothing was copied.',
    why: `${APP_NAMES[app]} keeps no refresh token of ${owner} on the phone.`,
    next: `Have the owner sign in to ${APP_NAMES[app]} first.`,
  });
}

function noDevice(): GatehouseError {
  return new GatehouseError({
    code: 'notebook.no-device',
    what: 'Nothing was sent.',
    why: 'No television waits for a code.',
    next: 'Open Harbour TV in Mallory’s browser and press “Sign in” first.',
  });
}
